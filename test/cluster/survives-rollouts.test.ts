import {
  applyAll,
  CRASHING_IMAGE_DIGEST,
  type KubernetesObject,
  MISSING_IMAGE_DIGEST,
  until,
} from '@plinth/testing';
import { useCluster } from './_cluster';
import { forCompany, useCompany } from './survives/company';
import { problemsWith } from './survives/declared';
import { FAULTS } from './survives/faults';
import { cordon, drain, uncordon } from './survives/kubectl';
import { NEXT_DIGEST, newVersion, workloadsIn } from './survives/new-version';
import { serves } from './survives/pod';
import { isQuiet } from './survives/quiet';
import { refusalsAreTold, withBoundMemory, withoutQuota } from './survives/room';
import { type Service, serviceCalled, workloadOf } from './survives/service';
import { QUICK_ROLLOUT } from './survives/shortened';
import { suffer } from './survives/suffer';
import { variant } from './survives/variant';

const company = useCompany(useCluster(forCompany({ name: 'rollouts' })), { environment: 'prod', variants });

/** Services that roll out less carefully, and a node with a disk whose pods need not start in order. */
function variants(manifests: readonly KubernetesObject[]): KubernetesObject[] {
  return [
    ...variant(manifests, 'exchange-manager', 'replaced-in-place', ({ Deployment }) => {
      Deployment.spec.strategy.rollingUpdate = { maxSurge: 0, maxUnavailable: 1 };
    }),
    ...variant(manifests, 'exchange-manager', 'never-side-by-side', ({ Deployment }) => {
      const { podAntiAffinity } = Deployment.spec.template.spec.affinity;
      const [{ podAffinityTerm }] = podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution;
      podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution = [podAffinityTerm];
    }),
    ...variant(manifests, 'klever-node', 'started-in-parallel', ({ StatefulSet }) => {
      StatefulSet.spec.podManagementPolicy = 'Parallel';
      // Its quota is made for one of them.
      const amounts = { cpu: '100m', memory: '64Mi' };
      StatefulSet.spec.template.spec.containers[0].resources = { requests: amounts, limits: amounts };
    }),
  ];
}

const all = () => workloadsIn(company().manifests);
const sets = () => all().filter(({ kind }) => kind === 'StatefulSet');
const deployments = () => all().filter(({ kind }) => kind === 'Deployment');
const called = (name: string): Service => serviceCalled([...company().services, ...company().variants], name);

async function apply(objects: readonly KubernetesObject[]): Promise<void> {
  await applyAll(company().cluster.api, objects);
}

/** Neither the image that runs nor the next one. */
const OTHER_DIGEST = NEXT_DIGEST.replaceAll('1', '2');

const squads = () => [...new Set(company().services.map(({ namespace }) => namespace))];

/** A condition of a Deployment: what `kubectl describe` and Argo CD show. */
async function conditionOf(deployment: KubernetesObject, type: string) {
  const { status, metadata } = await company().cluster.api.get(deployment);
  if (status.observedGeneration !== metadata.generation) return undefined;
  const conditions = status.conditions as readonly Readonly<Record<'type' | 'reason' | 'message', string>>[];
  return conditions.find((condition) => condition.type === type);
}

/** Resolves when a condition of each of them has this reason. */
async function allSay(type: string, reason: string, objects: readonly KubernetesObject[]): Promise<void> {
  await until(`every Deployment says ${reason}`, async () => {
    const conditions = await Promise.all(objects.map((object) => conditionOf(object, type)));
    return conditions.every((condition) => condition?.reason === reason);
  });
}

test('a version that cannot start is given up while the one before serves; the old manifest is the way back', async () => {
  const { cluster, observer } = company();
  const broken = deployments().map((deployment, at) =>
    newVersion(deployment, {
      digest: at % 2 === 0 ? MISSING_IMAGE_DIGEST : CRASHING_IMAGE_DIGEST,
      ...FAULTS.badVersion,
    }),
  );
  const brokenSets = sets().map((set) => newVersion(set, { digest: MISSING_IMAGE_DIGEST }));
  const { fallen, fallenVariants, of } = await suffer(company(), 'badVersion', async () => {
    await apply([...broken, ...brokenSets]);
    await allSay('Progressing', 'ProgressDeadlineExceeded', broken);
    // Who keeps all pods may still be drained.
    const budgets = await cluster.api.list('policy/v1', 'PodDisruptionBudget');
    const without = budgets.filter(({ status }) => status.disruptionsAllowed !== 1);
    expect(without.map(({ metadata }) => metadata.name).sort()).toEqual([
      'klever-node',
      'replaced-in-place',
      'started-in-parallel',
    ]);
    await apply(all());
    // A set whose pods start in order waits for the broken one for ever: somebody has to delete it.
    await until('the other is back by itself', async () => {
      const pods = observer.podsOf(called('started-in-parallel'));
      return pods.length === 2 && pods.every(serves);
    });
    const [stuck, ...others] = observer.podsOf(called('klever-node')).filter((pod) => !serves(pod));
    expect(others).toEqual([]);
    expect(stuck?.spec.containers[0].image).toContain(MISSING_IMAGE_DIGEST);
    if (stuck !== undefined) await cluster.api.delete(stuck);
    await isQuiet(company());
  });
  expect(fallen).toEqual([]);
  expect(fallenVariants).toEqual(['replaced-in-place']);
  expect(of('replaced-in-place').lowest).toBe(2);
});

