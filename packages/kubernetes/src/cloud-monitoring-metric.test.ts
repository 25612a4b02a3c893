import {
  CloudMonitoringMetric,
  type CloudMonitoringSeries,
  type GaugeTarget,
} from './cloud-monitoring-metric';
import { expectProblem } from './problem.fixture';

const SERIES = { type: 'pubsub.googleapis.com/subscription/num_undelivered_messages', project: 'acme-test' };

test("a metric is named and selected in the adapter's words", () => {
  const metric = CloudMonitoringMetric.gauge(
    {
      ...SERIES,
      resource: { type: 'pubsub_subscription', labels: { subscription_id: 'orders' } },
      labels: { region: 'europe' },
      metadata: { user: { tier: 'gold' } },
      reducer: 'REDUCE_SUM',
    },
    { total: 1000 },
  );
  expect(metric.toMetricSpec()).toEqual({
    type: 'External',
    external: {
      metric: {
        name: 'pubsub.googleapis.com|subscription|num_undelivered_messages',
        selector: {
          matchLabels: {
            'resource.labels.project_id': 'acme-test',
            'resource.type': 'pubsub_subscription',
            'resource.labels.subscription_id': 'orders',
            'metric.labels.region': 'europe',
            'metadata.user_labels.tier': 'gold',
            reducer: 'REDUCE_SUM',
          },
        },
      },
      target: { type: 'Value', value: '1000' },
    },
  });
});

test('a counter is compared by its rate, per replica or in all', () => {
  const target = (metric: CloudMonitoringMetric) => metric.toMetricSpec().external?.target;
  expect(target(CloudMonitoringMetric.counter(SERIES, { perReplicaPerSecond: 1.5 }))).toEqual({
    type: 'AverageValue',
    averageValue: '1500m',
  });
  expect(target(CloudMonitoringMetric.counter(SERIES, { totalPerSecond: 20 }))).toEqual({
    type: 'Value',
    value: '20',
  });
});

test.each([
  {
    series: { type: '' },
    code: 'metric-type',
    found: '""',
    allowed: "Cloud Monitoring's type",
    fix: 'custom.googleapis.com',
  },
  {
    series: { type: 'a|b' },
    code: 'metric-type',
    found: 'a|b',
    allowed: 'a domain and a path',
    fix: 'for example',
  },
  { series: { project: '' }, code: 'metric-project', found: '""', allowed: 'a project id', fix: 'acme-prod' },
  {
    series: { project: 'Acme' },
    code: 'metric-project',
    found: 'Acme',
    allowed: 'a project id',
    fix: 'acme-prod',
  },
  {
    series: { labels: { 'A.b': 'x' } },
    code: 'metric-label',
    found: 'A.b',
    allowed: 'a-z',
    fix: 'Metrics Explorer',
  },
  {
    series: { labels: { a: '' } },
    code: 'label-value',
    found: '""',
    allowed: 'text of 1 to 63',
    fix: 'for example',
  },
  {
    series: { resource: { type: 'x', labels: { project_id: 'other' } } },
    code: 'metric-label',
    found: 'project_id',
    allowed: 'not project_id',
    fix: 'Metrics Explorer',
  },
  {
    series: { reducer: 'SUM' },
    code: 'metric-reducer',
    found: 'SUM',
    allowed: 'REDUCE_SUM',
    fix: 'REDUCE_SUM',
  },
])('fails when a series is $series', ({ series, ...expected }) => {
  const input = { ...SERIES, ...series } as CloudMonitoringSeries;
  expectProblem(() => CloudMonitoringMetric.gauge(input, { perReplica: 1 }), expected);
});

test.each([
  { target: {}, found: '{}' },
  { target: { perReplica: 0 }, found: '0' },
  { target: { perReplica: -1 }, found: '-1' },
  { target: { perReplica: Number.NaN }, found: 'null' },
  { target: { perReplica: '5' }, found: '"5"' },
  { target: { perReplica: 1, total: 1 }, found: 'total' },
])('fails when a target is $target', ({ target, found }) => {
  const expected = {
    code: 'metric-target',
    found,
    allowed: 'one of perReplica or total',
    fix: 'one replica',
  };
  expectProblem(() => CloudMonitoringMetric.gauge(SERIES, target as unknown as GaugeTarget), expected);
});
