import fc from 'fast-check';
import { type NetworkRanges, nodeCapacity, podBlock, rangeProblems } from './ip-ranges';

const RANGES: NetworkRanges = {
  nodes: '10.16.0.0/20',
  pods: '10.17.0.0/16',
  services: '10.18.0.0/20',
  controlPlane: '10.16.32.0/28',
  proxies: '10.16.16.0/23',
  endpoints: '10.19.0.0/24',
};
const DEMAND = { maxNodes: 100, podsPerNode: 64 };

function problemsOf(ranges: Partial<NetworkRanges>, demand: Partial<typeof DEMAND> = {}): string[] {
  return rangeProblems('Network "main"', { ...RANGES, ...ranges }, { ...DEMAND, ...demand }).map(
    ({ where, found, allowed }) => `${where.replace('Network "main": ', '')}: ${found}; ${allowed}`,
  );
}

test('ranges that are apart and large enough have no problem', () => {
  expect(problemsOf({})).toEqual([]);
});

test.each<[string, Partial<NetworkRanges>, string]>([
  [
    'two ranges overlap',
    { services: '10.17.128.0/20' },
    'ranges.services: 10.17.128.0/20; a range apart from ranges.pods (10.17.0.0/16)',
  ],
  [
    'two ranges are the same',
    { endpoints: '10.18.0.0/20' },
    'ranges.endpoints: 10.18.0.0/20; a range apart from ranges.services (10.18.0.0/20)',
  ],
  [
    'a range has bits behind its mask',
    { nodes: '10.16.0.1/20' },
    'ranges.nodes: "10.16.0.1/20"; an address range such as "10.20.0.0/16", without bits behind the mask',
  ],
  [
    'a range has no mask',
    { pods: '10.17.0.0' },
    'ranges.pods: "10.17.0.0"; an address range such as "10.20.0.0/16", without bits behind the mask',
  ],
  [
    'a mask is impossible',
    { pods: '10.17.0.0/33' },
    'ranges.pods: "10.17.0.0/33"; an address range such as "10.20.0.0/16", without bits behind the mask',
  ],
  [
    'the control plane has no /28',
    { controlPlane: '10.16.32.0/27' },
    'ranges.controlPlane: 10.16.32.0/27; a /28, as GKE wants it',
  ],
  [
    'proxies have too few addresses',
    { proxies: '10.16.16.0/27' },
    'ranges.proxies: 10.16.16.0/27; a mask from /16 to /26',
  ],
  [
    'services have too many addresses',
    { services: '10.32.0.0/15' },
    'ranges.services: 10.32.0.0/15; a mask from /16 to /27',
  ],
  [
    'a range is public',
    { nodes: '8.8.0.0/20' },
    'ranges.nodes: 8.8.0.0/20; a range within 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, 100.64.0.0/10',
  ],
  [
    'a range is the internet',
    { nodes: '0.0.0.0/0' },
    'ranges.nodes: 0.0.0.0/0; a range within 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, 100.64.0.0/10',
  ],
  [
    'a range is of IPv6',
    { nodes: '::/0' },
    'ranges.nodes: ::/0; a range within 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, 100.64.0.0/10',
  ],
  [
    'nodes have too few addresses',
    { nodes: '10.16.0.0/26' },
    "ranges.nodes: 10.16.0.0/26 (64 addresses); at least 104 addresses (100 nodes and 4 of Google's)",
  ],
  [
    'pods have too few addresses',
    { pods: '10.17.0.0/19' },
    'ranges.pods: 10.17.0.0/19 (8192 addresses); at least 12800 addresses (100 nodes of 128)',
  ],
])('fails when %s', (_, ranges, problem) => {
  expect(problemsOf(ranges)).toContain(problem);
});

test.each([
  ['no nodes', { maxNodes: 0 }, 'maxNodes: 0; a whole number of nodes from 1 to 15000'],
  ['half a pod', { podsPerNode: 64.5 }, 'podsPerNode: 64.5; a whole number of pods from 8 to 256'],
  [
    'what is no number',
    { podsPerNode: Number.NaN },
    'podsPerNode: NaN; a whole number of pods from 8 to 256',
  ],
])('fails when there is to be room for %s', (_, demand, problem) => {
  expect(problemsOf({}, demand)).toEqual([problem]);
});

test('tells all problems at once', () => {
  expect(
    problemsOf({ nodes: '10.16.0.1/20', controlPlane: '10.18.0.0/27', pods: '10.17.0.0/24' }),
  ).toHaveLength(4);
});

test.each([
  [8, 16],
  [9, 32],
  [32, 64],
  [64, 128],
  [110, 256],
  [256, 512],
])('%i pods on a node take a block of %i addresses', (pods, block) => {
  expect(podBlock(pods)).toBe(block);
});

test('nodes have addresses as long as their own and those of their pods last', () => {
  expect(nodeCapacity({ nodes: '10.16.0.0/20', pods: '10.17.0.0/16' }, 64)).toBe(512);
  expect(nodeCapacity({ nodes: '10.16.0.0/26', pods: '10.17.0.0/16' }, 64)).toBe(60);
});

test('as many nodes as there is capacity for are accepted, and not one more', () => {
  const masks = fc.record({
    nodes: fc.integer({ min: 20, max: 28 }),
    pods: fc.integer({ min: 12, max: 20 }),
  });
  fc.assert(
    fc.property(masks, fc.integer({ min: 8, max: 256 }), (mask, podsPerNode) => {
      const ranges = { nodes: `10.16.0.0/${mask.nodes}`, pods: `172.16.0.0/${mask.pods}` };
      const maxNodes = nodeCapacity(ranges, podsPerNode);
      fc.pre(maxNodes >= 1 && maxNodes < 15_000);
      expect(problemsOf(ranges, { maxNodes, podsPerNode })).toEqual([]);
      expect(problemsOf(ranges, { maxNodes: maxNodes + 1, podsPerNode })).not.toEqual([]);
    }),
    { seed: 5 },
  );
});
