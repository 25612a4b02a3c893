import { PLATFORM_NAMESPACES } from '@plinth/gitops';
import { CidrPeer, ScheduledJob, type WorkloadIdentity } from '@plinth/kubernetes';
import {
  ADD_ON_IDENTITIES,
  cloud,
  type Declaration,
  environment,
  googleServiceAccountEmail,
  METADATA_SERVER,
  PRIVATE_GOOGLE_APIS,
  resolveCompany,
  scheduledJob,
} from '@plinth/model';
import { tinyCompany, tinyFacts, tinyJob, tinyReleases } from '@plinth/testing';
import { App, Chart } from 'cdk8s';
import fc from 'fast-check';

/** Does the model take it? What it does must not fail later, without file and line. */
function isDeclarable(declaration: Declaration): boolean {
  const company = tinyCompany(declaration);
  try {
    resolveCompany(company, { releases: tinyReleases(company) });
    return true;
  } catch {
    return false;
  }
}

function renderJob(cron: string, timeZone: string, workloadIdentity?: WorkloadIdentity): ScheduledJob {
  return new ScheduledJob(new Chart(new App(), 'chart', { namespace: 'retail' }), 'job', {
    name: 'report',
    owner: { squad: 'retail', contact: 'retail@acme.example' },
    image: `registry.example/retail/report:1.0.0@sha256:${'a'.repeat(64)}`,
    schedule: { cron, timeZone },
    resources: { cpu: 0.1, cpuLimit: 1, memory: '128Mi' },
    ...(workloadIdentity && { workloadIdentity }),
  });
}

const job = (schedule: string, timeZone = 'Etc/UTC') =>
  scheduledJob('report', { ...tinyJob, schedule, timeZone });

const minute = fc.constantFrom('0', '*/10', '05', '7,37', '*/60', '9-5');
const hour = fc.constantFrom('*', '6', '*/05', '8-18/2', '22-6', '24');
const day = fc.constantFrom('*', '*/2', '1', '29-31', '30', '31', '15/40', '0');
const month = fc.constantFrom('*', '2', '2,4', '*/12', '6-7', 'JAN');
const weekday = fc.constantFrom('*', '*/1', '*/2', '*,1', '1-5', '0/7', '7');
const cron = fc.tuple(minute, hour, day, month, weekday).map((fields) => fields.join(' '));

test('a schedule that the model takes is one that the construct takes', () => {
  let taken = 0;
  fc.assert(
    fc.property(cron, (schedule) => {
      if (!isDeclarable(job(schedule))) return;
      taken += 1;
      expect(() => renderJob(schedule, 'Etc/UTC')).not.toThrow();
    }),
    { seed: 7, numRuns: 200 },
  );
  expect(taken).toBeGreaterThan(10);
});

test.each(['0 6 30 2 */2', '0 6 1 * *', '*/10 * * * *', '0 6 29 2 *'])('%s is taken by both', (schedule) => {
  expect(isDeclarable(job(schedule))).toBe(true);
  expect(() => renderJob(schedule, 'Etc/UTC')).not.toThrow();
});

test('a time zone that the model takes is one that the construct takes', () => {
  const zones = [
    'UTC',
    'Etc/UTC',
    'Etc/UCT',
    'Etc/GMT+2',
    'US/Pacific',
    ...Intl.supportedValuesOf('timeZone'),
  ];
  const taken = zones.filter((zone) => isDeclarable(job('0 6 1 * *', zone)));
  expect(taken.length).toBeGreaterThan(400);
  for (const zone of taken) expect(() => renderJob('0 6 1 * *', zone)).not.toThrow();
});

test('a range that the model takes is one that the construct takes', () => {
  const octet = fc.constantFrom(0, 1, 10, 128, 255, 256);
  const range = fc
    .tuple(octet, octet, octet, octet, fc.nat(33))
    .map(([a, b, c, d, mask]) => `${a}.${b}.${c}.${d}/${mask}`);
  let taken = 0;
  fc.assert(
    fc.property(range, (cidr) => {
      const facts = { ...tinyFacts(1), dependencies: { 'shop-database': [cidr] } };
      if (!isDeclarable(environment('first', facts))) return;
      taken += 1;
      expect(() => CidrPeer.of({ cidrs: [cidr] })).not.toThrow();
    }),
    { seed: 7, numRuns: 200 },
  );
  expect(taken).toBeGreaterThan(10);
});

test('the identity that the model derives of a name is one that the construct takes', () => {
  const name = fc.stringMatching(/^[a-z](?:-?[a-z0-9]){0,51}$/);
  const project = tinyFacts(1);
  let taken = 0;
  fc.assert(
    fc.property(name, (service) => {
      if (!isDeclarable(scheduledJob(service, { ...tinyJob, cloud: { load: cloud.metrics('read') } })))
        return;
      taken += 1;
      const googleServiceAccount = googleServiceAccountEmail(service, project);
      expect(() => renderJob('0 6 1 * *', 'UTC', { googleServiceAccount })).not.toThrow();
    }),
    { seed: 7, numRuns: 100 },
  );
  expect(taken).toBeGreaterThan(10);
});

test('the ways that an identity opens by itself are those that the cloud is built for', () => {
  const job = renderJob('0 6 1 * *', 'UTC', {
    googleServiceAccount: 'report@acme-tiny-1.iam.gserviceaccount.com',
  });
  const opened = job.nodes.networkPolicy.toJson().spec.egress;
  const ranges = [...JSON.stringify(opened).matchAll(/"cidr":"([^"]+)"/g)].map(([, range]) => range);
  expect(ranges.sort()).toEqual([METADATA_SERVER, PRIVATE_GOOGLE_APIS]);
});

test('add-ons that act in the cloud are in namespaces of the platform', () => {
  const namespaces: readonly string[] = Object.values(PLATFORM_NAMESPACES);
  for (const { namespace } of Object.values(ADD_ON_IDENTITIES)) expect(namespaces).toContain(namespace);
});
