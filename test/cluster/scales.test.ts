import { type KubernetesObject, MetricsAdapters, until } from '@plinth/testing';
import { useCluster } from './_cluster';
import { ACTIVE_USERS, exchangeInProd, find, NAMESPACE, SERVICE } from './scales/exchange';
import { handReplicasOver, keepsTwelve, syncAsArgoCd } from './scales/git-sync';
import { type Behavior, beyondPolicy } from './scales/policy';
import { ScaledService } from './scales/scaled-service';
import { differences, isShortened, shorten, shortenedFlags } from './scales/shortened';

/** A minute is two seconds. */
const FACTOR = 30;

const cluster = useCluster({ name: 'scales', flags: shortenedFlags(FACTOR) });
const manifests = exchangeInProd();
const objects = shorten(manifests, FACTOR);
const autoscaler = find(objects, 'HorizontalPodAutoscaler');
const { minReplicas, maxReplicas } = autoscaler.spec as Record<string, number>;
const behavior = autoscaler.spec.behavior as Behavior & {
  readonly scaleDown: { readonly stabilizationWindowSeconds: number };
};

let metrics: MetricsAdapters;
let service: ScaledService;

beforeAll(async () => {
  metrics = await MetricsAdapters.start(cluster());
  // What other environments measure, in the same place: nobody here may follow it.
  metrics.external.set(ACTIVE_USERS, 1_000_000, 'resource.labels.project_id=acme-staging');
  service = await ScaledService.follow(cluster(), metrics);
  service.users(0);
  await syncAsArgoCd(cluster().api, objects);
  await service.reaches(minReplicas ?? 0);
});

test('the autoscaler is the one of prod, with shorter windows and nothing else', async () => {
  const { metadata, spec } = find(manifests, 'HorizontalPodAutoscaler');
  const live = await cluster().api.get(autoscaler);
  expect(
    differences(
      { metadata: { labels: metadata.labels }, spec },
      { metadata: { labels: live.metadata.labels }, spec: live.spec },
    ).filter((path) => !isShortened(path)),
  ).toEqual([
    // What the manifest leaves to the API server.
    'spec.behavior.scaleDown.selectPolicy',
  ]);
});

test.each([
  [100, 3],
  [1_000, 3],
])('%i users: %i replicas', async (users, replicas) => {
  service.users(users);
  await service.decides();
  expect(service.current).toBe(replicas);
});

test('a sync from Git while the autoscaler holds 12 replicas keeps 12', async () => {
  await keepsTwelve(service, () => syncAsArgoCd(cluster().api, objects));
});

test.each([
  [10_000, 20],
  [100_000, 60],
])('%i users: %i replicas', async (users, replicas) => {
  service.users(users);
  await service.reaches(replicas);
  await service.decides();
  expect(service.current).toBe(replicas);
});

test('at 60 replicas there is room for a rollout', async () => {
  const { api } = cluster();
  await podsAre(60);
  const deployment = find(objects, 'Deployment');
  const next = structuredClone(deployment);
  next.spec.template.metadata.labels['app.kubernetes.io/version'] = '4.12.1';
  await syncAsArgoCd(api, [next]);
  await podsAre(61);
  const events = await api.list('v1', 'Event', { namespace: NAMESPACE });
  expect(events.filter(({ reason }) => reason === 'FailedCreate')).toEqual([]);
  await syncAsArgoCd(api, [deployment]);
});

test('replicas come down after the window, not before, and step by step', async () => {
  service.users(100);
  await service.decides();
  const before = service.steps.length;
  await service.reaches(38);
  const [first, ...others] = service.steps.slice(before);
  const window = (300 / FACTOR) * 1000;
  expect(behavior.scaleDown.stabilizationWindowSeconds * 1000).toBe(window);
  expect((first?.seen ?? 0) - service.lastTold(100_000)).toBeGreaterThanOrEqual(window);
  expect([first, ...others].slice(0, 4).map((step) => step?.to)).toEqual([54, 48, 43, 38]);
});

test('no step went further than the policies permit', () => {
  expect(beyondPolicy(service.steps, behavior)).toEqual([]);
});

test('once there were enough replicas, there were never fewer than the least or more than the most', () => {
  const [, ...later] = service.steps;
  expect(later.filter(({ to }) => to < (minReplicas ?? 0) || to > (maxReplicas ?? 0))).toEqual([]);
  expect(Math.max(...later.map(({ to }) => to))).toBe(60);
});

test("no autoscaler asks for numbers of another environment's project", () => {
  const { requests } = metrics.external;
  const asked = requests.map(({ metric, selector }) => ({ metric, selector: selector.split(',') }));
  expect(asked.length).toBeGreaterThan(0);
  expect(asked.filter(({ selector }) => !selector.includes('resource.labels.project_id=acme-prod'))).toEqual(
    [],
  );
});

describe('a Deployment whose replicas Git has set so far', () => {
  const ledger = find(objects, 'Deployment', 'ledger');
  const withReplicas = (replicas: number): KubernetesObject => ({
    ...ledger,
    spec: { ...ledger.spec, replicas },
  });

  beforeEach(async () => {
    // As busy as its autoscaler wants it to be: that leaves the number alone.
    metrics.resource.use(NAMESPACE, 'ledger', { cpu: cpuTarget('ledger') });
    await syncAsArgoCd(cluster().api, [withReplicas(5)]);
  });

  test('fails when Git stops and nobody else owns them: one is left, until the autoscaler looks', async () => {
    expect(await replicasAfter(ledger)).toBe(1);
  });

  test('keeps them when they were handed over before Git stops', async () => {
    await handReplicasOver(cluster().api, ledger, 5);
    expect(await replicasAfter(ledger)).toBe(5);
  });

  test('keeps what the autoscaler has made of them when Git stops', async () => {
    metrics.resource.use(NAMESPACE, 'ledger', { cpu: 2 * cpuTarget('ledger') });
    const scaled = await until('the autoscaler has scaled it', async () => {
      const { spec } = await cluster().api.get(ledger);
      return spec.replicas > 5 && (spec.replicas as number);
    });
    expect(await replicasAfter(ledger)).toBeGreaterThanOrEqual(scaled);
  });
});

/** At which share of its request an autoscaler wants another pod. */
function cpuTarget(name: string): number {
  const [cpu] = find(objects, 'HorizontalPodAutoscaler', name).spec.metrics;
  return cpu.containerResource.target.averageUtilization / 100;
}

/** What the API server makes of a Deployment that no longer says how many. */
async function replicasAfter(deployment: KubernetesObject): Promise<number> {
  const [stored] = await syncAsArgoCd(cluster().api, [deployment]);
  return stored?.spec.replicas as number;
}

/** Resolves when so many pods of the service are ready. */
async function podsAre(count: number): Promise<void> {
  const labels = `app.kubernetes.io/instance=${SERVICE}`;
  await until(`${count} pods are ready`, async () => {
    const pods = await cluster().api.list('v1', 'Pod', { namespace: NAMESPACE, labels });
    const ready = pods.filter(({ status }) =>
      (status?.conditions ?? []).some(
        ({ type, status: is }: { type: string; status: string }) => type === 'Ready' && is === 'True',
      ),
    );
    return ready.length === count;
  });
}
