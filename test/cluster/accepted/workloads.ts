import { type ApiClient, type KubernetesObject, titleOf } from '@plinth/testing';

/** The workloads that do not have the pods that they should have, with what they have; and how many there are at all. */
export async function workloads(
  api: ApiClient,
): Promise<{ readonly all: readonly string[]; readonly unfinished: readonly string[] }> {
  const [scalers, deployments, sets, jobs] = await Promise.all([
    api.list('autoscaling/v2', 'HorizontalPodAutoscaler'),
    api.list('apps/v1', 'Deployment'),
    api.list('apps/v1', 'StatefulSet'),
    api.list('batch/v1', 'Job'),
  ]);
  const minimum = new Map(scalers.map((scaler) => [targetOf(scaler), scaler.spec.minReplicas as number]));
  const progress = [
    ...[...deployments, ...sets].map((object) => ({
      object,
      has: upToDate(object) ? (object.status.readyReplicas ?? 0) : 0,
      wants: Math.max(object.spec.replicas, minimum.get(titleOf(object)) ?? 0),
    })),
    ...jobs.map((object) => ({
      object,
      has: object.status?.succeeded ?? 0,
      wants: object.spec.completions ?? 1,
    })),
  ];
  return {
    all: progress.map(({ object }) => titleOf(object)),
    unfinished: progress
      .filter(({ has, wants }) => has < wants)
      .map(({ object, has, wants }) => `${titleOf(object)} has ${has} of ${wants}`),
  };
}

/** Pods that a controller wanted and did not get, with the reason; of one object or of all. */
export async function failedCreations(
  api: ApiClient,
  { namespace, of = '' }: { readonly namespace?: string; readonly of?: string } = {},
): Promise<string[]> {
  const events = await api.list('v1', 'Event', namespace === undefined ? {} : { namespace });
  return events
    .filter(({ reason }) => reason === 'FailedCreate')
    .filter(({ involvedObject }) => involvedObject.name.startsWith(of))
    .map(({ involvedObject: { kind, name }, metadata, message }) => {
      return `${kind} ${metadata.namespace}/${name}: ${message}`;
    });
}

/** A run of a scheduled job now, as its controller would make it. */
export function runOf({ metadata, spec, apiVersion, kind }: KubernetesObject): KubernetesObject {
  const { metadata: ofRun = {}, spec: job } = spec.jobTemplate;
  const owner = { apiVersion, kind, name: metadata.name, uid: metadata.uid, controller: true };
  const name = `${metadata.name}-now`;
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { ...ofRun, name, namespace: metadata.namespace, ownerReferences: [owner] },
    spec: job,
  };
}

function targetOf({ metadata, spec: { scaleTargetRef } }: KubernetesObject): string {
  const { kind, name } = scaleTargetRef;
  return titleOf({ apiVersion: '', kind, metadata: { name, namespace: metadata.namespace } });
}

/** Whether its controller has seen this generation, and all pods are of it. */
function upToDate({ metadata, spec, status }: KubernetesObject): boolean {
  return status?.observedGeneration === metadata.generation && (status.updatedReplicas ?? 0) >= spec.replicas;
}
