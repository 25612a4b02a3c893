import { MetricsAdapters } from '@plinth/testing';
import { useCluster } from './_cluster';
import { exchangeInProd, find } from './scales/exchange';
import { syncAsArgoCd } from './scales/git-sync';
import { type Behavior, beyondPolicy } from './scales/policy';
import { ScaledService } from './scales/scaled-service';

// Nothing is shortened: the manifest's own window, and the autoscaler's own clock. It waits, so that others can work meanwhile.
const cluster = useCluster({ name: 'scales-real-time', nodesPerZone: 1 });
const objects = exchangeInProd();
const { minReplicas, behavior } = find(objects, 'HorizontalPodAutoscaler').spec as {
  readonly minReplicas: number;
  readonly behavior: Behavior & { readonly scaleDown: { readonly stabilizationWindowSeconds: number } };
};
const patience = { seconds: 420, every: 1_000 };

test('in real time, replicas stay for five minutes after the users have gone, then one in ten goes', async () => {
  const metrics = await MetricsAdapters.start(cluster());
  const service = await ScaledService.follow(cluster(), metrics);
  service.users(5_000);
  await syncAsArgoCd(cluster().api, objects);
  await service.reaches(10, patience);

  const before = service.steps.length;
  service.users(0);
  await service.reaches(9, patience);

  const [first] = service.steps.slice(before);
  expect(behavior.scaleDown.stabilizationWindowSeconds).toBe(300);
  expect((first?.seen ?? 0) - service.lastTold(5_000)).toBeGreaterThanOrEqual(300_000);
  expect(first).toMatchObject({ from: 10, to: 9 });
  expect(beyondPolicy(service.steps, behavior)).toEqual([]);
  expect(service.steps.slice(1).filter(({ to }) => to < minReplicas)).toEqual([]);
});
