import { type ApiClient, applyAll, type KubernetesObject, type ObjectRef } from '@plinth/testing';
import type { ScaledService } from './scaled-service';

/** Applies objects the way Argo CD does: server-side, as the owner of every field that Git sets. */
export function syncAsArgoCd(
  api: ApiClient,
  objects: readonly KubernetesObject[],
): Promise<KubernetesObject[]> {
  return applyAll(api, objects, { fieldManager: 'argocd-controller', force: true });
}

/**
 * A sync while the autoscaler holds 12 replicas.
 * @param sync whatever brings the manifests from Git to the cluster again
 * @throws Error when the number of replicas changed at any moment, even if it came back
 */
export async function keepsTwelve(service: ScaledService, sync: () => Promise<unknown>): Promise<void> {
  service.users(6_000);
  await service.reaches(12);
  await service.decides();
  const before = service.steps.length;
  await sync();
  await service.decides();
  const steps = service.steps.slice(before).map(({ from, to }) => `${from} to ${to}`);
  if (steps.length > 0) throw new Error(`a sync at 12 replicas: ${steps.join(', ')}`);
}

/**
 * Makes somebody else the owner of the number of replicas, as a person does before an autoscaler takes over from Git: what Git stops
 * setting then stays, instead of falling back to one.
 */
export function handReplicasOver(
  api: ApiClient,
  deployment: ObjectRef,
  replicas: number,
): Promise<KubernetesObject> {
  const { apiVersion, kind, metadata } = deployment;
  const { name, namespace } = metadata;
  const owned = { apiVersion, kind, metadata: { name, namespace }, spec: { replicas } };
  return api.apply(owned, { fieldManager: 'hand-over' });
}
