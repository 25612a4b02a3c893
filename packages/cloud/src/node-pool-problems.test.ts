import { Duration, Memory } from '@plinth/units';
import { accountId, poolProblems } from './node-pool-problems';

type Args = Parameters<typeof poolProblems>[1];

const ARGS: Args = {
  cluster: { region: 'europe-west6', network: { podsPerNode: 64 } },
  machineType: 'n2d-standard-8',
  nodesPerZone: { min: 1, max: 5 },
  disk: Memory.gibibytes(100),
  upgrade: { strategy: 'surge', maxSurge: 1, maxUnavailable: 0 },
  podsPerNode: 64,
  labels: { owner: 'platform' },
  zones: ['europe-west6-a', 'europe-west6-b', 'europe-west6-c'],
  disksKey: { id: 'k', location: 'europe-west6' },
};

function problemsOf(args: Partial<Args>, { name = 'general', peak = 16, free = 100 } = {}): string[] {
  return poolProblems(name, { ...ARGS, ...args }, { peak, free }).map(
    ({ where, found, allowed }) => `${where.replace(/^NodePool ".*": /, '')}: ${found}; ${allowed}`,
  );
}

test.each(['n2d-standard-8', 'e2-medium', 'c4-standard-8-lssd', 'n2-custom-8-16384'])(
  'a pool of %s has no problem',
  (machineType) => {
    expect(problemsOf({ machineType })).toEqual([]);
  },
);

test('as many nodes as there are addresses for may be in an upgrade', () => {
  expect(problemsOf({}, { peak: 100, free: 100 })).toEqual([]);
});

test.each<[string, Partial<Args>, string]>([
  [
    'its machines are none',
    { machineType: 'N2D standard' },
    'machineType: "N2D standard"; a machine type such as "n2d-standard-8"',
  ],
  [
    'there are fewer nodes at most than at least',
    { nodesPerZone: { min: 3, max: 2 } },
    'nodesPerZone: min 3 and max 2; a min of at most max',
  ],
  [
    'there are no nodes at most',
    { nodesPerZone: { min: 0, max: 0 } },
    'nodesPerZone.max: 0; a whole number of nodes from 1 to 1000',
  ],
  [
    'there are fewer than no nodes',
    { nodesPerZone: { min: -1, max: 2 } },
    'nodesPerZone.min: -1; a whole number of nodes from 0 to 1000',
  ],
  ['its disk is too small for images', { disk: Memory.gibibytes(10) }, 'disk: "10Gi"; whole GiB, 20 or more'],
  ['its disk is no whole GiB', { disk: Memory.parse('100G') }, 'disk: "100G"; whole GiB, 20 or more'],
  [
    'nothing can be replaced',
    { upgrade: { strategy: 'surge', maxSurge: 0, maxUnavailable: 0 } },
    'upgrade: maxSurge 0 and maxUnavailable 0; one of them above 0',
  ],
  [
    'old nodes rest for more than a week',
    { upgrade: { strategy: 'blue-green', soak: Duration.hours(200) } },
    'upgrade.soak: "200h"; at most "168h"',
  ],
  [
    'it has more pods on a node than there are addresses for',
    { podsPerNode: 110 },
    'podsPerNode: 110; a whole number of pods, for which the network has addresses, from 8 to 64',
  ],
  [
    'a label is in capitals',
    { labels: { owner: 'Platform' } },
    'labels.owner: "Platform"; 1 to 63 lower-case letters, digits, hyphens and underscores or nothing, as value',
  ],
  [
    'a zone is of another region',
    { zones: ['europe-west6-a', 'europe-west6-b', 'us-east1-b'] },
    'zones: "us-east1-b"; a zone of the region "europe-west6"',
  ],
  [
    'the key of disks is elsewhere',
    { disksKey: { id: 'k', location: 'global' } },
    'disksKey: a key in "global"; a key in "europe-west6", where the data is',
  ],
  [
    'it acts under the default account',
    { account: { existing: '123456-compute@developer.gserviceaccount.com' } },
    'account.existing: "123456-compute@developer.gserviceaccount.com"; an account of the nodes alone: the default one may edit the project',
  ],
  [
    'it acts under the default account by its short name',
    { account: { existing: 'default' } },
    'account.existing: "default"; an account of the nodes alone: the default one may edit the project',
  ],
  [
    'it acts under a person',
    { account: { existing: 'ada@acme.example' } },
    'account.existing: "ada@acme.example"; the address of a service account',
  ],
])('fails when %s', (_, args, problem) => {
  expect(problemsOf(args)).toEqual([problem]);
});

test('fails when an upgrade would need more addresses than there are', () => {
  expect(problemsOf({}, { peak: 101, free: 100 })).toEqual([
    'nodesPerZone.max: 5 in each zone, 101 nodes in an upgrade; at most 100 nodes in an upgrade: so many have addresses in the network',
  ]);
});

test.each(['General', 'a'.repeat(25), 'gp_1'])('fails when its name is %j', (name) => {
  expect(problemsOf({}, { name })).toHaveLength(1);
});

test.each([
  ['general', 'nodes-general'],
  ['nodes-general', 'nodes-general'],
])('nodes of the pool %s act as %s', (pool, id) => {
  expect(accountId(pool)).toBe(id);
});
