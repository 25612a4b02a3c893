import type { ApiClient } from '../api-client';
import { type KubernetesObject, refTo } from '../kubernetes-object';

const SELECTED_NODE = 'volume.kubernetes.io/selected-node';
const ZONE = 'topology.kubernetes.io/zone';
const PROVISIONER = 'pd.csi.storage.gke.io';

/**
 * Classes of disks that claims and values of charts name, and that are not among the objects themselves: those are the cloud's own.
 */
export function cloudStorageClasses(objects: readonly KubernetesObject[]): string[] {
  const named = JSON.stringify(objects).match(/(?<="storageClass(?:Name)?":")[^"]+/g) ?? [];
  const ours = new Set(
    objects.filter(({ kind }) => kind === 'StorageClass').map(({ metadata }) => metadata.name),
  );
  return [...new Set(named)].filter((name) => !ours.has(name));
}

/**
 * Stands in for the disks of the cloud: storage classes that wait for the pod, and a volume for each claim, in the zone of the
 * node that the scheduler chose. A disk stays in its zone, as real ones do.
 */
export async function provisionVolumes(
  api: ApiClient,
  storageClasses: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  await Promise.all(storageClasses.map((name) => api.apply(storageClass(name), { fieldManager: 'cloud' })));
  const provision = async (claim: KubernetesObject): Promise<void> => {
    const node = claim.metadata.annotations?.[SELECTED_NODE];
    if (node === undefined || claim.spec.volumeName !== undefined) return;
    const { metadata } = await api.get(refTo('v1', 'Node', node));
    await api.apply(volume(claim, metadata.labels?.[ZONE] ?? ''), { fieldManager: 'cloud' });
  };
  await api.watch(
    'v1',
    'PersistentVolumeClaim',
    // Deleted or changed meanwhile: the next event tells.
    ({ type, object }) => type !== 'DELETED' && provision(object).catch(() => undefined),
    { signal },
  );
}

function storageClass(name: string): KubernetesObject {
  return {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { name },
    provisioner: PROVISIONER,
    volumeBindingMode: 'WaitForFirstConsumer',
    reclaimPolicy: 'Delete',
  };
}

function volume({ metadata, spec }: KubernetesObject, zone: string): KubernetesObject {
  const name = `pvc-${metadata.uid}`;
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name, annotations: { 'pv.kubernetes.io/provisioned-by': PROVISIONER } },
    spec: {
      accessModes: spec.accessModes,
      capacity: { storage: spec.resources.requests.storage },
      claimRef: {
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        name: metadata.name,
        namespace: metadata.namespace,
        uid: metadata.uid,
      },
      csi: { driver: PROVISIONER, volumeHandle: name },
      nodeAffinity: {
        required: {
          nodeSelectorTerms: [{ matchExpressions: [{ key: ZONE, operator: 'In', values: [zone] }] }],
        },
      },
      persistentVolumeReclaimPolicy: 'Delete',
      storageClassName: spec.storageClassName,
      volumeMode: 'Filesystem',
    },
  };
}
