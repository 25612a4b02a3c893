import type { HTTPRoute } from '@plinth/crds';
import type { Manifest } from '@plinth/manifest';
import type { Construct } from 'constructs';
import type { BeforeDeployment } from './before-deployment';
import { type Exposure, type ResolvedExposure, resolveExposure } from './exposure';
import type { NetworkPolicy, Service } from './kinds';
import { CidrPeer } from './peer';
import type { PodTemplate } from './pod-template';
import { EDGE_PORT, type Port, type Ports } from './port';
import { _replicated, _replicatedReaders, type ReplicatedNodes, type ReplicatedProps } from './replicated';
import { resolveProps } from './resolve';
import { _route } from './route';
import type { ResolvedScaling } from './scaling';
import { _service } from './service';
import { Workload } from './workload';

export interface WebServiceProps extends ReplicatedProps {
  /**
   * What it listens on: `{ https: 8443 }`. A plain `health` port comes by itself, for the kubelet only; a
   * port `edge` is for the gateway only.
   */
  readonly ports: Ports;
  /** The way in from outside the cluster. @default - none */
  readonly exposure?: Exposure;
}

export interface WebServiceNodes extends ReplicatedNodes {
  readonly service: Manifest<Service>;
  readonly networkPolicy: Manifest<NetworkPolicy>;
  readonly route: HTTPRoute | undefined;
}

/**
 * A stateless service that others call: Deployment, Service, autoscaler, disruption budget, account and
 * network policy, hardened, and closed except for what `connections` and `exposure` say.
 *
 * What no prop says, a method does (`connections.allowTo`, `pod.addVolume`); then `nodes.….transform`, a
 * JSON patch, and at last a `Manifest` beside it.
 *
 * @example
 * const ledger = new WebService(chart, 'ledger', {
 *   name: 'ledger',
 *   owner: { squad: 'bank', contact: 'bank-oncall@example.com' },
 *   image: `europe-west1-docker.pkg.dev/acme/bank/ledger:1.4.2@sha256:${'0'.repeat(64)}`,
 *   ports: { https: 8443 },
 *   resources: { cpu: 0.2, cpuLimit: 1, memory: '256Mi' },
 *   health: { ready: '/readyz', live: '/livez' },
 *   scaling: { min: 3, max: 12, cpu: 70 },
 * });
 * ledger.connections.allowFrom(WorkloadPeer.of({ namespace: 'exchange', name: 'order-matcher' }));
 *
 * @throws UserError with everything that is wrong with the props, each with the construct's path
 */
export class WebService extends Workload {
  readonly nodes: WebServiceNodes;
  readonly pod: PodTemplate;
  readonly scaling: ResolvedScaling;
  /** The job before each deployment, if there is one. */
  readonly before: BeforeDeployment | undefined;

  constructor(scope: Construct, id: string, props: WebServiceProps) {
    super(scope, id);
    const { exposure, ...resolved } = resolveProps(this, {
      ..._replicatedReaders(props, 'web-service'),
      exposure: () =>
        props.exposure === undefined ? undefined : resolveExposure(props.exposure, props.ports),
    });
    const { identity, pod, nodes, before } = _replicated(this, resolved);
    this.nodes = {
      ...nodes,
      service: _service(this, 'Service', identity, resolved.ports),
      networkPolicy: this._connect(identity, resolved.ports, resolved.workloadIdentity, resolved.secretFiles)
        .networkPolicy,
      route: _route(this, 'Route', identity, resolved.ports, exposure),
    };
    this.pod = pod;
    this.scaling = resolved.scaling;
    this.before = before;
    if (exposure !== undefined) this.#openEdge(exposure, resolved.ports);
  }

  /** Lets the gateway in, by the one door that is for it. */
  #openEdge({ gatewayRanges }: ResolvedExposure, ports: readonly Port[]): void {
    const edge = ports.filter((port) => port.name === EDGE_PORT);
    this.connections._accept(CidrPeer.of({ cidrs: gatewayRanges }), edge);
  }
}
