import { oneOf, show, UserError } from '@plinth/errors';
import type { V27 } from './kplus';
import { readLabelValue } from './label';
import { resolveAll, resolveEntries } from './resolve';

/** A number outside the cluster that an autoscaler follows. */
export interface ExternalMetric {
  toMetricSpec(): V27['MetricSpec'];
}

/** Which series of a metric are read, and how several become one. */
export interface CloudMonitoringSeries {
  /** Cloud Monitoring's type: `pubsub.googleapis.com/subscription/num_undelivered_messages`. */
  readonly type: string;
  /** The Google Cloud project whose series are read, so that no environment follows another's load. */
  readonly project: string;
  /** The monitored resource: `{ type: 'pubsub_subscription', labels: { subscription_id: 'orders' } }`. @default - any */
  readonly resource?: { readonly type: string; readonly labels?: Readonly<Record<string, string>> };
  /** Labels of the metric itself. @default - any */
  readonly labels?: Readonly<Record<string, string>>;
  /** Labels that Google Cloud or users attached to the monitored resource. @default - any */
  readonly metadata?: {
    readonly system?: Readonly<Record<string, string>>;
    readonly user?: Readonly<Record<string, string>>;
  };
  /** How several series become one number. @default - the autoscaler adds them up */
  readonly reducer?: Reducer;
}

/** @see https://github.com/GoogleCloudPlatform/k8s-stackdriver/tree/master/custom-metrics-stackdriver-adapter */
export type Reducer = (typeof REDUCERS)[number];

/** For a gauge, such as a length of a queue: one of the two. */
export type GaugeTarget =
  | { readonly perReplica: number; readonly total?: never }
  | { readonly total: number; readonly perReplica?: never };

/** For a counter: the adapter serves its rate, averaged over five minutes. One of the two. */
export type CounterTarget =
  | { readonly perReplicaPerSecond: number; readonly totalPerSecond?: never }
  | { readonly totalPerSecond: number; readonly perReplicaPerSecond?: never };

const REDUCERS = [
  'REDUCE_NONE',
  'REDUCE_MEAN',
  'REDUCE_MIN',
  'REDUCE_MAX',
  'REDUCE_SUM',
  'REDUCE_STDDEV',
  'REDUCE_COUNT',
  'REDUCE_COUNT_TRUE',
  'REDUCE_COUNT_FALSE',
  'REDUCE_FRACTION_TRUE',
  'REDUCE_PERCENTILE_99',
  'REDUCE_PERCENTILE_95',
  'REDUCE_PERCENTILE_50',
  'REDUCE_PERCENTILE_05',
] as const;

/**
 * A metric of Google Cloud Monitoring, as its adapter for Kubernetes names and selects it.
 *
 * @example
 * CloudMonitoringMetric.gauge(
 *   { type: 'custom.googleapis.com/exchange/active_users', project: 'acme-prod' },
 *   { perReplica: 500 },
 * );
 */
export class CloudMonitoringMetric implements ExternalMetric {
  private constructor(
    /** The type with `|` for `/`. */
    readonly name: string,
    readonly selector: Readonly<Record<string, string>>,
    readonly target: { readonly type: 'AverageValue' | 'Value'; readonly amount: string },
  ) {}

  /**
   * A metric of kind GAUGE: its latest value is compared with the target.
   * @throws UserError `metric-…`
   */
  static gauge(series: CloudMonitoringSeries, target: GaugeTarget): CloudMonitoringMetric {
    return CloudMonitoringMetric.#of(series, { perReplica: target.perReplica, total: target.total });
  }