test('what crashes does not stop a drain', async () => {
  const { cluster, observer } = company();
  const [deployment] = deployments();
  if (deployment === undefined) throw new Error('nothing is deployed');
  const service = called(deployment.metadata.name);
  await apply([newVersion(deployment, { digest: CRASHING_IMAGE_DIGEST })]);
  const node = await until('a pod crashes', async () => {
    const broken = observer.podsOf(service).find(({ status }) => {
      return status?.containerStatuses?.[0]?.state.waiting?.reason === 'CrashLoopBackOff';
    });
    return broken?.spec.nodeName as string | undefined;
  });
  expect(await drain(cluster, node)).toMatchObject({ ok: true });
  await apply([deployment]);
  await uncordon(cluster, node);
  await isQuiet(company());
});

test('a rollout without quota for one more pod waits and says why, and goes on when there is some', async () => {
  const { api } = company().cluster;
  // What takes a pod away first frees quota, which somebody else would take.
  const next = deployments()
    .filter(({ metadata }) => metadata.name !== 'replaced-in-place')
    .map((deployment) => newVersion(deployment, FAULTS.noQuota));
  const { fallen } = await suffer(company(), 'noQuota', async () => {
    await withoutQuota(api, async () => {
      await apply(next);
      await allSay('ReplicaFailure', 'FailedCreate', next);
      await refusalsAreTold(api, squads(), 'exceeded quota');
    });
    await isQuiet(company());
  });
  expect(fallen).toEqual([]);
});

test('the model refuses quotas without room for a rollout, before anybody meets them', () => {
  const pods = (squad: string) =>
    company()
      .services.filter(({ namespace }) => namespace === squad)
      .reduce((sum, { min }) => sum + min, 0);
  const quotas = Object.fromEntries(squads().map((squad) => [squad, { pods: pods(squad) }]));
  const problems = problemsWith('prod', { quotas }).join('\n');
  expect(squads().filter((squad) => !problems.includes(`quotas.${squad}.pods`))).toEqual([]);
  expect(problemsWith('prod', {})).toEqual([]);
});

test('a rollout beyond the bounds of its namespace waits and says why; the model refuses such bounds', async () => {
  const { cluster, observer } = company();
  const [deployment] = deployments();
  const { name = '', namespace = '' } = deployment?.metadata ?? {};
  const next = deployments()
    .filter((one) => one === deployment)
    .map((one) => newVersion(one, { digest: OTHER_DIGEST, shortened: QUICK_ROLLOUT }));
  const survivals = await observer.during(async () => {
    await withBoundMemory(cluster.api, { namespace, memory: '16Mi' }, async () => {
      await apply(next);
      await refusalsAreTold(cluster.api, [namespace], 'maximum memory usage per Container is 16Mi');
    });
    await isQuiet(company());
  });
  expect(survivals.filter(({ service }) => service.name === name)).toEqual([
    expect.objectContaining({ lowest: called(name).min }),
  ]);
  expect(problemsWith('prod', { largestContainer: { cpu: 8, memory: '16Mi' } })).toContainEqual(
    expect.stringMatching(/^container-too-large: .*largestContainer.memory/),
  );
});

test('three nodes with a pod each can roll out; pods that may not share a node cannot', async () => {
  const { cluster, observer } = company();
  const [good, stuck] = [called('exchange-manager'), called('never-side-by-side')];
  const both = deployments().filter(({ metadata }) => [good.name, stuck.name].includes(metadata.name));
  const open = cluster.nodes.zones.flatMap((zone) => cluster.nodes.in(zone).slice(0, 1));
  const closed = cluster.nodes.in().filter((node) => !open.includes(node));
  await cordon(cluster, ...closed);
  try {
    const old = [good, stuck].flatMap((one) => observer.podsOf(one));
    await Promise.all(old.map((pod) => cluster.api.delete(pod)));
    await isQuiet(company());
    for (const service of [good, stuck]) {
      const nodes = observer.podsOf(service).map(({ spec }) => spec.nodeName as string);
      expect(nodes.sort()).toEqual([...open].sort());
    }
    await apply(both.map((one) => newVersion(one, { digest: OTHER_DIGEST, shortened: QUICK_ROLLOUT })));
    await until('the one has rolled out, the other waits for a fourth node', async () => {
      const { status } = await cluster.api.get(workloadOf(good));
      const isThrough = status.updatedReplicas === good.min && status.replicas === good.min;
      return isThrough && observer.podsOf(stuck).some(({ spec }) => spec.nodeName === undefined);
    });
    expect(observer.podsOf(stuck).filter(serves)).toHaveLength(stuck.min);
  } finally {
    await uncordon(cluster, ...closed);
  }
  await isQuiet(company());
});
