import type { V27 } from './kplus';
import { INSTANCE } from './owner';

/** Where the pods of a long-running workload may and should run. */
export interface Scheduling {
  readonly affinity: V27['Affinity'];
  readonly topologySpreadConstraints: readonly V27['TopologySpreadConstraint'][];
}

/**
 * Pods keep apart: zones strictly, nodes if possible. Nodes that are tainted, as in a zone that fails, do
 * not count as places, or the pods of a lost zone would stay pending.
 *
 * `perRevision` names the label that tells the pods of one rollout from those of the last, so that a
 * rollout does not count its predecessor.
 * @see https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/
 */
export function _spread(name: string, perRevision?: 'pod-template-hash'): Scheduling {
  return {
    affinity: {
      nodeAffinity: _linux(),
      podAntiAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: [
          {
            weight: 100,
            podAffinityTerm: { topologyKey: 'kubernetes.io/hostname', labelSelector: _podsOf(name) },
          },
        ],
      },
    },
    topologySpreadConstraints: [
      spread(name, 'topology.kubernetes.io/zone', 'DoNotSchedule', perRevision),
      spread(name, 'kubernetes.io/hostname', 'ScheduleAnyway', perRevision),
    ],
  };
}

/** Nodes that run Linux, as all our images do. */
export function _linux(): NonNullable<V27['Affinity']['nodeAffinity']> {
  return {
    requiredDuringSchedulingIgnoredDuringExecution: {
      nodeSelectorTerms: [
        { matchExpressions: [{ key: 'kubernetes.io/os', operator: 'In', values: ['linux'] }] },
      ],
    },
  };
}

/**
 * The pods of a workload, by the one label that never changes. A new object each time: printers would
 * turn a shared one into a YAML anchor.
 */
export function _podsOf(name: string): V27['LabelSelector'] {
  return { matchLabels: { [INSTANCE]: name } };
}

function spread(
  name: string,
  topologyKey: string,
  whenUnsatisfiable: 'DoNotSchedule' | 'ScheduleAnyway',
  perRevision: string | undefined,
): V27['TopologySpreadConstraint'] {
  return {
    maxSkew: 1,
    topologyKey,
    whenUnsatisfiable,
    nodeTaintsPolicy: 'Honor',
    ...(perRevision !== undefined && { matchLabelKeys: [perRevision] }),
    labelSelector: _podsOf(name),
  };
}