  /**
   * A metric of kind CUMULATIVE or DELTA: its rate per second is compared with the target.
   * @throws UserError `metric-…`
   */
  static counter(series: CloudMonitoringSeries, target: CounterTarget): CloudMonitoringMetric {
    return CloudMonitoringMetric.#of(series, {
      perReplicaPerSecond: target.perReplicaPerSecond,
      totalPerSecond: target.totalPerSecond,
    });
  }

  static #of(series: CloudMonitoringSeries, target: Targets): CloudMonitoringMetric {
    const metric = resolveAll({
      type: () => readType(series.type),
      project: () => readProject(series.project),
      resource: () => readResource(series.resource),
      labels: () => readLabels('metric.labels', series.labels),
      system: () => readLabels('metadata.system_labels', series.metadata?.system),
      user: () => readLabels('metadata.user_labels', series.metadata?.user),
      reducer: () => readReducer(series.reducer),
      target: () => readTarget(target),
    });
    return new CloudMonitoringMetric(
      metric.type.replaceAll('/', '|'),
      {
        'resource.labels.project_id': metric.project,
        ...metric.resource,
        ...metric.labels,
        ...metric.system,
        ...metric.user,
        ...metric.reducer,
      },
      metric.target,
    );
  }

  toMetricSpec(): V27['MetricSpec'] {
    const { type, amount } = this.target;
    return {
      type: 'External',
      external: {
        metric: { name: this.name, selector: { matchLabels: this.selector } },
        target: type === 'AverageValue' ? { type, averageValue: amount } : { type, value: amount },
      },
    };
  }
}

type Labels = Readonly<Record<string, string>>;
type Targets = Readonly<Record<string, number | undefined>>;

function readType(value: unknown): string {
  if (typeof value === 'string' && /^[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:\/[A-Za-z0-9_.:-]+)+$/.test(value))
    return value;
  const fix = 'write for example "custom.googleapis.com/exchange/active_users"';
  throw metricError('metric-type', value, "Cloud Monitoring's type: a domain and a path", fix);
}

function readProject(value: unknown): string {
  if (typeof value === 'string' && /^[a-z][a-z0-9-]{4,28}[a-z0-9]$/.test(value)) return value;
  throw metricError(
    'metric-project',
    value,
    'a project id: 6 to 30 of a-z, 0-9 and "-"',
    'write for example "acme-prod"',
  );
}

function readResource(resource: CloudMonitoringSeries['resource']): Labels {
  if (resource === undefined) return {};
  const { type, labels } = resolveAll({
    type: () => readLabelValue(resource.type),
    labels: () => readLabels('resource.labels', resource.labels),
  });
  return { 'resource.type': type, ...labels };
}

function readLabels(prefix: string, labels: Labels = {}): Labels {
  return Object.fromEntries(
    resolveEntries(labels, (key, value) => {
      if (!/^[a-z][a-z0-9_]{0,40}$/.test(key) || key === 'project_id') {
        throw metricError(
          'metric-label',
          key,
          'a-z, 0-9 and "_", and not project_id',
          'write the label as Metrics Explorer shows it',
        );
      }
      return [`${prefix}.${key}`, readLabelValue(value)];
    }),
  );
}

function readReducer(value: Reducer | undefined): Labels {
  if (value === undefined) return {};
  if (REDUCERS.includes(value)) return { reducer: value };
  throw metricError('metric-reducer', value, oneOf(REDUCERS), 'write for example "REDUCE_SUM"');
}

function readTarget(targets: Targets): CloudMonitoringMetric['target'] {
  const given = Object.entries(targets).filter(([, value]) => value !== undefined);
  const [[name, value] = ['', undefined]] = given;
  if (
    given.length === 1 &&
    typeof value === 'number' &&
    Number.isFinite(value) &&
    value >= 0.001 &&
    value <= 1e15
  ) {
    return { type: name.startsWith('perReplica') ? 'AverageValue' : 'Value', amount: toQuantity(value) };
  }
  throw metricError(
    'metric-target',
    Object.fromEntries(given),
    `one of ${oneOf(Object.keys(targets))}, from 0.001`,
    'write what one replica carries',
  );
}

/** A number as Kubernetes prints a quantity: `500`, `1500m`. */
function toQuantity(value: number): string {
  return Number.isInteger(value) ? String(value) : `${Math.round(value * 1000)}m`;
}

function metricError(code: string, found: unknown, allowed: string, fix: string): UserError {
  return new UserError({ code, where: 'metric', found: show(found), allowed, fix });
}
