import type { Manifest } from '@plinth/manifest';
import type { Construct } from 'constructs';
import type { BeforeDeployment } from './before-deployment';
import type { NetworkPolicy } from './kinds';
import type { PodTemplate } from './pod-template';
import { _replicated, _replicatedReaders, type ReplicatedNodes, type ReplicatedProps } from './replicated';
import { resolveProps } from './resolve';
import type { ResolvedScaling } from './scaling';
import { Workload } from './workload';

export interface WorkerProps extends ReplicatedProps {
  /** A worker listens on nothing but a plain `health` port, for the kubelet. @default 8081 */
  readonly ports?: { readonly health: number };
}

export interface WorkerNodes extends ReplicatedNodes {
  readonly networkPolicy: Manifest<NetworkPolicy>;
}

/**
 * A stateless program that nobody calls: it takes its work from a queue. As a `WebService`, without
 * Service and without a way in.
 *
 * @example
 * const marketData = new Worker(chart, 'market-data', {
 *   name: 'market-data',
 *   owner: { squad: 'exchange', contact: 'exchange-oncall@example.com' },
 *   image: `europe-west1-docker.pkg.dev/acme/exchange/market-data:2.0.0@sha256:${'0'.repeat(64)}`,
 *   resources: { cpu: '500m', cpuLimit: 1, memory: '512Mi' },
 *   health: { ready: '/readyz', live: '/livez' },
 *   scaling: { replicas: 2 },
 * });
 * marketData.connections.allowTo(CidrPeer.of({ cidrs: ['10.40.0.5/32'], ports: [5671] }));
 *
 * @throws UserError with everything that is wrong with the props, each with the construct's path
 */
export class Worker extends Workload {
  readonly nodes: WorkerNodes;
  readonly pod: PodTemplate;
  readonly scaling: ResolvedScaling;
  /** The job before each deployment, if there is one. */
  readonly before: BeforeDeployment | undefined;

  constructor(scope: Construct, id: string, props: WorkerProps) {
    super(scope, id);
    const resolved = resolveProps(this, _replicatedReaders({ ...props, ports: props.ports ?? {} }, 'worker'));
    const { identity, pod, nodes, before } = _replicated(this, resolved);
    this.nodes = {
      ...nodes,
      networkPolicy: this._connect(identity, resolved.ports, resolved.workloadIdentity, resolved.secretFiles)
        .networkPolicy,
    };
    this.pod = pod;
    this.scaling = resolved.scaling;
    this.before = before;
  }
}
