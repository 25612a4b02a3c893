/**
 * A NetworkPolicy as the API server takes it, with the fields that decide who may talk to whom. Written from
 * the API's own reference, for readers who do not trust the code that makes our policies.
 * @see https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/network-policy-v1/
 */
export interface NetworkPolicy {
  readonly kind: 'NetworkPolicy';
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly spec: NetworkPolicySpec;
}

export interface NetworkPolicySpec {
  /** Missing or empty: every pod of the namespace. */
  readonly podSelector?: LabelSelector;
  readonly policyTypes?: readonly ('Ingress' | 'Egress')[];
  readonly ingress?: readonly { readonly from?: readonly Peer[]; readonly ports?: readonly PolicyPort[] }[];
  readonly egress?: readonly { readonly to?: readonly Peer[]; readonly ports?: readonly PolicyPort[] }[];
}

export interface LabelSelector {
  readonly matchLabels?: Readonly<Record<string, string>>;
  readonly matchExpressions?: readonly {
    readonly key: string;
    readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';
    readonly values?: readonly string[];
  }[];
}

export interface Peer {
  readonly podSelector?: LabelSelector;
  readonly namespaceSelector?: LabelSelector;
  readonly ipBlock?: { readonly cidr: string; readonly except?: readonly string[] };
}

export interface PolicyPort {
  /** Missing: TCP. */
  readonly protocol?: Protocol;
  /** A name is looked up on the pod that is called; missing: every port. */
  readonly port?: number | string;
  readonly endPort?: number;
}

export type Protocol = 'TCP' | 'UDP' | 'SCTP';
export type Direction = 'ingress' | 'egress';

/** What both directions of a policy look like from here on. */
export interface Rule {
  /** Undefined: everybody. */
  readonly peers: readonly Peer[] | undefined;
  /** Undefined: every port. */
  readonly ports: readonly PolicyPort[] | undefined;
}

/**
 * Does the policy isolate its pods in this direction? Without `policyTypes` it does for ingress, and for egress
 * where it has egress rules.
 */
export function isolates({ spec }: NetworkPolicy, direction: Direction): boolean {
  const given = spec.policyTypes ?? [];
  const hasEgress = (spec.egress ?? []).length > 0;
  const types = given.length > 0 ? given : ['Ingress', ...(hasEgress ? ['Egress'] : [])];
  return types.includes(direction === 'ingress' ? 'Ingress' : 'Egress');
}

/** No rules: nobody. A rule without peers, or with an empty list of them: everybody. The same for ports. */
export function rulesOf({ spec }: NetworkPolicy, direction: Direction): Rule[] {
  const rules =
    direction === 'ingress'
      ? (spec.ingress ?? []).map(({ from, ports }) => ({ peers: from, ports }))
      : (spec.egress ?? []).map(({ to, ports }) => ({ peers: to, ports }));
  return rules.map(({ peers, ports }) => ({ peers: unlessEmpty(peers), ports: unlessEmpty(ports) }));
}

function unlessEmpty<T>(list: readonly T[] | undefined): readonly T[] | undefined {
  return list === undefined || list.length === 0 ? undefined : list;
}

/**
 * Reads an object strictly: a field that is not known here would be ignored, and the answer wrong without a word.
 */
export function readNetworkPolicy(object: { readonly metadata: { readonly name: string } }): NetworkPolicy {
  const policy = object as unknown as NetworkPolicy;
  const { name, namespace } = policy.metadata;
  const known = (value: object, fields: readonly string[]) => {
    const stranger = Object.keys(value).find((field) => !fields.includes(field));
    if (stranger !== undefined)
      throw new Error(`NetworkPolicy ${namespace}/${name}: unknown field ${stranger}`);
  };
  const knownSelector = (selector: LabelSelector = {}) => {
    known(selector, ['matchLabels', 'matchExpressions']);
    for (const each of selector.matchExpressions ?? []) known(each, ['key', 'operator', 'values']);
  };
  known(policy.spec, ['podSelector', 'policyTypes', 'ingress', 'egress']);
  knownSelector(policy.spec.podSelector);
  for (const rule of policy.spec.ingress ?? []) known(rule, ['from', 'ports']);
  for (const rule of policy.spec.egress ?? []) known(rule, ['to', 'ports']);
  for (const { peers, ports } of [...rulesOf(policy, 'ingress'), ...rulesOf(policy, 'egress')]) {
    for (const port of ports ?? []) known(port, ['protocol', 'port', 'endPort']);
    for (const peer of peers ?? []) {
      known(peer, ['podSelector', 'namespaceSelector', 'ipBlock']);
      if (Object.keys(peer).length === 0)
        throw new Error(`NetworkPolicy ${namespace}/${name}: an empty peer`);
      if (peer.ipBlock !== undefined) {
        known(peer.ipBlock, ['cidr', 'except']);
        if (Object.keys(peer).length > 1)
          throw new Error(`NetworkPolicy ${namespace}/${name}: an ipBlock beside a selector`);
      }
      knownSelector(peer.podSelector);
      knownSelector(peer.namespaceSelector);
    }
  }
  return policy;
}
