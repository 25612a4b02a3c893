import { PLATFORM_NAMESPACES } from '@plinth/gitops';
import { pullThrough, WEBHOOK_PORTS } from '@plinth/model';
import type { Construct } from 'constructs';
import type { Place } from '../place';
import { platformNamespace } from '../platform-namespace';
import { addOn } from './add-on';
import {
  type Apart,
  apart,
  CONTAINER_SECURITY,
  type ContainerSecurity,
  disruptionBudget,
  type Image,
  type PodSecurity,
  podSecurity,
  type Size,
  type Spread,
  size,
  spreadOver,
} from './hardening';
import { allowAddOns } from './network';

/** What the chart's three programs are told alike. */
interface Program {
  readonly replicaCount: number;
  readonly image: Image;
  readonly resources: Size;
  readonly securityContext: PodSecurity;
  readonly containerSecurityContext: ContainerSecurity;
  readonly podDisruptionBudget: { readonly enabled: boolean; readonly maxUnavailable: number };
  readonly affinity: Apart;
  readonly topologySpreadConstraints: readonly Spread[];
  readonly enableServiceLinks: false;
}

/** @see https://cert-manager.io/docs/installation/best-practice/ */
interface CertManagerValues extends Program {
  readonly crds: { readonly enabled: true; readonly keep: true };
  readonly global: {
    readonly priorityClassName: string;
    readonly leaderElection: { readonly namespace: string };
  };
  readonly webhook: Program & { readonly securePort: number };
  readonly cainjector: Program;
  readonly acmesolver: { readonly image: Program['image'] };
  readonly startupapicheck: { readonly enabled: false };
  readonly prometheus: { readonly enabled: boolean };
  /** @see https://cert-manager.io/docs/reference/api-docs/#controller.config.cert-manager.io/v1alpha1.ControllerConfiguration */
  readonly config: Readonly<Record<string, string>>;
}

const VERSION = 'v1.21.1';
const NAMESPACE = PLATFORM_NAMESPACES.certManager;

/** The pods that issue, as the chart labels them. */
export const CERT_MANAGER_CONTROLLER = {
  'app.kubernetes.io/instance': 'cert-manager',
  'app.kubernetes.io/component': 'controller',
} as const;

/** Issues and renews certificates from what is declared. */
export function certManager(scope: Construct, place: Place): void {
  const chart = platformNamespace(scope, place, {
    name: NAMESPACE,
    quota: { cpu: 2, cpuLimit: 16, memory: '6Gi', pods: 30, volumes: 1 },
  });
  allowAddOns(chart, place, { webhooks: [WEBHOOK_PORTS.certManager, WEBHOOK_PORTS.trustManager] });
  addOn<CertManagerValues>(scope, place, {
    name: 'cert-manager',
    version: VERSION,
    namespace: NAMESPACE,
    wave: 'operators',
    values: values(place),
  });
}

function values(place: Place): CertManagerValues {
  const { replicaFloor } = place.facts;
  const image = (component: string): Image => ({
    repository: pullThrough('quay-io', `jetstack/cert-manager-${component}`, place.facts),
    tag: VERSION,
    pullPolicy: 'Always',
  });
  const labels = (component: string) => ({
    'app.kubernetes.io/instance': 'cert-manager',
    'app.kubernetes.io/component': component,
  });
  const program = (component: string, replicaCount: number): Program => ({
    replicaCount,
    image: image(component),
    resources: size('50m', '500m', '256Mi'),
    securityContext: podSecurity(),
    containerSecurityContext: CONTAINER_SECURITY,
    podDisruptionBudget: disruptionBudget(replicaCount),
    affinity: apart(labels(component)),
    topologySpreadConstraints: spreadOver(labels(component)),
    enableServiceLinks: false,
  });
  // Only one controller and one injector lead; the webhook answers every write of a certificate.
  const leaders = Math.min(replicaFloor, 2);
  return {
    ...program('controller', leaders),
    // With the definitions would go every certificate of the company.
    crds: { enabled: true, keep: true },
    global: { priorityClassName: 'core', leaderElection: { namespace: NAMESPACE } },
    webhook: { ...program('webhook', replicaFloor), securePort: WEBHOOK_PORTS.certManager },
    cainjector: program('cainjector', leaders),
    acmesolver: { image: image('acmesolver') },
    startupapicheck: { enabled: false },
    prometheus: { enabled: true },
    // By itself it waits for an hour after a refusal, then for two, four …: a fault of seven hours would last until the fifteenth.
    config: {
      apiVersion: 'controller.config.cert-manager.io/v1alpha1',
      kind: 'ControllerConfiguration',
      certificateRequestMinimumBackoffDuration: '1m',
      certificateRequestMaximumBackoffDuration: '30m',
    },
  };
}
