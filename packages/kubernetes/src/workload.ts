import { show, UserError } from '@plinth/errors';
import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { Connections } from './connections';
import type { V27 } from './kplus';
import { readName } from './name';
import { type Identity, INSTANCE } from './owner';
import { type ConnectionPeer, type PeerPort, podsOf } from './peer';
import { callerPorts, type Port } from './port';
import { inConstruct, resolveAll } from './resolve';

/**
 * What all workloads are: somebody in a namespace, who talks to others. Subclasses call `_connect` once,
 * when their props are resolved.
 */
export abstract class Workload extends Construct implements ConnectionPeer {
  readonly namespace: string;
  #connections: Connections | undefined;
  #name = '';
  #ports: readonly Port[] = [];

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.namespace = inConstruct(this, () => namespaceOf(this));
  }

  /** The name of all its objects, and the label that selects its pods. */
  get name(): string {
    return this.#name;
  }

  /** What others may call; the health and edge ports are not among them. */
  get ports(): readonly Port[] {
    return this.#ports;
  }

  get description(): string {
    return `${this.namespace}/${this.name}`;
  }

  /** Whom it may call and who may call it. */
  get connections(): Connections {
    if (this.#connections === undefined) throw new Error(`${this.node.path} is not connected yet`);
    return this.#connections;
  }

  toNetworkPolicyPeers(): readonly [V27['NetworkPolicyPeer']] {
    return [podsOf(this.namespace, { [INSTANCE]: this.name })];
  }

  acceptFrom(caller: ConnectionPeer, ports: readonly PeerPort[]): void {
    this.connections._accept(caller, ports);
  }

  protected _connect(
    identity: Identity,
    ports: readonly Port[],
    ...needs: readonly ({ readonly peers: readonly ConnectionPeer[] } | undefined)[]
  ): Connections {
    this.#name = identity.name;
    this.#ports = callerPorts(ports);
    this.#connections = new Connections(this, 'Connections', identity, this);
    for (const need of needs) for (const peer of need?.peers ?? []) this.#connections.allowTo(peer);
    return this.#connections;
  }
}

function namespaceOf(workload: Construct): string {
  if (!workload.node.scopes.some((scope) => Chart.isChart(scope))) {
    throw new UserError({
      code: 'scope-chart',
      where: 'scope',
      found: 'a scope outside any chart',
      allowed: 'a cdk8s Chart, or a construct inside one',
      fix: "begin with new Chart(app, 'payments', { namespace: 'payments' })",
    });
  }
  const { namespace } = Chart.of(workload);
  if (namespace === undefined) {
    throw new UserError({
      code: 'scope-namespace',
      where: 'scope',
      found: 'a chart without namespace',
      allowed: 'a chart with a namespace of its own: nothing runs in "default"',
      fix: `write new Chart(app, ${show(Chart.of(workload).node.id)}, { namespace: 'payments' })`,
    });
  }
  return resolveAll({ scope: () => readName(namespace) }).scope;
}
