import type { Endpoint, Outside, Pod } from './_endpoint';
import { Network } from './_network';
import { type NetworkPolicy, type NetworkPolicySpec, readNetworkPolicy } from './_network-policy';

const TCP = 'TCP' as const;

/** Three pods in two namespaces, one in a namespace without labels, and two addresses. */
const a = pod('one', 'a', { app: 'a', tier: 'front' });
const b = pod('one', 'b', { app: 'b' });
const c = pod('two', 'c', { app: 'a' });
const bare = pod('bare', 'pod', { app: 'a' }, {});
const near: Outside = { kind: 'outside', name: 'near', address: '192.0.2.7' };
const far: Outside = { kind: 'outside', name: 'far', address: '198.51.100.7' };
const ENDPOINTS = [a, b, c, bare, near, far];

function pod(
  namespace: string,
  name: string,
  labels: Pod['labels'],
  namespaceLabels: Pod['labels'] = { 'kubernetes.io/metadata.name': namespace, team: namespace },
): Pod {
  // What is called `web` differs from pod to pod.
  const ports = [
    { name: 'web', number: name === 'b' ? 8080 : 8443, protocol: TCP },
    { name: 'dns', number: 53, protocol: 'UDP' as const },
  ];
  return { kind: 'pod', name, namespace, namespaceLabels, labels, ports, address: '10.0.0.9' };
}

function policy(namespace: string, spec: NetworkPolicySpec): NetworkPolicy {
  return readNetworkPolicy({
    kind: 'NetworkPolicy',
    metadata: { name: 'policy', namespace },
    spec,
  } as NetworkPolicy);
}

/** Who reaches `b` on 8080, or whom `b` reaches there. */
function reaching(policies: readonly NetworkPolicy[], from: 'to b' | 'from b'): string[] {
  const network = new Network(policies, { ipBlocksSelectPods: false });
  const port = { number: 8080, protocol: TCP };
  return ENDPOINTS.filter((other) => other !== b)
    .filter((other) => {
      const [source, target]: [Endpoint, Endpoint] = from === 'to b' ? [other, b] : [b, other];
      return network.open(source, target, [port]).length > 0;
    })
    .map(({ name, ...other }) => ('namespace' in other ? `${other.namespace}/${name}` : name));
}

const EVERYBODY = ['one/a', 'two/c', 'bare/pod', 'near', 'far'];
const ON_B = { podSelector: { matchLabels: { app: 'b' } } };

/** What the rules of a policy on `b` let in. */
const ingress = (...rules: NonNullable<NetworkPolicySpec['ingress']>) =>
  reaching([policy('one', { ...ON_B, policyTypes: ['Ingress'], ingress: rules })], 'to b');

describe('isolation', () => {
  test('without any policy everybody reaches everybody', () => {
    expect(reaching([], 'to b')).toEqual(EVERYBODY);
    expect(reaching([], 'from b')).toEqual(EVERYBODY);
  });

  test('a policy without rules lets nobody in, and says nothing of the way out', () => {
    const deny = policy('one', { ...ON_B });
    expect(reaching([deny], 'to b')).toEqual([]);
    expect(reaching([deny], 'from b')).toEqual(EVERYBODY);
  });

  test('an empty pod selector, and a missing one, select every pod of the namespace and no other', () => {
    for (const spec of [{ podSelector: {} }, {}]) {
      const deny = policy('one', { ...spec, policyTypes: ['Ingress', 'Egress'] });
      expect(reaching([deny], 'to b')).toEqual([]);
      expect(reaching([deny], 'from b')).toEqual([]);
      expect(reaching([{ ...deny, metadata: { name: 'policy', namespace: 'two' } }], 'to b')).toEqual(
        EVERYBODY.filter((name) => name !== 'two/c'),
      );
    }
  });

  test('a policy of egress alone leaves the way in open', () => {
    const out = policy('one', { ...ON_B, policyTypes: ['Egress'] });
    expect(reaching([out], 'to b')).toEqual(EVERYBODY);
    expect(reaching([out], 'from b')).toEqual([]);
  });

  test('without policyTypes, rules of egress isolate both ways, and an empty list of them one way', () => {
    const both = policy('one', { ...ON_B, egress: [{ to: [{ podSelector: {} }] }] });
    expect(reaching([both], 'to b')).toEqual([]);
    expect(reaching([both], 'from b')).toEqual(['one/a']);
    const one = policy('one', { ...ON_B, egress: [] });
    expect(reaching([one], 'from b')).toEqual(EVERYBODY);
  });

  test('rules that stand in a direction which policyTypes leaves out count for nothing', () => {
    const out = policy('one', { ...ON_B, policyTypes: ['Egress'], ingress: [], egress: [{}] });
    expect(reaching([out], 'to b')).toEqual(EVERYBODY);
  });

  test('a connection needs the egress of its source and the ingress of its target', () => {
    const out = policy('one', {
      podSelector: { matchLabels: { app: 'a' } },
      policyTypes: ['Egress'],
      egress: [{ to: [{ podSelector: { matchLabels: { app: 'c' } } }] }],
    });
    const into = policy('one', { ...ON_B, ingress: [{ from: [{ podSelector: {} }] }] });
    expect(reaching([into], 'to b')).toEqual(['one/a']);
    expect(reaching([out, into], 'to b')).toEqual([]);
  });

  test('two policies on one pod add up', () => {
    const first = policy('one', { ...ON_B, ingress: [{ from: [{ ipBlock: { cidr: '192.0.2.0/24' } }] }] });
    const second = policy('one', { podSelector: {}, ingress: [{ from: [{ podSelector: {} }] }] });
    expect(reaching([first, second], 'to b')).toEqual(['one/a', 'near']);
  });
});

