import { type AggregatedGroup, type Answer, failure, type Question } from './metrics-aggregated-api';

export const EXTERNAL_METRICS: AggregatedGroup = {
  group: 'external.metrics.k8s.io',
  version: 'v1beta1',
  // Names of metrics are not known before they are asked for: the adapter of the cloud lists this one entry too.
  resources: [{ name: 'externalmetrics', kind: 'ExternalMetricValueList', namespaced: true, verbs: ['get'] }],
};

/** One time series. */
export interface ExternalValue {
  /** A quantity as the API writes it: `500`, `1e18`, `-3`; also what is none: `NaN`. */
  readonly value: number | string;
  /** When it was measured. @default now */
  readonly timestamp?: Date;
  /** The labels of the series. @default none */
  readonly labels?: Readonly<Record<string, string>>;
}

/** What somebody asked for, and was told. */
export interface ExternalRequest {
  /** In milliseconds, as `Date.now()` gives them. */
  readonly at: number;
  readonly namespace: string;
  /** `custom.googleapis.com|exchange|active_users` */
  readonly metric: string;
  /** `resource.labels.project_id=acme-prod` */
  readonly selector: string;
  /** The values of the answer; undefined when it was a failure. */
  readonly values: readonly string[] | undefined;
}

export interface ExternalMetricsOptions {
  /** What every metric says of which nothing was scripted. `missing`: that there is none. @default 1: there, and idle */
  readonly unscripted?: ExternalValue | 'missing';
}

/** What Cloud Monitoring's adapter would answer, as a test scripts it. */
export class ExternalMetrics {
  private readonly scripted = new Map<string, readonly ExternalValue[]>();
  private readonly asked: ExternalRequest[] = [];
  private failing: Answer | undefined;
  private readonly unscripted: ExternalValue | undefined;

  constructor({ unscripted = { value: 1 } }: ExternalMetricsOptions = {}) {
    this.unscripted = unscripted === 'missing' ? undefined : unscripted;
  }

  /** Everything that was asked for, in order. */
  get requests(): readonly ExternalRequest[] {
    return this.asked;
  }

  /** What a metric says from now on: for every selector, or for this one alone. */
  set(metric: string, value: number | string | ExternalValue, selector?: string): void {
    this.setSeries(metric, [typeof value === 'object' ? value : { value }], selector);
  }

  /** Several series, or none: then the answer is a list without items. */
  setSeries(metric: string, series: readonly ExternalValue[], selector?: string): void {
    this.scripted.set(key(metric, selector), series);
  }

  /** Nothing of this metric is scripted any more. */
  unset(metric: string, selector?: string): void {
    this.scripted.delete(key(metric, selector));
  }

  /** Answers every question with this status, until told otherwise. */
  fail(status = 503): void {
    this.failing = failure(status, 'ServiceUnavailable', 'scripted: metrics are unavailable');
  }

  recover(): void {
    this.failing = undefined;
  }

  /** @internal */
  answer({ path, query }: Question): Answer {
    const [, namespace, metric] = /^namespaces\/([^/]+)\/(.+)$/.exec(path) ?? [];
    if (namespace === undefined || metric === undefined)
      return failure(404, 'NotFound', `no metric at ${path}`);
    const selector = query.get('labelSelector') ?? '';
    const series = this.failing === undefined ? this.seriesOf(metric, selector) : undefined;
    const values = series?.map(({ value }) => `${value}`);
    this.asked.push({ at: Date.now(), namespace, metric, selector, values });
    if (series === undefined) return this.failing ?? failure(404, 'NotFound', `no series of ${metric}`);
    const { group, version } = EXTERNAL_METRICS;
    return {
      body: {
        kind: 'ExternalMetricValueList',
        apiVersion: `${group}/${version}`,
        metadata: {},
        items: series.map((value) => toItem(metric, value)),
      },
    };
  }

  private seriesOf(metric: string, selector: string): readonly ExternalValue[] | undefined {
    const scripted = this.scripted.get(key(metric, selector)) ?? this.scripted.get(key(metric));
    if (scripted !== undefined) return scripted;
    return this.unscripted === undefined ? undefined : [this.unscripted];
  }
}

function key(metric: string, selector = '*'): string {
  return JSON.stringify([metric, selector]);
}

function toItem(metricName: string, { value, timestamp = new Date(), labels = {} }: ExternalValue): object {
  return { metricName, metricLabels: labels, timestamp: timestamp.toISOString(), value: `${value}` };
}
