import { ADD_ON_IDENTITIES, pullThrough, WEBHOOK_PORTS } from '@plinth/model';
import type { Construct } from 'constructs';
import type { Place } from '../place';
import { platformNamespace } from '../platform-namespace';
import { actsAs, addOn } from './add-on';
import {
  CONTAINER_SECURITY,
  type ContainerSecurity,
  disruptionBudget,
  type PodSecurity,
  podSecurity,
  type Size,
  type Spread,
  size,
  spreadOver,
} from './hardening';
import { allowAddOns } from './network';

interface MetricsAdapterValues {
  readonly replicaCount: number;
  readonly image: { readonly repository: string; readonly tag: string };
  readonly serviceAccount: { readonly name: string; readonly annotations: Readonly<Record<string, string>> };
  readonly args: readonly string[];
  readonly service: { readonly targetPort: number };
  /** The three APIs of custom and external metrics, checked by the certificate of the chart's own issuer. */
  readonly apiServices: { readonly insecureSkipTLSVerify: false };
  readonly priorityClassName: string;
  readonly resources: Size;
  readonly podSecurityContext: PodSecurity;
  readonly securityContext: ContainerSecurity;
  readonly podDisruptionBudget: { readonly enabled: boolean; readonly maxUnavailable: number };
  readonly topologySpreadConstraints: readonly Spread[];
}

const { namespace: NAMESPACE, serviceAccount: NAME } = ADD_ON_IDENTITIES.metricsAdapter;
const API_PORT = WEBHOOK_PORTS.metricsAdapter;

/**
 * Answers the autoscaler's questions for metrics of Cloud Monitoring. While it is down nothing scales in,
 * so it has as many replicas as a service. Google publishes manifests; the chart is packed from them.
 * @see https://github.com/GoogleCloudPlatform/k8s-stackdriver/tree/master/custom-metrics-stackdriver-adapter
 */
export function metricsAdapter(scope: Construct, place: Place): void {
  const { replicaFloor } = place.facts;
  const chart = platformNamespace(scope, place, {
    name: NAMESPACE,
    quota: { cpu: 3, cpuLimit: 12, memory: '3Gi', pods: 12, volumes: 1 },
  });
  allowAddOns(chart, place, { webhooks: [API_PORT], googleApis: true });
  addOn<MetricsAdapterValues>(scope, place, {
    name: NAME,
    version: 'v0.16.9',
    namespace: NAMESPACE,
    values: {
      replicaCount: replicaFloor,
      image: { repository: pullThrough('gcr-io', `gke-release/${NAME}`, place.facts), tag: 'v0.16.9-gke.0' },
      serviceAccount: { name: NAME, annotations: actsAs(place, NAME) },
      args: [
        '--use-new-resource-model=true',
        '--fallback-for-container-metrics=true',
        `--secure-port=${API_PORT}`,
        '--cert-dir=/tmp',
      ],
      service: { targetPort: API_PORT },
      apiServices: { insecureSkipTLSVerify: false },
      priorityClassName: 'core',
      resources: size('250m', '1', '200Mi'),
      podSecurityContext: podSecurity(),
      securityContext: CONTAINER_SECURITY,
      podDisruptionBudget: disruptionBudget(replicaFloor),
      topologySpreadConstraints: spreadOver({ 'app.kubernetes.io/instance': NAME }),
    },
  });
}
