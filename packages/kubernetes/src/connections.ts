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
  readonly #ingress = new RuleList<IngressRule>();
  readonly #egress = new RuleList<EgressRule>();
  readonly #reasons = new Set<string>();

  constructor(scope: Construct, id: string, identity: Identity, self: ConnectionPeer) {
    super(scope, id);
    this.#self = self;
    const [ingress, egress] = [this.#ingress.rules, this.#egress.rules];
    this.networkPolicy = new Manifest<NetworkPolicy>(this, 'Resource', {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: identity.name, labels: identity.labels, annotations: identity.annotations },
      // Read when all is said.
      get spec() {
        return {
          podSelector: { matchLabels: { [INSTANCE]: identity.name } },
          policyTypes: ['Ingress', 'Egress'],
          // The API server drops an empty list, and would take every apply of one for a change.
          ...(ingress.length === 0 ? {} : { ingress }),
          egress,
        };
      },
    });
    this.allowTo(NAME_SERVERS);
  }

  /**
   * Lets the workload call a peer, on one port or on all that the peer offers. A peer that is rendered by
   * this program lets it in at the same time.
   * @throws UserError `connection-port` when the peer does not listen there
   */
  allowTo(peer: ConnectionPeer, port?: number | string): void {
    const ports = this.#choosePorts(peer, port);
    this.#egress.add(peer, ports, { to: peer.toNetworkPolicyPeers(), ports: ports.map(toPolicyPort) });
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
    this.#ingress.add(caller, ports, { from: caller.toNetworkPolicyPeers(), ports: ports.map(toPolicyPort) });
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

/** Rules, each peer and port once, ordered by peer, so that the order of the calls leaves no trace. */
class RuleList<R> {
  /** Belongs to the manifest, which is printed later than the last call. */
  readonly rules: R[] = [];
  readonly #keys: string[] = [];

  add(peer: ConnectionPeer, ports: readonly PeerPort[], rule: R): void {
    const key = `${peer.description} ${ports.map((port) => `${port.number}/${port.protocol}`).join()}`;
    if (this.#keys.includes(key)) return;
    const next = this.#keys.findIndex((other) => other > key);
    const place = next === -1 ? this.rules.length : next;
    this.#keys.splice(place, 0, key);
    this.rules.splice(place, 0, rule);
  }
}

/** Names need name servers: kube-dns, and the cache on each node where there is one. */
const NAME_SERVERS: ConnectionPeer = {
  description: 'kube-system/dns',
  ports: [
    { number: 53, protocol: 'UDP' },
    { number: 53, protocol: 'TCP' },
  ],
  toNetworkPolicyPeers: () => [
    podsOf('kube-system', { 'k8s-app': 'kube-dns' }),
    podsOf('kube-system', { 'k8s-app': 'node-local-dns' }),
  ],
};

function toPolicyPort(port: PeerPort): V27['NetworkPolicyPort'] {
  return { protocol: port.protocol, port: port.number };
}
