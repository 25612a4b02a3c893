import type { Endpoint, Pod, Port } from './_endpoint';
import { contains } from './_ipv4';
import {
  type Direction,
  isolates,
  type NetworkPolicy,
  type Peer,
  type PolicyPort,
  type Rule,
  rulesOf,
} from './_network-policy';
import { selects } from './_selector';

/**
 * Whose word counts: a connection needs the egress of its source and the ingress of its target. Each side alone shows
 * what would be open if the other side were.
 */
export type Side = 'both' | Direction;

export interface NetworkOptions {
  /**
   * Does an ipBlock select pods by their addresses? The specification leaves it open: it is meant for addresses
   * outside the cluster, some data planes match pods too, and Dataplane V2 does not.
   */
  readonly ipBlocksSelectPods: boolean;
}

/**
 * Judges connections by NetworkPolicies alone, as the specification says. Two rules of it have no place here: a
 * pod always reaches itself, and is always reached from its own node.
 * @see https://kubernetes.io/docs/concepts/services-networking/network-policies/
 */
export class Network {
  /** By direction: the rules of every policy that isolates the pod; undefined where none does. */
  readonly #rules: Readonly<Record<Direction, Map<Pod, readonly PlacedRule[] | undefined>>> = {
    ingress: new Map(),
    egress: new Map(),
  };

  constructor(
    readonly policies: readonly NetworkPolicy[],
    readonly options: NetworkOptions,
  ) {}

  /** Those of some ports on which a source reaches a target. */
  open(source: Endpoint, target: Endpoint, ports: readonly Port[], side: Side = 'both'): readonly Port[] {
    const out = side === 'ingress' ? ports : this.#let('egress', source, target, ports, target);
    return side === 'egress' ? out : this.#let('ingress', target, source, out, target);
  }

  #let(
    direction: Direction,
    self: Endpoint,
    other: Endpoint,
    ports: readonly Port[],
    target: Endpoint,
  ): readonly Port[] {
    const rules = self.kind === 'pod' ? this.#rulesFor(self, direction) : undefined;
    if (rules === undefined) return ports;
    const open = rules.filter(
      ({ peers, namespace }) =>
        peers === undefined || peers.some((peer) => isPeer(peer, other, namespace, this.options)),
    );
    if (open.length === 0) return [];
    return ports.filter((port) =>
      open.some((rule) => rule.ports === undefined || rule.ports.some((each) => isPort(each, port, target))),
    );
  }

  #rulesFor(pod: Pod, direction: Direction): readonly PlacedRule[] | undefined {
    const known = this.#rules[direction];
    if (!known.has(pod)) {
      const isolating = this.policies.filter(
        (policy) => isolates(policy, direction) && appliesTo(policy, pod),
      );
      const rules = isolating.flatMap((policy) =>
        rulesOf(policy, direction).map((rule) => ({ ...rule, namespace: policy.metadata.namespace })),
      );
      known.set(pod, isolating.length === 0 ? undefined : rules);
    }
    return known.get(pod);
  }
}

/** A rule, and the namespace of its policy: a pod selector alone selects there. */
type PlacedRule = Rule & { readonly namespace: string };

/** Policies are of one namespace, and select pods there. */
export function appliesTo({ metadata, spec }: NetworkPolicy, pod: Pod): boolean {
  return metadata.namespace === pod.namespace && selects(spec.podSelector ?? {}, pod.labels);
}

/** Both selectors of one peer must hold; without one of namespaces, it is the policy's own namespace. */
export function isPeer(
  { ipBlock, namespaceSelector, podSelector }: Peer,
  other: Endpoint,
  namespace: string,
  { ipBlocksSelectPods }: NetworkOptions,
): boolean {
  if (ipBlock !== undefined) {
    if (other.kind === 'pod' && !ipBlocksSelectPods) return false;
    const { cidr, except = [] } = ipBlock;
    return contains(cidr, other.address) && !except.some((range) => contains(range, other.address));
  }
  if (other.kind !== 'pod') return false;
  const isPlaced =
    namespaceSelector === undefined
      ? other.namespace === namespace
      : selects(namespaceSelector, other.namespaceLabels);
  return isPlaced && selects(podSelector ?? {}, other.labels);
}

function isPort({ protocol = 'TCP', port, endPort }: PolicyPort, asked: Port, target: Endpoint): boolean {
  if (protocol !== asked.protocol) return false;
  if (port === undefined) return true;
  if (typeof port === 'number') return port <= asked.number && asked.number <= (endPort ?? port);
  // Only a pod has names for its ports, and each pod has its own.
  return (
    target.kind === 'pod' &&
    target.ports.some(
      ({ name, number, protocol: spoken }) =>
        name === port && number === asked.number && spoken === asked.protocol,
    )
  );
}
