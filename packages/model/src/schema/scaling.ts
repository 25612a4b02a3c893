import { z } from 'zod';
import { choice, leaf, text, whole } from './_leaf';
import { durationBetween, percent } from './quantity';

const label = text(
  /^[A-Za-z_][A-Za-z0-9_]{0,99}$/,
  'the name of a label, such as "subscription_id"',
  "leave out the prefix: `labels` are the metric's, `resource.labels` the resource's",
);
const labelValue = text(
  /^[^\p{Cc}]{1,256}$/u,
  'a text of 1 to 256 characters',
  'write the value of the label',
);
const labels = z.record(label, labelValue);

const target = leaf<number>({
  allowed: 'a number above 0',
  fix: 'write the value that one replica should carry',
  json: 'number',
  parse: (value) =>
    typeof value === 'number' && Number.isFinite(value) && value > 0 && value < 1e15 ? value : undefined,
});

/** How several series become one number. @see https://cloud.google.com/monitoring/api/ref_v3/rest/v3/projects.alertPolicies#reducer */
export const REDUCERS = [
  'REDUCE_MEAN',
  'REDUCE_MIN',
  'REDUCE_MAX',
  'REDUCE_SUM',
  'REDUCE_PERCENTILE_99',
  'REDUCE_PERCENTILE_95',
  'REDUCE_PERCENTILE_50',
  'REDUCE_PERCENTILE_05',
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
    /** The monitored resource whose series count. The project is always the environment's own. @default any */
    resource: z
      .strictObject({
        type: text(
          /^[a-z0-9_]{1,100}$/,
          'the type of a monitored resource, such as "pubsub_subscription"',
          'copy it from Metrics explorer',
        ),
        labels: labels.optional(),
      })
      .optional(),
    /** Labels of the metric itself. @default any */
    labels: labels.optional(),
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
