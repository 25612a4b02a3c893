import { type KubernetesObject, Manifest } from '@plinth/manifest';
import { KEYS } from '@plinth/model';
import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { metadataOf, type Place } from './place';

const NAME = 'encrypted-rwo';

/** The fields of a class that we say. @see https://kubernetes.io/docs/concepts/storage/storage-classes/ */
interface StorageClass extends KubernetesObject {
  readonly provisioner: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly allowVolumeExpansion: boolean;
  /** A disk outlives its claim: who deletes data does it on purpose, and once more. */
  readonly reclaimPolicy: 'Retain';
  /** In the zone of the pod, not in any. */
  readonly volumeBindingMode: 'WaitForFirstConsumer';
}

/**
 * Disks that are encrypted with the environment's own key, for every claim that names no class. GKE's `standard-rwo`
 * calls itself the default too; of two, Kubernetes takes the younger.
 * @see https://cloud.google.com/kubernetes-engine/docs/how-to/using-cmek#create_a_cmek_protected_attached_disk
 * @see https://kubernetes.io/docs/concepts/storage/storage-classes/#default-storageclass
 */
export function storageClass(scope: Construct, place: Place): void {
  const { cloud, project, region } = place.facts;
  if (cloud === undefined) return;
  const { ring, key } = KEYS.disks;
  const { annotations, ...metadata } = metadataOf(NAME, 'storage-class', place);
  new Manifest<StorageClass>(new Chart(scope, 'storage-classes'), NAME, {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: {
      ...metadata,
      annotations: { ...annotations, 'storageclass.kubernetes.io/is-default-class': 'true' },
    },
    provisioner: 'pd.csi.storage.gke.io',
    parameters: {
      type: 'pd-ssd',
      'disk-encryption-kms-key': `projects/${project}/locations/${region}/keyRings/${ring}/cryptoKeys/${key}`,
    },
    allowVolumeExpansion: true,
    reclaimPolicy: 'Retain',
    volumeBindingMode: 'WaitForFirstConsumer',
  });
}
