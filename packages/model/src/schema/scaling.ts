import { z } from 'zod';
import { choice, leaf, text, whole } from './_leaf';
import { durationBetween, percent } from './quantity';

const SELECTOR_KEY =
  /^(?:resource\.type|(?:metric|resource)\.labels\.[a-z_]+|metadata\.(?:system|user)_labels\.[a-z_]+)$/;

const selectorKey = text(
  SELECTOR_KEY,
  '"resource.type", "resource.labels.x", "metric.labels.x", "metadata.system_labels.x" or "metadata.user_labels.x"',
  'use one of these prefixes',
);

const target = leaf<number>({
  allowed: 'a number above 0',
  fix: 'write the value that one replica should carry',
  json: 'number',
  parse: (value) =>
    typeof value === 'number' && Number.isFinite(value) && value > 0 && value < 1e15 ? value : undefined,
});

/** How a series set becomes one number. */
export const REDUCERS = [
  'mean',
  'min',
  'max',
  'sum',
  'percentile99',
  'percentile95',
  'percentile50',
  'percentile05',
] as const;

/**
 * A metric of Google Cloud Monitoring that drives the number of replicas. A gauge is compared as it is; of a
 * counter (DELTA or CUMULATIVE) the adapter exposes the rate **per second** over five minutes, so its
 * target is per second too.
 * @see https://cloud.google.com/kubernetes-engine/docs/tutorials/autoscaling-metrics
 */
export const cloudMonitoringMetric = z
  .strictObject({
    source: z.literal('cloud-monitoring'),
    type: text(
      /^[a-z0-9.-]+\.googleapis\.com(?:\/[A-Za-z0-9_.-]+)+$/,
      'a metric type such as "custom.googleapis.com/exchange/active_users"',
      'copy the type from Metrics explorer',
    ),
    /** `counter` says that the target is per second. @default "gauge" */
    kind: choice(['gauge', 'counter']).optional(),
    /** The average that each replica should carry. */
    perReplica: target.optional(),
    /** The value that all replicas together should keep. */
    total: target.optional(),
    /** Narrows the series; the project is always the environment's own. */
    selector: z
      .record(selectorKey, text(/^.{1,256}$/u, 'a text of 1 to 256 characters', 'write the label value'))
      .optional(),
    reducer: choice(REDUCERS).optional(),
  })
  .refine((metric) => (metric.perReplica === undefined) !== (metric.total === undefined), {
    message: 'either `perReplica` or `total`',
    params: { allowed: 'exactly one of `perReplica` and `total`', fix: 'keep the one that you mean' },
  });

/**
 * How many replicas run.
 * @see https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/
 */
export const scaling = z.strictObject({
  /** @default the environment's `replicaFloor` */
  min: whole(1, 1000, 'replicas').optional(),
  /** Absent: a fixed number of replicas, no autoscaler. */
  max: whole(2, 1000, 'replicas').optional(),
  /** Share of the requested processor time that each replica should use on average. @default 70 */
  cpu: percent.optional(),
  external: z.array(cloudMonitoringMetric).optional(),
  /** How long load must stay low before replicas are removed. @default "5m" */
  scaleDownAfter: durationBetween('5m', '1h').optional(),
});
