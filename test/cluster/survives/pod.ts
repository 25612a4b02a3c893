import type { KubernetesObject } from '@plinth/testing';

interface Condition {
  readonly type: string;
  readonly status: string;
}

/** Ready for requests, and not on its way out: terminating pods get no new ones. */
export function serves({ metadata, status }: KubernetesObject): boolean {
  const conditions = (status?.conditions ?? []) as readonly Condition[];
  return (
    metadata.deletionTimestamp === undefined &&
    conditions.some(({ type, status: value }) => type === 'Ready' && value === 'True')
  );
}

/** Counted by the controller that wants a number of them. */
export function isActive({ metadata, status }: KubernetesObject): boolean {
  return (
    metadata.deletionTimestamp === undefined && status?.phase !== 'Succeeded' && status?.phase !== 'Failed'
  );
}

export function isOfJob({ metadata }: KubernetesObject): boolean {
  return metadata.ownerReferences?.some(({ kind }) => kind === 'Job') === true;
}
