import { Manifest } from '@plinth/manifest';
import type { Construct } from 'constructs';
import type { HorizontalPodAutoscaler } from './kinds';
import type { Identity } from './owner';
import { PROGRAM } from './pod-template';
import type { ResolvedAutoscaling, ResolvedScaling } from './scaling';

/**
 * Adds pods quickly and takes them away slowly. Processor time is always among the metrics: with an
 * external metric alone, a metrics adapter that fails would freeze the service at its size.
 * @see https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/
 */
export function _autoscaler(
  scope: Construct,
  id: string,
  identity: Identity,
  scaling: ResolvedScaling,
): Manifest<HorizontalPodAutoscaler> | undefined {
  if (scaling.kind === 'fixed') return undefined;
  return new Manifest<HorizontalPodAutoscaler>(scope, id, {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: identity.name, labels: identity.labels, annotations: identity.annotations },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: identity.name },
      minReplicas: scaling.min,
      maxReplicas: scaling.max,
      metrics: [
        {
          // The program's, whatever runs beside it: a sidecar that is idle must not make it look idle.
          type: 'ContainerResource',
          containerResource: {
            name: 'cpu',
            container: PROGRAM,
            target: { type: 'Utilization', averageUtilization: scaling.cpu.value },
          },
        },
        ...scaling.external.map((metric) => metric.toMetricSpec()),
      ],
      behavior: behavior(scaling),
    },
  });
}

function behavior({
  scaleDownWindow,
}: ResolvedAutoscaling): HorizontalPodAutoscaler['spec']['behavior'] & object {
  return {
    scaleUp: {
      stabilizationWindowSeconds: 0,
      selectPolicy: 'Max',
      policies: [
        { type: 'Percent', value: 100, periodSeconds: 60 },
        { type: 'Pods', value: 4, periodSeconds: 60 },
      ],
    },
    scaleDown: {
      stabilizationWindowSeconds: scaleDownWindow.seconds,
      policies: [{ type: 'Percent', value: 10, periodSeconds: 60 }],
    },
  };
}
