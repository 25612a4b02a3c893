import type { Memory } from '@plinth/units';
import { readFolder } from './folder';
import { readReference } from './name';
import type { StatefulSetSpec } from './newer-fields';
import { INSTANCE } from './owner';
import { resolveAll } from './resolve';
import { readMemory } from './resources';

/** A disk for each pod, which outlives it. */
export interface Storage {
  /** `"200Gi"`. It can grow where the class allows it, and never shrink. */
  readonly size: Memory | string;
  /** The name of a StorageClass. */
  readonly storageClass: string;
  /** Where the disk is mounted, writable: `/data`. */
  readonly folder: string;
}

export interface ResolvedStorage {
  readonly size: Memory;
  readonly storageClass: string;
  readonly folder: string;
}

/** The name of the volume and, with the pod's, of its claim. */
export const _STORAGE_VOLUME = 'data';

/** @throws UserError `unit-memory`, `name`, `storage-folder` */
export function resolveStorage(input: Storage): ResolvedStorage {
  return resolveAll<ResolvedStorage>({
    size: () => readMemory(input.size),
    storageClass: () => readReference(input.storageClass),
    folder: () => readFolder(input.folder, 'storage-folder', '/data'),
  });
}

/** Immutable in Kubernetes, so its labels are those that never change. */
export function _volumeClaimTemplate(
  name: string,
  { size, storageClass }: ResolvedStorage,
): NonNullable<StatefulSetSpec['volumeClaimTemplates']>[number] {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: _STORAGE_VOLUME, labels: { [INSTANCE]: name } },
    spec: {
      accessModes: ['ReadWriteOnce'],
      storageClassName: storageClass,
      resources: { requests: { storage: size.toString() } },
    },
  };
}
