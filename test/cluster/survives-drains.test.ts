import { allRules, RuleRun } from '@plinth/rules';
import { applyAll, type KubernetesObject, refTo, until } from '@plinth/testing';
import { useCluster } from './_cluster';
import { forCompany, useCompany } from './survives/company';
import { evictingTheOthers } from './survives/evictions';
import { FAULTS } from './survives/faults';
import { evictions, forcedDeletions } from './survives/forced-deletions';
import { cordon, drain, uncordon } from './survives/kubectl';
import { NEXT_DIGEST, newVersion, workloadsIn } from './survives/new-version';
import { serves } from './survives/pod';
import { isQuiet } from './survives/quiet';
import { serviceCalled } from './survives/service';
import { suffer } from './survives/suffer';
import { variant } from './survives/variant';

const company = useCompany(useCluster(forCompany({ name: 'drains' })), { environment: 'prod', variants });

/** A service whose pods all may leave at once, and one of which two may. */
function variants(manifests: readonly KubernetesObject[]): KubernetesObject[] {
  return [
    ...variant(manifests, 'exchange-manager', 'without-budget', (own) => {
      delete own.PodDisruptionBudget;
    }),
    ...variant(manifests, 'exchange-manager', 'budget-of-two', (own) => {
      own.PodDisruptionBudget.spec.maxUnavailable = 2;
    }),
  ];
}

/** The pods of a service, or variant, that serve now. */
function servingPods(name: string): KubernetesObject[] {
  const { observer, services, variants: others } = company();
  return observer.podsOf(serviceCalled([...services, ...others], name)).filter(serves);
}

function nodesOf(...names: readonly string[]): string[] {
  return [...new Set(names.flatMap(servingPods).map(({ spec }) => String(spec.nodeName)))];
}

test('every node is drained, one after another, and no service loses more than one pod', async () => {
  const { cluster } = company();
  const { fallen } = await suffer(company(), 'serialDrain', async () => {
    for (const node of cluster.nodes.in()) {
      expect(await drain(cluster, node)).toMatchObject({ ok: true });
      // Everybody is back before the next one goes, and each budget has room again.
      await isQuiet(company());
      await uncordon(cluster, node);
    }
  });
  expect(fallen).toEqual([]);
  expect(evictions(cluster)).toBeGreaterThan(company().services.length);
  expect(forcedDeletions(cluster)).toEqual([]);
});

test('a drain waits when there is no room for the pods that it evicts; without the budget of one it would not', async () => {
  const { cluster } = company();
  const nodes = nodesOf('without-budget', 'budget-of-two');
  const { fallen, fallenVariants, of } = await suffer(company(), 'drainWithoutRoom', async () => {
    await cordon(cluster, ...cluster.nodes.in());
    const drains = nodes.map((node) => drain(cluster, node));
    await until('variants have lost what may go', async () => {
      return servingPods('without-budget').length === 0 && servingPods('budget-of-two').length === 1;
    });
    await uncordon(cluster, ...cluster.nodes.in().filter((node) => !nodes.includes(node)));
    expect(await Promise.all(drains)).toEqual(drains.map(() => expect.objectContaining({ ok: true })));
    await isQuiet(company());
    await uncordon(cluster, ...nodes);
  });
  expect(fallen).toEqual([]);
  expect(fallenVariants).toEqual(['without-budget', 'budget-of-two']);
  expect([of('without-budget').lowest, of('budget-of-two').lowest]).toEqual([0, 1]);
});

test('a zone is drained, node by node, while every service rolls out a new version', async () => {
  const { cluster, manifests } = company();
  const [zone] = cluster.nodes.zones;
  const { fallen } = await suffer(company(), 'zoneDrain', async () => {
    await applyAll(
      cluster.api,
      workloadsIn(manifests).map((workload) => newVersion(workload, FAULTS.zoneDrain)),
    );
    for (const node of cluster.nodes.in(zone)) {
      expect(await drain(cluster, node)).toMatchObject({ ok: true });
    }
    // The disks of the zone wait for it.
    await uncordon(cluster, ...cluster.nodes.in(zone));
    await isQuiet(company());
  });
  expect(fallen).toEqual([]);
  expect(forcedDeletions(cluster)).toEqual([]);
});

test('a budget lets one more go than it has counted while a rollout goes on, and no more', async () => {
  const { cluster, manifests } = company();
  const digest = NEXT_DIGEST.replaceAll('1', '2');
  const { fallen } = await suffer(company(), 'evictedRollout', () =>
    evictingTheOthers(company(), async () => {
      await applyAll(
        cluster.api,
        workloadsIn(manifests).map((workload) => newVersion(workload, { ...FAULTS.evictedRollout, digest })),
      );
      await isQuiet(company());
    }),
  );
  expect(fallen).toEqual([]);
});

describe('a budget that lets nobody go', () => {
  const budget: KubernetesObject = {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name: 'without-budget', namespace: 'exchange' },
    spec: {
      minAvailable: 3,
      selector: { matchLabels: { 'app.kubernetes.io/instance': 'without-budget' } },
    },
  };

  test('stops a drain for ever', async () => {
    const { cluster } = company();
    const [node = ''] = nodesOf('without-budget');
    await cluster.api.apply(budget);
    await until('the budget is counted', async () => {
      const { status } = await cluster.api.get(budget);
      return status?.expectedPods === 3 && status.currentHealthy === 3;
    });
    const stopped = await drain(cluster, node, { timeout: '7s' });
    expect(stopped.ok).toBe(false);
    expect(stopped.text).toContain("Cannot evict pod as it would violate the pod's disruption budget");
    expect(servingPods('without-budget')).toHaveLength(3);
    await cluster.api.delete(refTo('policy/v1', 'PodDisruptionBudget', 'without-budget', 'exchange'));
    expect(await drain(cluster, node)).toMatchObject({ ok: true });
    await uncordon(cluster, node);
  });

  test('is refused before it is written', () => {
    const run = new RuleRun(allRules);
    run.add({ object: budget as never, file: 'exchange/without-budget.yaml' });
    expect(run.finish()).toContainEqual(
      expect.objectContaining({ rule: 'disruption-budget', path: 'spec.minAvailable' }),
    );
  });
});
