import { ARGOCD_NAMESPACE } from '@plinth/gitops';
import type { ResourceQuota } from '@plinth/kubernetes';
import { Manifest } from '@plinth/manifest';
import { PRIVATE_GOOGLE_APIS } from '@plinth/model';
import type { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { allowAddOns } from './addons/network';
import { metadataOf, type Place } from './place';
import { platformNamespace } from './platform-namespace';

/** Three replicas of everything, and a rollout of all of it at once. */
const PODS = 40;

/**
 * Argo CD's own namespace, as closed as any other: it reads its repository and the environment's registry, and
 * speaks to one API server. `stacks/bootstrap` makes the same objects before Argo CD's first start.
 */
export function argoCdNamespace(scope: Construct, place: Place): void {
  const chart = platformNamespace(scope, place, {
    name: ARGOCD_NAMESPACE,
    quota: { cpu: 12, cpuLimit: 60, memory: '24Gi', pods: PODS, volumes: 1 },
  });
  allowAddOns(chart, place, { outside: [PRIVATE_GOOGLE_APIS, ...place.facts.repository.addresses] });
  criticalPods(chart, place);
}

/**
 * GKE admits pods of this class only where a quota names it, or in `kube-system`: elsewhere it says "insufficient
 * quota to match these scopes". Argo CD has no other class: the platform's own come with its first sync.
 * @see https://kubernetes.io/docs/concepts/policy/resource-quotas/#limit-priority-class-consumption-by-default
 */
function criticalPods(chart: Chart, place: Place): void {
  new Manifest<ResourceQuota>(chart, 'critical-pods', {
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    metadata: metadataOf('critical-pods', 'namespace', place),
    spec: {
      hard: { pods: String(PODS) },
      scopeSelector: {
        matchExpressions: [
          { scopeName: 'PriorityClass', operator: 'In', values: ['system-cluster-critical'] },
        ],
      },
    },
  });
}
