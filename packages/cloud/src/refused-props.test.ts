import { UserError } from '@plinth/errors';
import {
  ArtifactRegistry,
  Bucket,
  GatewayCertificate,
  KeyRing,
  LogArchive,
  PrivateGoogleApis,
  ProjectServices,
  PublicAddress,
  type PublicZone,
  ServiceAgents,
  SqlDatabase,
  SqlNames,
  StateBucket,
  Subscription,
  Topic,
  WorkloadIdentity,
  PublicZone as Zone,
} from './index';

const project = 'acme-test';
const region = 'europe-west6';
const location = region;
const labels = { owner: 'platform' };
const key = { id: 'projects/acme-test/locations/europe-west6/keyRings/r/cryptoKeys/k', location: region };
const elsewhere = { ...key, location: 'europe-west1' };
const everybody = { name: 'everybody', member: 'allUsers' };
const agent = { name: 'agent', member: 'serviceAccount:service-1@gcp-sa-pubsub.iam.gserviceaccount.com' };
const capitals = { Owner: 'platform' };
// A component that was made would need an engine: what a component is refused for is read before it is one.
const zone = { domain: 'acme.example' } as PublicZone;
const topic = { region, key } as Topic;

const keyRing = { project, location, ringName: 'data', keys: { disks: { rotationDays: 90 } }, labels };
const registry = { project, location, key, images: 'apps', charts: 'charts', pullThrough: {}, labels };
const bucket = {
  project,
  location,
  bucketName: 'acme-test-x',
  key,
  accessLogs: 'acme-test-logs',
  deletionProtection: false,
  labels,
};
const archive = {
  project,
  location,
  archiveName: 'acme-test-audit',
  accessLogsName: 'acme-test-access',
  key,
  retentionDays: 365,
  labels,
};
const database = {
  project,
  region,
  instanceName: 'ledger',
  version: 'POSTGRES_18',
  machine: { tier: 'db-custom-2-8192', diskGiB: 20 },
  highAvailability: false,
  deletionProtection: false,
  key,
  endpoint: { address: '10.0.0.9', network: 'n', subnetwork: 's', names: {} as SqlNames },
  labels,
};
const messages = { project, topicName: 'shop.sold', region, key, labels };
const subscription = { project, subscriptionName: 'shop.sold', topic, ackSeconds: 60, agent, labels };
const identity = {
  project,
  accountId: 'shop-api',
  displayName: 'shop/shop-api',
  workload: 'serviceAccount:acme-test.svc.id.goog[shop/shop-api]',
};
const address = { project, region, addressName: 'gateway', labels };
const names = { project, zoneName: 'public', domain: 'acme.example', hosts: {}, labels };
const certificate = { project, region, certificateName: 'gateway', hosts: ['a.acme.example'], zone, labels };
const apis = { project, range: '199.36.153.8/30', network: 'n', labels };

