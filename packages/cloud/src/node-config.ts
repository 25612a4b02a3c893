/**
 * The scope that leaves it to IAM what a node's identity may do.
 * @see https://cloud.google.com/compute/docs/access/service-accounts#scopes_best_practice
 */
export const CLOUD_PLATFORM = 'https://www.googleapis.com/auth/cloud-platform';

/** Processes of one pod: more than any program needs, and fewer than would starve a node. */
const PIDS = 4096;

/** What every node has, of whichever pool. */
export function hardenedNode() {
  return {
    imageType: 'COS_CONTAINERD',
    shieldedInstanceConfig: { enableSecureBoot: true, enableIntegrityMonitoring: true },
    workloadMetadataConfig: { mode: 'GKE_METADATA' },
    metadata: { 'disable-legacy-endpoints': 'true' },
    kubeletConfig: { insecureKubeletReadonlyPortEnabled: 'FALSE', podPidsLimit: PIDS },
  };
}

/** Families of machines that take no Persistent Disk. @see https://cloud.google.com/compute/docs/disks#disk-types */
const HYPERDISK_ONLY = /^(?:c4|c4a|c4d|h4d|m4|n4|n4a|n4d|x4)-/;

/** The disk that a machine boots from: solid state, and of the cheaper kind where there is a choice. */
export function bootDiskType(machineType: string): string {
  return HYPERDISK_ONLY.test(machineType) ? 'hyperdisk-balanced' : 'pd-balanced';
}
