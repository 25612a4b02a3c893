import { CertificateAuthority, MetricsAdapters, refTo, until } from '@plinth/testing';
import { useCluster } from './_cluster';
import { ACTIVE_USERS, exchangeInProd, find, NAMESPACE, SERVICE } from './scales/exchange';
import { syncAsArgoCd } from './scales/git-sync';
import { type Behavior, beyondPolicy } from './scales/policy';
import { type Condition, ScaledService } from './scales/scaled-service';
import { shorten, shortenedFlags } from './scales/shortened';

/** A minute is a second. */
const FACTOR = 60;

const cluster = useCluster({ name: 'scales-faults', flags: shortenedFlags(FACTOR) });
const objects = shorten(exchangeInProd(), FACTOR);
const { minReplicas, maxReplicas, behavior } = find(objects, 'HorizontalPodAutoscaler').spec as {
  readonly minReplicas: number;
  readonly maxReplicas: number;
  readonly behavior: Behavior & { readonly scaleDown: { readonly stabilizationWindowSeconds: number } };
};
const window = behavior.scaleDown.stabilizationWindowSeconds * 1000;

/** For so many looks of the autoscaler nothing may happen: its window has passed by then, and a period. */
const LONG = 4 * (5 + 1);

/** The API through which the autoscaler hears of users. */
const EXTERNAL = 'external.metrics.k8s.io/v1beta1';

let metrics: MetricsAdapters;
let service: ScaledService;

beforeAll(async () => {
  metrics = await MetricsAdapters.start(cluster());
  service = await ScaledService.follow(cluster(), metrics);
  service.users(4_000);
  await syncAsArgoCd(cluster().api, objects);
});

describe('with 4,000 users and 8 replicas', () => {
  beforeEach(async () => {
    service.users(4_000);
    await service.reaches(8);
    await service.says('ScalingActive', 'ValidMetricFound');
  });

  afterEach(() => {
    metrics.external.recover();
    metrics.resource.recover();
    metrics.resource.idle();
  });

  test.each<[string, () => void]>([
    ['knows no such metric', () => metrics.external.fail(404)],
    ['has no series of it', () => metrics.external.setSeries(ACTIVE_USERS, [])],
    ['answers what is no number', () => service.users('NaN')],
  ])('while the adapter %s, nothing changes, and the reason is told', async (_, fall) => {
    expect(
      await replicasDuring(async () => {
        fall();
        await service.says('ScalingActive', 'FailedGetExternalMetric');
        await service.decides(LONG);
      }),
    ).toEqual([]);
  });

  test('while nothing at all is measured, nothing changes', async () => {
    metrics.external.fail();
    metrics.resource.fail();
    expect(
      await replicasDuring(async () => {
        await service.says('ScalingActive', 'FailedGetContainerResourceMetric');
        await service.decides(LONG);
      }),
    ).toEqual([]);
  });

  test('an adapter that says 0 costs a tenth at a time, after the window, and never more than down to the least', async () => {
    const seen = await replicasDuring(async () => {
      service.users(0);
      await service.reaches(minReplicas);
      await service.decides(8);
    });
    expect(seen.at(-1)).toBe(minReplicas);
    const first = service.steps.find(({ asked }) => asked > service.lastTold(4_000));
    expect((first?.seen ?? 0) - service.lastTold(4_000)).toBeGreaterThanOrEqual(window);
  });

  test('what was measured an hour ago counts as if it were now: to tell is the task of the adapter', async () => {
    const timestamp = new Date(Date.now() - 3_600_000);
    metrics.external.set(ACTIVE_USERS, { value: 6_000, timestamp });
    await service.reaches(12);
  });
});

