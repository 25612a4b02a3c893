import { didYouMean, oneOf, show, UserError } from '@plinth/errors';
import { Manifest } from '@plinth/manifest';
import { Construct } from 'constructs';
import type { NetworkPolicy } from './kinds';
import type { V27 } from './kplus';
import { type Identity, INSTANCE } from './owner';
import { type ConnectionPeer, type PeerPort, podsOf } from './peer';
import { inConstruct } from './resolve';

type IngressRule = V27['NetworkPolicyIngressRule'];
type EgressRule = V27['NetworkPolicyEgressRule'];

/**
 * Who may talk to a workload and whom it may call: one network policy in both directions, closed except
 * for what is said here and for DNS. The kubelet's probes need no rule: traffic from a pod's own node is
 * always allowed.
 *
 * Connections may be added until synthesis, in any order and twice: the policy comes out the same.
 * @see https://kubernetes.io/docs/concepts/services-networking/network-policies/
 */
export class Connections extends Construct {
  readonly networkPolicy: Manifest<NetworkPolicy>;
  readonly #self: ConnectionPeer;
  readonly #ingress: IngressRule[] = [];
  readonly #egress: EgressRule[] = dnsRules();
  readonly #reasons = new Set<string>();

  constructor(scope: Construct, id: string, identity: Identity, self: ConnectionPeer) {
    super(scope, id);
    this.#self = self;
    this.networkPolicy = new Manifest<NetworkPolicy>(this, 'Resource', {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: identity.name, labels: identity.labels, annotations: identity.annotations },
      spec: {
        podSelector: { matchLabels: { [INSTANCE]: identity.name } },
        policyTypes: ['Ingress', 'Egress'],
        ingress: this.#ingress,
        egress: this.#egress,
      },
    });
  }

  /**
   * Lets the workload call a peer, on one port or on all that the peer offers. A peer that is rendered by
   * this program lets it in at the same time.
   * @throws UserError `connection-port` when the peer does not listen there
   */
  allowTo(peer: ConnectionPeer, port?: number | string): void {
    const ports = this.#choosePorts(peer, port);
    addRule(this.#egress, { to: peer.toNetworkPolicyPeers(), ports: ports.map(toPolicyPort) });
    this.#explain(peer);
    peer.acceptFrom?.(this.#self, ports);
  }

  /**
   * Lets a peer call the workload, on one port or on all that are for callers.
   * @throws UserError `connection-port` when the workload does not listen there
   */
  allowFrom(peer: ConnectionPeer, port?: number | string): void {
    this._accept(peer, this.#choosePorts(this.#self, port));
  }

  /** The side of the callee. */
  _accept(caller: ConnectionPeer, ports: readonly PeerPort[]): void {
    addRule(this.#ingress, { from: caller.toNetworkPolicyPeers(), ports: ports.map(toPolicyPort) });
    this.#explain(caller);
  }

  #choosePorts(peer: ConnectionPeer, port: number | string | undefined): readonly PeerPort[] {
    const chosen =
      port === undefined
        ? peer.ports
        : peer.ports.filter((each) => each.name === port || each.number === port);
    if (chosen.length > 0) return chosen;
    const offered = peer.ports.map((each) => each.name ?? String(each.number));
    throw inConstruct(this, () => {
      throw new UserError({
        code: 'connection-port',
        where: 'port',
        found: port === undefined ? `no port of ${peer.description}` : show(port),
        allowed:
          offered.length === 0
            ? `a port, but ${peer.description} listens nowhere`
            : `${oneOf(offered)} of ${peer.description}`,
        fix: didYouMean(String(port ?? ''), offered, `declare the port of ${peer.description}`),
      });
    });
  }

  #explain(peer: ConnectionPeer): void {
    if (peer.reason === undefined) return;
    this.#reasons.add(`${peer.description}: ${peer.reason}`);
    this.networkPolicy.metadata.addAnnotation(
      'plinth/connection-reason',
      [...this.#reasons].sort().join('; '),
    );
  }
}

/** Names need name servers: kube-dns, and the cache on each node where there is one. */
function dnsRules(): EgressRule[] {
  return [
    {
      to: ['kube-dns', 'node-local-dns'].map((app) => podsOf('kube-system', { 'k8s-app': app })),
      ports: [
        { protocol: 'UDP', port: 53 },
        { protocol: 'TCP', port: 53 },
      ],
    },
  ];
}

/** Adds a rule once, at its place in the order of the text, so that the order of calls leaves no trace. */
function addRule<R extends IngressRule | EgressRule>(rules: R[], rule: R): void {
  const text = JSON.stringify(rule);
  const place = rules.findIndex((other) => JSON.stringify(other) >= text);
  if (place === -1) rules.push(rule);
  else if (JSON.stringify(rules[place]) !== text) rules.splice(place, 0, rule);
}

function toPolicyPort(port: PeerPort): V27['NetworkPolicyPort'] {
  return { protocol: port.protocol, port: port.number };
}
