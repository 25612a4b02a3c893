import { Duration } from '@plinth/units';
import type { ReleaseChannel } from './gke-cluster-args';
import { clusterProblems } from './gke-cluster-problems';

type Args = Parameters<typeof clusterProblems>[1];

const key = (location: string) => ({
  id: `projects/acme/locations/${location}/keyRings/r/cryptoKeys/k`,
  location,
});

const ARGS: Args = {
  clusterName: 'main',
  project: 'acme-test',
  region: 'europe-west6',
  zones: ['europe-west6-a', 'europe-west6-b', 'europe-west6-c'],
  network: { region: 'europe-west6', podsPerNode: 64 },
  releaseChannel: 'STABLE',
  maintenance: { days: ['SU'], start: '00:00', duration: Duration.hours(8) },
  administrators: { office: '10.8.0.0/24' },
  securityGroup: 'gke-security-groups@acme.example',
  secretsKey: key('europe-west6'),
  disksKey: key('europe-west6'),
  topicsKey: key('europe-west6'),
  podsPerNode: 64,
  labels: { owner: 'platform' },
  deletionProtection: true,
};

function problemsOf(args: Partial<Args>): string[] {
  return clusterProblems('main', { ...ARGS, ...args }).map(
    ({ where, found, allowed }) => `${where.replace('GkeCluster "main": ', '')}: ${found}; ${allowed}`,
  );
}

const UNSPECIFIED = 'UNSPECIFIED' as unknown as ReleaseChannel;
const MANY_LABELS = Object.fromEntries(Array.from({ length: 65 }, (_, index) => [`l${index}`, 'v']));

test('a cluster as it should be has no problem', () => {
  expect(problemsOf({})).toEqual([]);
});

test.each<[string, Partial<Args>, string]>([
  [
    'its name is in capitals',
    { clusterName: 'Main' },
    'clusterName: "Main"; 1 to 40 lower-case letters, digits and hyphens, a letter first, no hyphen last',
  ],
  [
    'its project ends with a hyphen',
    { project: 'acme-' },
    'project: "acme-"; a project id: 6 to 30 lower-case letters, digits and hyphens, a letter first, no hyphen last',
  ],
  [
    'a zone is of another region',
    { zones: ['europe-west6-a', 'europe-west6-b', 'europe-west1-c'] },
    'zones: "europe-west1-c"; a zone of the region "europe-west6"',
  ],
  [
    'it has two zones',
    { zones: ['europe-west6-a', 'europe-west6-b'] },
    'zones: ["europe-west6-a","europe-west6-b"]; 3 different zones or more: the loss of one has to be survived',
  ],
  [
    'its network is elsewhere',
    { network: { region: 'europe-west1', podsPerNode: 64 } },
    'network: a network in "europe-west1"; one in "europe-west6"',
  ],
  [
    'it has no release channel',
    { releaseChannel: UNSPECIFIED },
    'releaseChannel: "UNSPECIFIED"; RAPID, REGULAR, STABLE or EXTENDED: without a channel nobody patches the cluster',
  ],
  [
    'its window is 3 hours',
    { maintenance: { days: ['SU'], start: '00:00', duration: Duration.hours(3) } },
    'maintenance.duration: 3h; a window of 4h to 24h: Google counts no shorter one',
  ],
  [
    'nobody may reach it',
    { administrators: {} },
    'administrators: nothing; at least one network, such as { office: "10.8.0.0/24" }',
  ],
  [
    'everybody may reach it',
    { administrators: { office: '0.0.0.0/0' } },
    'administrators.office: "0.0.0.0/0"; an IPv4 range from /8 to /32',
  ],
  [
    'half of everybody may reach it',
    { administrators: { office: '128.0.0.0/1' } },
    'administrators.office: "128.0.0.0/1"; an IPv4 range from /8 to /32',
  ],
  [
    'its group is another',
    { securityGroup: 'admins@acme.example' },
    'securityGroup: "admins@acme.example"; the group gke-security-groups of the domain, as GKE wants it',
  ],
  [
    'the key of secrets is elsewhere',
    { secretsKey: key('europe-west1') },
    'secretsKey: a key in "europe-west1"; a key in "europe-west6", where the data is',
  ],
  [
    'the key of disks is elsewhere',
    { disksKey: key('europe') },
    'disksKey: a key in "europe"; a key in "europe-west6", where the data is',
  ],
  [
    'the key of topics is elsewhere',
    { topicsKey: key('global') },
    'topicsKey: a key in "global"; a key in "europe-west6", where the data is',
  ],
  [
    'it has more pods on a node than there are addresses for',
    { podsPerNode: 65 },
    'podsPerNode: 65; a whole number of pods, for which the network has addresses, from 8 to 64',
  ],
  ['it has no label', { labels: {} }, 'labels: nothing; at least one label'],
  [
    'a label is in capitals',
    { labels: { owner: 'Platform' } },
    'labels.owner: "Platform"; 1 to 63 lower-case letters, digits, hyphens and underscores or nothing, as value',
  ],
  ['it has 65 labels', { labels: MANY_LABELS }, 'labels: 65 labels; at most 64'],
])('fails when %s', (_, args, problem) => {
  expect(problemsOf(args)).toEqual([problem]);
});

test('fails when a zone is written for the region', () => {
  expect(problemsOf({ region: 'europe-west6-a' })[0]).toBe(
    'region: "europe-west6-a"; a region such as "europe-west6"',
  );
});

test('tells all problems at once', () => {
  expect(
    problemsOf({ releaseChannel: UNSPECIFIED, administrators: {}, labels: {}, secretsKey: key('global') }),
  ).toHaveLength(4);
});