describe('peers', () => {
  test('a rule without `from`, and one with an empty list, let everybody in', () => {
    expect(ingress({})).toEqual(EVERYBODY);
    expect(ingress({ from: [] })).toEqual(EVERYBODY);
  });

  test('an empty list of rules lets nobody in', () => {
    expect(ingress()).toEqual([]);
  });

  test("a pod selector alone selects in the policy's namespace", () => {
    expect(ingress({ from: [{ podSelector: { matchLabels: { app: 'a' } } }] })).toEqual(['one/a']);
  });

  test('a namespace selector alone selects all pods there; an empty one, of every namespace, and no address', () => {
    expect(ingress({ from: [{ namespaceSelector: { matchLabels: { team: 'two' } } }] })).toEqual(['two/c']);
    expect(ingress({ from: [{ namespaceSelector: {} }] })).toEqual(['one/a', 'two/c', 'bare/pod']);
  });

  test('both selectors in one peer must hold; in two peers one is enough', () => {
    const namespaceSelector = { matchLabels: { team: 'two' } };
    const podSelector = { matchLabels: { tier: 'front' } };
    expect(ingress({ from: [{ namespaceSelector, podSelector }] })).toEqual([]);
    expect(ingress({ from: [{ namespaceSelector }, { podSelector }] })).toEqual(['one/a', 'two/c']);
  });

  test.each([
    ['In', ['one', 'two'], ['one/a', 'two/c']],
    ['In', [''], []],
    ['NotIn', ['one'], ['two/c', 'bare/pod']],
    ['Exists', undefined, ['one/a', 'two/c']],
    ['DoesNotExist', undefined, ['bare/pod']],
  ] as const)('the operator %s %p', (operator, values, expected) => {
    const matchExpressions = [{ key: 'team', operator, ...(values && { values }) }];
    expect(ingress({ from: [{ namespaceSelector: { matchExpressions } }] })).toEqual(expected);
  });

  test('a label without a value is not a missing label', () => {
    expect(ingress({ from: [{ namespaceSelector: { matchLabels: { team: '' } } }] })).toEqual([]);
  });

  test('labels and expressions of one selector must all hold', () => {
    const matchExpressions = [{ key: 'tier', operator: 'DoesNotExist' as const }];
    const podSelector = { matchLabels: { app: 'a' }, matchExpressions };
    expect(ingress({ from: [{ namespaceSelector: {}, podSelector }] })).toEqual(['two/c', 'bare/pod']);
  });

  test('a range of addresses lets its addresses in, except for some', () => {
    expect(ingress({ from: [{ ipBlock: { cidr: '192.0.0.0/8' } }] })).toEqual(['near']);
    expect(ingress({ from: [{ ipBlock: { cidr: '0.0.0.0/0', except: ['192.0.2.4/30'] } }] })).toEqual([
      'far',
    ]);
  });

  test('what one peer excepts another may still let in', () => {
    const all = { ipBlock: { cidr: '0.0.0.0/0', except: ['192.0.2.0/24'] } };
    expect(ingress({ from: [all, { ipBlock: { cidr: '192.0.2.7/32' } }] })).toEqual(['near', 'far']);
  });

  test('whether a range of addresses selects pods is asked of the data plane', () => {
    const out = policy('one', {
      policyTypes: ['Ingress'],
      ingress: [{ from: [{ ipBlock: { cidr: '10.0.0.0/8' } }] }],
    });
    const open = (ipBlocksSelectPods: boolean) =>
      new Network([out], { ipBlocksSelectPods }).open(c, b, [{ number: 1, protocol: TCP }]).length;
    expect([open(true), open(false)]).toEqual([1, 0]);
  });
});

