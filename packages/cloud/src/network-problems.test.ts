import type { NetworkArgs } from './network';
import { networkProblems } from './network-problems';

const ARGS: NetworkArgs = {
  region: 'europe-west6',
  ranges: {
    nodes: '10.16.0.0/20',
    pods: '10.17.0.0/16',
    services: '10.18.0.0/20',
    controlPlane: '10.16.32.0/28',
    proxies: '10.16.16.0/23',
    endpoints: '10.19.0.0/24',
  },
  maxNodes: 100,
  podsPerNode: 64,
  natAddresses: 2,
};

function problemsOf(args: Partial<NetworkArgs>, name = 'main'): string[] {
  return networkProblems(name, { ...ARGS, ...args }).map(
    ({ where, found, allowed }) => `${where.replace(/^Network ".*": /, '')}: ${found}; ${allowed}`,
  );
}

test('a network as it should be has no problem', () => {
  const egress = {
    'mail-relay': { cidrs: ['10.19.8.25/32'], ports: [587] },
    peers: { cidrs: 'internet', ports: [1] },
  } as const;

  expect(problemsOf({ egress, webhookPorts: [6443], labels: { owner: 'platform' } })).toEqual([]);
});

test.each<[string, Partial<NetworkArgs>, string]>([
  [
    'a zone is written for the region',
    { region: 'europe-west6-a' },
    'region: "europe-west6-a"; a region such as "europe-west6"',
  ],
  [
    'ranges overlap',
    { ranges: { ...ARGS.ranges, endpoints: '10.17.1.0/24' } },
    'ranges.endpoints: 10.17.1.0/24; a range apart from ranges.pods (10.17.0.0/16)',
  ],
  [
    'there is no address for the internet',
    { natAddresses: 0 },
    'natAddresses: 0; a whole number of addresses from 1 to 300',
  ],
  [
    'nodes need more ports than addresses have',
    { natAddresses: 1, maxNodes: 505 },
    'natAddresses: 1; at least 2 addresses (505 nodes with 128 ports each)',
  ],
  [
    'a label is in capitals',
    { labels: { Owner: 'platform' } },
    'labels.Owner: the key "Owner"; 1 to 63 lower-case letters, digits, hyphens and underscores that start with a letter, as key',
  ],
  [
    'a webhook has no port',
    { webhookPorts: [0] },
    'webhookPorts: 0; a whole number of a TCP port from 1 to 65535',
  ],
  [
    'a declared egress has no ports',
    { egress: { relay: { cidrs: ['10.0.0.0/8'], ports: [] } } },
    'egress.relay.ports: nothing; at least one port',
  ],
  [
    'a declared egress has an impossible port',
    { egress: { relay: { cidrs: ['10.0.0.0/8'], ports: [65536] } } },
    'egress.relay.ports: 65536; a whole number of a TCP port from 1 to 65535',
  ],
  [
    'a declared egress goes nowhere',
    { egress: { relay: { cidrs: [], ports: [25] } } },
    'egress.relay.cidrs: nothing; at least one address range',
  ],
  [
    'the internet is written as a range',
    { egress: { relay: { cidrs: ['0.0.0.0/0'], ports: [25] } } },
    'egress.relay.cidrs: "0.0.0.0/0"; an IPv4 range from /8 to /32',
  ],
  [
    'the internet is written in halves',
    { egress: { relay: { cidrs: ['0.0.0.0/1'], ports: [25] } } },
    'egress.relay.cidrs: "0.0.0.0/1"; an IPv4 range from /8 to /32',
  ],
  [
    'a range is of IPv6',
    { egress: { relay: { cidrs: ['2001:db8::/32'], ports: [25] } } },
    'egress.relay.cidrs: "2001:db8::/32"; an IPv4 range from /8 to /32',
  ],
  [
    'a range has host bits',
    { egress: { relay: { cidrs: ['10.0.0.1/8'], ports: [25] } } },
    'egress.relay.cidrs: "10.0.0.1/8"; an address range such as "10.20.0.0/16", without bits behind the mask',
  ],
  [
    'the name of an egress is none for a rule',
    { egress: { Mail_Relay: { cidrs: ['10.0.0.0/8'], ports: [25] } } },
    'egress.Mail_Relay: "main-to-Mail_Relay"; a name for its firewall rule of at most 63 lower-case letters, digits and hyphens',
  ],
])('fails when %s', (_, args, problem) => {
  expect(problemsOf(args)).toEqual([problem]);
});

test.each(['', 'Main', 'main_1', '-main', 'main-', 'a'.repeat(41)])('fails when its name is %j', (name) => {
  expect(problemsOf({}, name)).toHaveLength(1);
});

test('504 nodes share one address for the internet', () => {
  expect(problemsOf({ natAddresses: 1, maxNodes: 504 })).toEqual([]);
});

test('tells all problems at once', () => {
  const ranges = { ...ARGS.ranges, controlPlane: '10.16.32.0/27' };

  expect(problemsOf({ region: 'switzerland', ranges, natAddresses: -1, labels: { A: 'b' } })).toHaveLength(4);
});
