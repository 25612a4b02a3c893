import { changed } from './changed';
import { plannedEnvironments } from './reviewed-plan';
import { deployed, type Subject } from './subject';

/** What no judge of ours asks, because its check crashes or needs what a plan does not have, or because it is excepted. */
interface Demand {
  readonly of: string;
  readonly where?: (subject: Subject) => boolean;
  readonly holds: (data: Subject['data'], all: readonly Subject[]) => boolean;
  readonly fault: Readonly<Record<string, unknown>>;
}

const DATABASE = 'gcp:sql/databaseInstance:DatabaseInstance';
const MEMBER = 'gcp:projects/iAMMember:IAMMember';

function shortfalls(
  { of, where, holds }: Demand,
  all: readonly Subject[],
  fault?: Demand['fault'],
): string[] {
  const subjects = all.filter((subject) => subject.of === of && (where?.(subject) ?? true));
  if (subjects.length === 0) return [`no ${of}`];
  return subjects
    .map((subject, index) =>
      index === 0 && fault !== undefined ? { ...subject, data: changed(subject.data, fault) } : subject,
    )
    .filter(({ data }) => !holds(data, all))
    .map(({ label }) => label);
}

/** Holds in every environment, and one fault in the first subject is found, and nothing else. */
function expectEverywhere(demand: Demand): void {
  for (const environment of plannedEnvironments) {
    const all = deployed(environment);
    expect({ environment, shortfalls: shortfalls(demand, all) }).toEqual({ environment, shortfalls: [] });
    expect(shortfalls(demand, all, demand.fault)).toHaveLength(1);
  }
}

const flagOf = ({ settings }: Subject['data'], name: string): unknown =>
  settings.databaseFlags.find((flag: { readonly name: string }) => flag.name === name)?.value;

test('databases log waits for locks, of which CKV_GCP_54 crashes', () => {
  const holds: Demand['holds'] = (data) => flagOf(data, 'log_lock_waits') === 'on';
  expectEverywhere({ of: DATABASE, holds, fault: { 'settings.databaseFlags': [] } });
});

test('databases log no statement for its duration, of which CKV_GCP_57 crashes', () => {
  const holds: Demand['holds'] = (data) => flagOf(data, 'log_min_duration_statement') === '-1';
  expectEverywhere({ of: DATABASE, holds, fault: { 'settings.databaseFlags': [] } });
});

test('databases are PostgreSQL, for the checks of flags of MySQL and SQL Server crash', () => {
  const holds: Demand['holds'] = ({ databaseVersion }) => databaseVersion.startsWith('POSTGRES_');
  expectEverywhere({ of: DATABASE, holds, fault: { databaseVersion: 'MYSQL_8_4' } });
});

test('databases speak TLS alone, at private addresses that no pod reaches without a policy that names it', () => {
  expectEverywhere({
    of: DATABASE,
    holds: ({ settings: { ipConfiguration } }) =>
      ipConfiguration.sslMode === 'ENCRYPTED_ONLY' &&
      ipConfiguration.ipv4Enabled === false &&
      ipConfiguration.authorizedNetworks === undefined,
    fault: { 'settings.ipConfiguration.sslMode': 'ALLOW_UNENCRYPTED_AND_ENCRYPTED' },
  });
  for (const environment of plannedEnvironments) {
    const all = deployed(environment);
    const endpoints = all
      .filter(({ of, label }) => of === 'gcp:compute/address:Address' && /-database-/.test(label))
      .map(({ data }) => `${data.address}/32`);
    expect(endpoints).toHaveLength(all.filter(({ of }) => of === DATABASE).length);
    // A namespace denies what no policy allows (4.3.2), and no policy opens a wider range of private addresses.
    const opened = (subjects: readonly Subject[]) =>
      subjects
        .filter(({ of }) => of === 'NetworkPolicy')
        .flatMap(({ data }) => data.spec.egress ?? [])
        .flatMap(({ to }) => to ?? [])
        .flatMap(({ ipBlock }) => (ipBlock === undefined ? [] : [ipBlock as Block]))
        .filter((block) =>
          endpoints.some((endpoint) => block.cidr !== endpoint && includes(block, endpoint)),
        );
    expect(opened(all)).toEqual([]);
    const wide = {
      label: 'wide',
      of: 'NetworkPolicy',
      data: { spec: { egress: [{ to: [{ ipBlock: { cidr: '10.0.0.0/8' } }] }] } },
    };
    expect(opened([...all, wide])).toHaveLength(1);
  }
});