describe('while the adapter is gone', () => {
  const leaving = refTo('v1', 'Namespace', 'leaving');

  beforeAll(async () => {
    await cluster().api.apply(leaving);
    service.users(4_000);
    await service.reaches(8);
    await service.decides();
    await metrics.stop('external');
  });

  test('no replica is taken away, and the reason is told', async () => {
    const seen = await replicasDuring(async () => {
      await service.says('ScalingActive', 'FailedGetExternalMetric');
      await service.decides(LONG);
    });
    expect(seen).toEqual([]);
    expect(await service.condition('AbleToScale')).toMatchObject({ status: 'True' });
  });

  test('what the API server serves itself is found and read as ever', async () => {
    const { api } = cluster();
    const { groups } = (await api.request('GET', '/apis')) as { readonly groups: readonly Named[] };
    expect(groups.map(({ name }) => name)).toEqual(expect.arrayContaining(['apps', 'autoscaling', 'policy']));
    expect(await api.list('apps/v1', 'Deployment', { namespace: NAMESPACE })).not.toEqual([]);
  });

  test('busy replicas get company, and keep it', async () => {
    metrics.resource.use(NAMESPACE, SERVICE, { cpu: 1.4 });
    await service.reaches(16);
    metrics.resource.idle();
    await service.decides();
    expect(await replicasDuring(() => service.decides(LONG))).toEqual([]);
  });

  test('a namespace that is deleted has to wait until it is back', async () => {
    const { api } = cluster();
    await api.delete(leaving);
    await until('the namespace says why it stays', async () =>
      ((await api.get(leaving)).status.conditions as readonly Condition[] | undefined)?.some(
        ({ type, status }) => type === 'NamespaceDeletionDiscoveryFailure' && status === 'True',
      ),
    );
    await metrics.restart('external');
    await until('the namespace is gone', async () => (await api.tryGet(leaving)) === undefined);
  });
});

describe('numbers that cannot be', () => {
  test('a negative one is taken for one that is too large: it leads to the most', async () => {
    service.users(4_000);
    await service.reaches(8);
    service.users(-500);
    await service.reaches(maxReplicas);
    await service.decides();
    expect(service.current).toBe(maxReplicas);
  });

  test('one beyond what a quantity holds is taken for none: a tenth goes at a time', async () => {
    const seen = await replicasDuring(async () => {
      service.users('1e18');
      await service.reaches(48);
    });
    expect(seen.slice(0, 2)).toEqual([54, 48]);
  });

  test('a huge one leads to the most and no further', async () => {
    expect(service.current).toBeLessThan(maxReplicas);
    service.users(1_000_000_000);
    await service.reaches(maxReplicas);
    await service.decides();
    expect(service.current).toBe(maxReplicas);
  });
});

test('an adapter is heard only with a certificate of the authority that it is registered with', async () => {
  const { api } = cluster();
  const question = () => api.request('GET', `/apis/${EXTERNAL}/namespaces/${NAMESPACE}/${ACTIVE_USERS}`);
  expect(await question()).toMatchObject({ kind: 'ExternalMetricValueList' });
  const { certificate } = await CertificateAuthority.create('somebody-else');
  const [version, group] = [...EXTERNAL.split('/')].reverse();
  await api.patch(refTo('apiregistration.k8s.io/v1', 'APIService', `${version}.${group}`), {
    spec: { caBundle: Buffer.from(certificate).toString('base64') },
  });
  await until('the adapter is refused', () =>
    question().then(
      () => false,
      (error: unknown) => String(error).includes('certificate signed by unknown authority'),
    ),
  );
});

test('through all of it there were never fewer replicas than the least, or more than the most', () => {
  const [, ...later] = service.steps;
  expect(later.filter(({ to }) => to < minReplicas || to > maxReplicas)).toEqual([]);
  expect(Math.max(...later.map(({ to }) => to))).toBe(maxReplicas);
});

test('through all of it no step went further than the policies permit', () => {
  expect(beyondPolicy(service.steps, behavior)).toEqual([]);
});

/** The numbers of replicas since `act` began. */
async function replicasDuring(act: () => Promise<unknown>): Promise<number[]> {
  const before = service.steps.length;
  await act();
  return service.steps.slice(before).map(({ to }) => to);
}

interface Named {
  readonly name: string;
}
