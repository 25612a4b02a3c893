import { Manifest } from '@plinth/manifest';
import type { Construct } from 'constructs';
import type { PodDisruptionBudget } from './kinds';
import type { Identity } from './owner';
import { _podsOf } from './scheduling';

/**
 * At most one pod leaves at a time when nodes are drained. None for a workload that normally has one pod:
 * there it would only stop the drain. Pods that are not ready anyway may always leave.
 * @see https://kubernetes.io/docs/tasks/run-application/configure-pdb/
 */
export function _disruptionBudget(
  scope: Construct,
  id: string,
  identity: Identity,
  replicas: number,
): Manifest<PodDisruptionBudget> | undefined {
  if (replicas < 2) return undefined;
  return new Manifest<PodDisruptionBudget>(scope, id, {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name: identity.name, labels: identity.labels, annotations: identity.annotations },
    spec: {
      maxUnavailable: 1,
      unhealthyPodEvictionPolicy: 'AlwaysAllow',
      selector: _podsOf(identity.name),
    },
  });
}
