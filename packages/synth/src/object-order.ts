import type { JsonObject } from '@plinth/manifest';

/**
 * The order of objects in a file: as a reviewer asks. Where does it live, who is it, what runs, with which
 * settings, how much of it, who may talk to it, who may see it. Argo CD applies by kind and wave whatever the
 * order of a file.
 */
const KINDS = [
  'Namespace',
  'CustomResourceDefinition',
  'PriorityClass',
  'StorageClass',
  'ServiceAccount',
  'ConfigMap',
  'Job',
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'CronJob',
  'Service',
  'HorizontalPodAutoscaler',
  'PodDisruptionBudget',
  'NetworkPolicy',
  'HTTPRoute',
  'ResourceQuota',
  'LimitRange',
  'Role',
  'ClusterRole',
  'RoleBinding',
  'ClusterRoleBinding',
];

const POSITION: ReadonlyMap<string, number> = new Map(KINDS.map((kind, index) => [kind, index]));

/** Sorted by kind as above, then by kind's name, namespace and name; stable for any order of construction. */
export function inFileOrder(objects: readonly JsonObject[]): JsonObject[] {
  return objects
    .map((object) => ({
      object,
      position: POSITION.get(String(object.kind)) ?? KINDS.length,
      identity: identityOf(object),
    }))
    .sort(
      (a, b) => a.position - b.position || (a.identity < b.identity ? -1 : a.identity > b.identity ? 1 : 0),
    )
    .map(({ object }) => object);
}

function identityOf({ kind, apiVersion, metadata }: JsonObject): string {
  const { namespace = '', name = '' } = (metadata ?? {}) as JsonObject;
  return `${kind} ${namespace}/${name} ${apiVersion}`;
}
