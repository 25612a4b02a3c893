import type { LocalCluster } from '@plinth/testing';

/** Kubelets report like this that a pod has ended. */
const KUBELETS = 'kwok';

/** Pods that somebody ended without giving them time, by the audit trail of the API server. */
export function forcedDeletions({ controlPlane }: LocalCluster): string[] {
  return controlPlane.auditTrail
    .filter(({ verb, user }) => verb === 'delete' && user.username !== KUBELETS)
    .filter(({ requestObject }) => requestObject?.gracePeriodSeconds === 0)
    .map(({ user, objectRef }) => `${user.username}: ${objectRef?.namespace}/${objectRef?.name}`);
}

/** How many pods were evicted through the disruption budgets. */
export function evictions({ controlPlane }: LocalCluster): number {
  return controlPlane.auditTrail.filter(
    ({ objectRef, responseStatus }) => objectRef?.subresource === 'eviction' && responseStatus?.code === 201,
  ).length;
}
