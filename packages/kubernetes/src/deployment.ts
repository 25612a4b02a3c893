import { Manifest } from '@plinth/manifest';
import type { Construct } from 'constructs';
import type { Deployment } from './kinds';
import type { Identity } from './owner';
import type { PodTemplate } from './pod-template';
import type { ResolvedScaling } from './scaling';
import { _podsOf } from './scheduling';

/**
 * Pods that are alike. A rollout starts a new pod before it takes a ready one away, and stops by itself
 * when the new ones do not become ready.
 */
export function _deployment(
  scope: Construct,
  id: string,
  identity: Identity,
  pod: PodTemplate,
  scaling: ResolvedScaling,
): Manifest<Deployment> {
  const fixed = scaling.kind === 'fixed';
  return new Manifest<Deployment>(scope, id, {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: {
      name: identity.name,
      labels: pod._template.metadata.labels,
      annotations: {
        ...identity.annotations,
        // Polaris looks for `replicas`, which the autoscaler owns.
        ...(!fixed && { 'polaris.fairwinds.com/deploymentMissingReplicas-exempt': 'true' }),
      },
    },
    spec: {
      ...(fixed && { replicas: scaling.min }),
      minReadySeconds: 10,
      progressDeadlineSeconds: 600,
      revisionHistoryLimit: 5,
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
      selector: _podsOf(identity.name),
      template: pod._template,
    },
  });
}