test('what runs comes from a registry of its own environment, by digest, and pools read no other', () => {
  const own = (all: readonly Subject[]) =>
    all
      .filter(({ of }) => of === 'gcp:artifactregistry/repository:Repository')
      .map(({ data }) => `${data.location}-docker.pkg.dev/${data.project}/${data.repositoryId}/`);
  expectEverywhere({
    of: 'Pods',
    holds: ({ containers, initContainers = [] }, all) =>
      [...containers, ...initContainers].every(
        ({ image }: { readonly image: string }) =>
          own(all).some((start) => image.startsWith(start)) && /@sha256:[0-9a-f]{64}$/.test(image),
      ),
    fault: { 'containers.0.image': 'europe-west6-docker.pkg.dev/acme-other/apps/bank@sha256:0' },
  });
  expectEverywhere({
    of: 'gcp:artifactregistry/repositoryIamMember:RepositoryIamMember',
    holds: ({ repository, role }) =>
      String(repository).startsWith('${gcp:artifactregistry/repository:Repository.') &&
      role === 'roles/artifactregistry.reader',
    fault: { repository: 'projects/acme-other/locations/europe-west6/repositories/apps' },
  });
});

test('nobody administers a project, where CKV_GCP_42 knows no identity by a symbol', () => {
  const holds: Demand['holds'] = ({ role }) => !/admin|owner|editor/i.test(role);
  expectEverywhere({ of: MEMBER, holds, fault: { role: 'roles/storage.admin' } });
});

test('networks have the subnetworks that are planned and no others, where CKV2_GCP_2 asks only of projects', () => {
  const holds: Demand['holds'] = ({ autoCreateSubnetworks }) => autoCreateSubnetworks === false;
  expectEverywhere({ of: 'gcp:compute/network:Network', holds, fault: { autoCreateSubnetworks: true } });
});

test('audit logs are of all services and all users, where CKV2_GCP_5 asks only of projects', () => {
  expectEverywhere({
    of: 'gcp:projects/iAMAuditConfig:IAMAuditConfig',
    holds: ({ service, auditLogConfigs }) =>
      service === 'allServices' &&
      ['ADMIN_READ', 'DATA_READ', 'DATA_WRITE'].every((type) =>
        auditLogConfigs.some(
          (config: { readonly logType: string; readonly exemptedMembers?: readonly string[] }) =>
            config.logType === type && config.exemptedMembers === undefined,
        ),
      ),
    fault: { 'auditLogConfigs.1.exemptedMembers': ['user:somebody@acme.example'] },
  });
});

test('logs end in a bucket that is locked for a year, where CKV2_GCP_4 knows no bucket by its name', () => {
  expectEverywhere({
    of: 'gcp:logging/projectSink:ProjectSink',
    where: ({ data }) => data.destination.startsWith('storage.'),
    holds: ({ destination }, all) =>
      all.some(
        ({ of, data }) =>
          of === 'gcp:storage/bucket:Bucket' &&
          destination === `storage.googleapis.com/${data.name}` &&
          data.retentionPolicy?.isLocked === true &&
          Number(data.retentionPolicy.retentionPeriod) >= 365 * 86_400,
      ),
    fault: { destination: 'storage.googleapis.com/elsewhere' },
  });
});

test('buckets without versions let nobody delete or replace an object for a month or longer, and undo a deletion for a week', () => {
  expectEverywhere({
    of: 'gcp:storage/bucket:Bucket',
    where: ({ data }) => data.versioning?.enabled !== true,
    holds: ({ retentionPolicy, softDeletePolicy, forceDestroy }) =>
      Number(retentionPolicy?.retentionPeriod) >= 30 * 86_400 &&
      softDeletePolicy.retentionDurationSeconds >= 7 * 86_400 &&
      forceDestroy === false,
    fault: { retentionPolicy: undefined },
  });
});

interface Block {
  readonly cidr: string;
  readonly except?: readonly string[];
}

/** Whether a block reaches this address, by what it names and leaves out. */
function includes({ cidr, except = [] }: Block, address: string): boolean {
  return covers(cidr, address) && !except.some((range) => covers(range, address));
}

function covers(range: string, address: string): boolean {
  const [base = '', bits = '32'] = range.split('/');
  const [host = ''] = address.split('/');
  const size = 2 ** (32 - Number(bits));
  return Math.floor(toNumber(base) / size) === Math.floor(toNumber(host) / size);
}

function toNumber(address: string): number {
  return address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}