describe('ports', () => {
  /** The ports of `target` that a policy of its namespace opens. */
  const open = (
    target: Pod,
    ...ports: NonNullable<NonNullable<NetworkPolicySpec['ingress']>[number]['ports']>
  ) =>
    new Network([policy(target.namespace, { ingress: [{ ports }] })], { ipBlocksSelectPods: false })
      .open(far, target, ASKED)
      .map(({ number, protocol }) => `${number}/${protocol}`);

  const ASKED = [
    { number: 53, protocol: TCP },
    { number: 53, protocol: 'UDP' as const },
    { number: 8080, protocol: TCP },
    { number: 8080, protocol: 'UDP' as const },
    { number: 8081, protocol: TCP },
    { number: 8443, protocol: TCP },
    { number: 8443, protocol: 'SCTP' as const },
  ];

  test('an empty list of ports is all ports in every protocol', () => {
    expect(open(b)).toEqual(ASKED.map(({ number, protocol }) => `${number}/${protocol}`));
  });

  test('a port without protocol is TCP', () => {
    expect(open(b, { port: 8080 })).toEqual(['8080/TCP']);
  });

  test('a protocol without port is every port of it', () => {
    expect(open(b, { protocol: 'UDP' })).toEqual(['53/UDP', '8080/UDP']);
    expect(open(b, {})).toEqual(['53/TCP', '8080/TCP', '8081/TCP', '8443/TCP']);
  });

  test('endPort closes a range that includes both ends', () => {
    expect(open(b, { port: 8080, endPort: 8081 })).toEqual(['8080/TCP', '8081/TCP']);
  });

  test('a name is what each called pod calls so, in that protocol', () => {
    expect(open(b, { port: 'web' })).toEqual(['8080/TCP']);
    expect(open(c, { port: 'web' })).toEqual(['8443/TCP']);
    expect(open(c, { port: 'dns' })).toEqual([]);
    expect(open(c, { port: 'dns', protocol: 'UDP' })).toEqual(['53/UDP']);
  });

  test('on the way out a name is looked up on the target, and an address has no names', () => {
    const network = new Network(
      [policy('one', { policyTypes: ['Egress'], egress: [{ ports: [{ port: 'web' }] }] })],
      {
        ipBlocksSelectPods: false,
      },
    );
    expect(network.open(b, c, ASKED).map(({ number }) => number)).toEqual([8443]);
    expect(network.open(b, far, ASKED)).toEqual([]);
  });
});

describe('reading', () => {
  const peer = (value: object) => () => policy('one', { ingress: [{ from: [value] }] });

  test('fails when a policy has a field that the specification does not have', () => {
    expect(() => policy('one', { ingres: [] } as NetworkPolicySpec)).toThrow(
      'one/policy: unknown field ingres',
    );
    expect(peer({ podselector: {} })).toThrow('unknown field podselector');
    expect(peer({ podSelector: { app: 'a' } })).toThrow('unknown field app');
  });

  test('fails when a peer is nobody, or two kinds of somebody', () => {
    expect(peer({})).toThrow('an empty peer');
    expect(peer({ ipBlock: { cidr: '192.0.2.0/24' }, podSelector: {} })).toThrow(
      'an ipBlock beside a selector',
    );
  });

  test('fails when a range is no range of IPv4', () => {
    for (const cidr of ['::/0', '10.0.0.0/33', '10.0.0', '10.0.0.256/32']) {
      expect(() => ingress({ from: [{ ipBlock: { cidr } }] })).toThrow(`${cidr} is no IPv4 range`);
    }
  });
});