const refused: readonly [string, string, () => unknown][] = [
  [
    'a key rotates too seldom',
    'key-rotation',
    () => new KeyRing('x', { ...keyRing, keys: { a: { rotationDays: 91 } } }),
  ],
  [
    'a key never rotates',
    'key-rotation',
    () => new KeyRing('x', { ...keyRing, keys: { a: { rotationDays: 0 } } }),
  ],
  [
    'everybody may use a key',
    'public-member',
    () => new KeyRing('x', { ...keyRing, keys: { a: { rotationDays: 90, users: [everybody] } } }),
  ],
  ['a key ring has labels in capitals', 'label', () => new KeyRing('x', { ...keyRing, labels: capitals })],
  ['a key ring is in a zone', 'region', () => new KeyRing('x', { ...keyRing, location: 'europe-west6-a' })],
  ['a key ring is in no project', 'project', () => new KeyRing('x', { ...keyRing, project: 'ACME' })],
  [
    'a registry has a key of another region',
    'key-location',
    () => new ArtifactRegistry('x', { ...registry, key: elsewhere }),
  ],
  [
    'everybody may pull',
    'public-member',
    () => new ArtifactRegistry('x', { ...registry, readers: [everybody] }),
  ],
  [
    'two repositories have one name',
    'repository',
    () => new ArtifactRegistry('x', { ...registry, charts: 'apps' }),
  ],
  [
    'something is fetched without TLS',
    'upstream',
    () => new ArtifactRegistry('x', { ...registry, pullThrough: { old: 'http://old.example' } }),
  ],
  [
    'a registry has labels in capitals',
    'label',
    () => new ArtifactRegistry('x', { ...registry, labels: capitals }),
  ],
  [
    'a bucket has a key of another region',
    'key-location',
    () => new Bucket('x', { ...bucket, key: elsewhere }),
  ],
  [
    'a bucket logs into itself',
    'own-access-logs',
    () => new Bucket('x', { ...bucket, accessLogs: 'acme-test-x' }),
  ],
  ['a bucket is named in capitals', 'bucket-name', () => new Bucket('x', { ...bucket, bucketName: 'ACME' })],
  ['objects are kept for no time', 'keep-days', () => new Bucket('x', { ...bucket, keepDays: 0 })],
  [
    'objects are deleted before they may be',
    'delete-after-days',
    () => new Bucket('x', { ...bucket, keepDays: 30, deleteAfterDays: 29 }),
  ],
  [
    'objects are deleted at once',
    'delete-after-days',
    () => new Bucket('x', { ...bucket, deleteAfterDays: 0 }),
  ],
  ['a bucket has labels in capitals', 'label', () => new Bucket('x', { ...bucket, labels: capitals })],
  [
    'a bucket is in a continent',
    'region',
    () => new Bucket('x', { ...bucket, key: { ...key, location: 'EU' }, location: 'EU' }),
  ],
  [
    'state has a key of another region',
    'key-location',
    () => new StateBucket('x', { ...bucket, key: elsewhere }),
  ],
  [
    'logs are kept for less than a year',
    'log-retention',
    () => new LogArchive('x', { ...archive, retentionDays: 364 }),
  ],
  [
    'logs are kept for ever',
    'log-retention',
    () => new LogArchive('x', { ...archive, retentionDays: Number.POSITIVE_INFINITY }),
  ],
  [
    'logs have a key of another region',
    'key-location',
    () => new LogArchive('x', { ...archive, key: elsewhere }),
  ],
  [
    'the archive logs into itself',
    'own-access-logs',
    () => new LogArchive('x', { ...archive, accessLogsName: 'acme-test-audit' }),
  ],
  [
    'the bucket of access logs is named in capitals',
    'bucket-name',
    () => new LogArchive('x', { ...archive, accessLogsName: 'ACME' }),
  ],
  [
    'a topic has a key of another region',
    'key-location',
    () => new Topic('x', { ...messages, key: elsewhere }),
  ],
  [
    'a topic has a name of Google',
    'topic-name',
    () => new Topic('x', { ...messages, topicName: 'google.sold' }),
  ],
  [
    'an acknowledgement has no time',
    'subscription-range',
    () => new Subscription('x', { ...subscription, ackSeconds: 5 }),
  ],
  [
    'a message is tried once',
    'subscription-range',
    () => new Subscription('x', { ...subscription, maxAttempts: 1 }),
  ],
  [
    'everybody moves dead letters',
    'public-member',
    () => new Subscription('x', { ...subscription, agent: everybody }),
  ],
  [
    'a database has a key of another region',
    'key-location',
    () => new SqlDatabase('x', { ...database, key: elsewhere }),
  ],
  [
    'a database has a shared processor',
    'database-tier',
    () => new SqlDatabase('x', { ...database, machine: { tier: 'db-f1-micro', diskGiB: 20 } }),
  ],
  [
    'a database is reached at a range',
    'endpoint-address',
    () => new SqlDatabase('x', { ...database, endpoint: { ...database.endpoint, address: '10.0.0.0/24' } }),
  ],
  [
    'a database is open to no project',
    'project',
    () => new SqlDatabase('x', { ...database, allowedConsumerProjects: ['*'] }),
  ],
  [
    'a database is named in capitals',
    'instance-name',
    () => new SqlDatabase('x', { ...database, instanceName: 'Ledger' }),
  ],
  [
    'names of databases are of a zone',
    'region',
    () => new SqlNames('x', { project, region: 'europe-west6-a', network: 'n', labels }),
  ],
  [
    'a workload is of another project',
    'workload',
    () => new WorkloadIdentity('x', { ...identity, project: 'acme-other' }),
  ],
  [
    'a workload is everything in a namespace',
    'workload',
    () =>
      new WorkloadIdentity('x', { ...identity, workload: 'serviceAccount:acme-test.svc.id.goog[shop/*]' }),
  ],
  [
    'an account is named too shortly',
    'account-id',
    () => new WorkloadIdentity('x', { ...identity, accountId: 'shop' }),
  ],
  [
    'an address is in a zone',
    'region',
    () => new PublicAddress('x', { ...address, region: 'europe-west6-b' }),
  ],
  ['a zone is for a wildcard', 'domain', () => new Zone('x', { ...names, domain: '*.acme.example' })],
  [
    'a host is of another domain',
    'foreign-host',
    () => new Zone('x', { ...names, hosts: { 'shop.other.example': '1.2.3.4' } }),
  ],
  [
    'a certificate is for no host',
    'certificate-hosts',
    () => new GatewayCertificate('x', { ...certificate, hosts: [] }),
  ],
  [
    'a certificate is for 101 hosts',
    'certificate-hosts',
    () =>
      new GatewayCertificate('x', {
        ...certificate,
        hosts: Array.from({ length: 101 }, (_, index) => `h${index}.acme.example`),
      }),
  ],
  [
    'a certificate is for a host of another zone',
    'foreign-host',
    () => new GatewayCertificate('x', { ...certificate, hosts: ['shop.other.example'] }),
  ],
  [
    'Google is elsewhere',
    'google-apis-range',
    () => new PrivateGoogleApis('x', { ...apis, range: '10.0.0.0/30' }),
  ],
  [
    'an API is no address of Google',
    'api',
    () => new ProjectServices('x', { project, apis: ['kubernetes'] }),
  ],
  [
    'an API is named twice',
    'api',
    () => new ProjectServices('x', { project, apis: ['dns.googleapis.com', 'dns.googleapis.com'] }),
  ],
  ['agents are of no project', 'project', () => new ServiceAgents('x', { project: '1', agents: [] })],
];

test.each(refused)('fails when %s', (_, code, make) => {
  const error = thrownBy(make);

  expect(error).toBeInstanceOf(UserError);
  expect((error as UserError).problems.map((problem) => problem.code)).toEqual([code]);
});

test('fails with everything that is wrong at once, each with its place', () => {
  const keys = { disks: { rotationDays: 0 } };
  const error = thrownBy(() => new KeyRing('x', { ...keyRing, project: 'A', keys, labels: capitals }));

  expect((error as UserError).problems.map(({ where }) => where)).toEqual([
    'KeyRing x: project',
    'KeyRing x: keys.disks.rotationDays',
    'KeyRing x: labels.Owner',
  ]);
});

function thrownBy(make: () => unknown): unknown {
  try {
    make();
  } catch (error) {
    return error;
  }
  return 'nothing';
}
