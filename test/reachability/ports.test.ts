import type { Pod, Port } from './_endpoint';
import { Network } from './_network';
import { type NetworkPolicySpec, type PolicyPort, readNetworkPolicy } from './_network-policy';
import { portsOf } from './_ports';

const PROTOCOLS = ['TCP', 'UDP', 'SCTP'] as const;
const EVERY_NUMBER = Array.from({ length: 65_535 }, (_, index) => index + 1);

/** Its own ports have names, two of them the same one. */
const pod: Pod = {
  kind: 'pod',
  name: 'one/a',
  namespace: 'one',
  namespaceLabels: {},
  labels: {},
  ports: [
    { name: 'web', number: 8443, protocol: 'TCP' },
    { name: 'web', number: 9443, protocol: 'TCP' },
    { name: 'dns', number: 53, protocol: 'UDP' },
  ],
  address: '10.0.0.9',
};

function policy(spec: NetworkPolicySpec) {
  const metadata = { name: 'policy', namespace: 'one' };
  return readNetworkPolicy({ kind: 'NetworkPolicy', metadata, spec } as {
    readonly metadata: typeof metadata;
  });
}

const open = (ingress: readonly PolicyPort[], egress: readonly PolicyPort[]) =>
  policy({
    policyTypes: ['Ingress', 'Egress'],
    ingress: [{ ports: ingress }],
    egress: [{ ports: egress }],
  });

test.each<[string, readonly PolicyPort[], readonly PolicyPort[]]>([
  ['a single port', [{ port: 443 }], [{}]],
  ['the first and the last of all', [{ port: 1 }, { port: 65_535, protocol: 'SCTP' }], []],
  [
    'ranges side by side',
    [
      { port: 10, endPort: 19 },
      { port: 20, endPort: 29 },
    ],
    [],
  ],
  [
    'ranges with one port between them',
    [
      { port: 10, endPort: 19 },
      { port: 21, endPort: 29 },
    ],
    [],
  ],
  ['ranges that overlap from both sides', [{ port: 10, endPort: 30 }], [{ port: 20, endPort: 40_000 }]],
  ['names', [{ port: 'web' }, { port: 'dns', protocol: 'UDP' }], []],
  ['a name inside a range of the other side', [{ port: 'web' }], [{ port: 9000, endPort: 10_000 }]],
  ['a protocol each', [{ port: 7, protocol: 'UDP' }, { protocol: 'SCTP' }], []],
])('every port is like the nearest below it that is asked about: %s', (_, ingress, egress) => {
  const policies = [open(ingress, egress)];
  const network = new Network(policies, { ipBlocksSelectPods: false });
  const asked = portsOf(policies, pod.ports);
  for (const protocol of PROTOCOLS) {
    const answer = (numbers: readonly number[]) => {
      const ports = numbers.map((number): Port => ({ number, protocol }));
      return new Set(network.open(pod, pod, ports).map(({ number }) => number));
    };
    const representatives = new Set(
      asked.filter((each) => each.protocol === protocol).map(({ number }) => number),
    );
    const [said, truth] = [answer([...representatives]), answer(EVERY_NUMBER)];
    let nearest = 0;
    const unlike = EVERY_NUMBER.filter((number) => {
      if (representatives.has(number)) nearest = number;
      return said.has(nearest) !== truth.has(number);
    });
    expect({ protocol, unlike }).toEqual({ protocol, unlike: [] });
  }
});

test('a port is asked about once, and none that is not there', () => {
  const ports = portsOf(
    [open([{ port: 1 }, { port: 65_535 }], [{ port: 2 }])],
    [{ number: 2, protocol: 'UDP' }],
  );
  expect(ports.map(({ number, protocol }) => `${number}/${protocol}`)).toEqual([
    ...['1/TCP', '2/TCP', '3/TCP', '65534/TCP', '65535/TCP'],
    ...['1/UDP', '2/UDP', '3/UDP', '65535/UDP'],
    ...['1/SCTP', '65535/SCTP'],
  ]);
});
