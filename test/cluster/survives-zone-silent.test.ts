import { applyAll, type KubernetesObject, refTo, until } from '@plinth/testing';
import { useCluster } from './_cluster';
import { forCompany, useCompany } from './survives/company';
import { newVersion, workloadsIn } from './survives/new-version';
import { serves } from './survives/pod';
import { isQuiet } from './survives/quiet';
import { serviceCalled } from './survives/service';
import { QUICK_ROLLOUT } from './survives/shortened';
import { stranded, zoneOfDisk } from './survives/stranded';
import { suffer } from './survives/suffer';
import { variant } from './survives/variant';
import { pendingIn, SHORTENED, servesWithout, spreadOf, whileSilent } from './survives/zones';

const company = useCompany(useCluster(forCompany({ name: 'zone-silent', ...SHORTENED })), {
  environment: 'prod',
  variants,
});

/** Services that spread less carefully, and one that spreads as it should. */
function variants(manifests: readonly KubernetesObject[]): KubernetesObject[] {
  const of = 'exchange-manager';
  return [
    ...variant(manifests, of, 'as-rendered', () => undefined),
    ...variant(manifests, of, 'without-taints-policy', ({ Deployment }) => {
      for (const constraint of Deployment.spec.template.spec.topologySpreadConstraints) {
        delete constraint.nodeTaintsPolicy;
      }
    }),
    ...variant(manifests, of, 'without-spread', ({ Deployment }) => {
      delete Deployment.spec.template.spec.topologySpreadConstraints;
      delete Deployment.spec.template.spec.affinity.podAntiAffinity;
    }),
  ];
}

const variantCalled = (name: string) => serviceCalled(company().variants, name);

test('pods wait for room in other zones rather than crowd into one; without spread constraints they crowd', async () => {
  const { cluster, observer } = company();
  const zone = await zoneOfDisk(company());
  const others = cluster.nodes.zones.filter((one) => one !== zone).flatMap((one) => cluster.nodes.in(one));
  const [asRendered, crowded] = [variantCalled('as-rendered'), variantCalled('without-spread')];
  const offer = (cpu: string) =>
    Promise.all(
      others.map((name) =>
        cluster.api.patch(
          refTo('v1', 'Node', name),
          { status: { allocatable: { cpu } } },
          { subresource: 'status' },
        ),
      ),
    );
  await offer('0');
  await Promise.all(
    [asRendered, crowded].flatMap((one) => observer.podsOf(one)).map((pod) => cluster.api.delete(pod)),
  );
  await until('one waits, the other crowds', async () => {
    const pods = observer.podsOf(asRendered);
    const pending = pods.filter(({ status }) => status?.phase === 'Pending');
    return pods.length === 3 && pending.length === 2 && spreadOf(company(), crowded)[zone] === 3;
  });
  await offer('16');
  await isQuiet(company());
  expect(Object.values(spreadOf(company(), asRendered))).toEqual([1, 1, 1]);
});

test('a zone falls silent: its pods run elsewhere, none is left pending, and who has a disk there is named', async () => {
  const { observer } = company();
  const zone = await zoneOfDisk(company());
  const { fallen, of } = await suffer(company(), 'zoneSilent', async () => {
    await whileSilent(company(), zone, async () => {
      await servesWithout(company(), zone);
      await until('who counts the lost zone is pending, and nobody else', async () => {
        return `${pendingIn(company())}` === 'without-taints-policy';
      });
      expect(await stranded(company())).toEqual([
        expect.stringMatching(
          `^StatefulSet chain/klever-node: klever-node-\\d waits for ${zone}, where its disk`,
        ),
      ]);
    });
    await isQuiet(company());
  });
  expect(fallen).toEqual([]);
  expect(of('without-spread').lowest).toBe(0);
  expect(of('as-rendered').lowest).toBe(2);
  expect(await stranded(company())).toEqual([]);
  expect(observer.podsOf(variantCalled('without-taints-policy')).every(serves)).toBe(true);
});

test('when the zone is back, the next rollout spreads over all zones again', async () => {
  const { cluster, manifests, services } = company();
  const deployments = workloadsIn(manifests).filter(({ kind }) => kind === 'Deployment');
  const spreads = () =>
    services.filter(({ kind }) => kind === 'Deployment').map((service) => spreadOf(company(), service));
  const isEven = (spread: Record<string, number>) =>
    Math.max(...Object.values(spread)) - Math.min(...Object.values(spread)) <= 1;
  expect(spreads().every(isEven)).toBe(false);
  await applyAll(
    cluster.api,
    deployments.map((deployment) => newVersion(deployment, { shortened: QUICK_ROLLOUT })),
  );
  await isQuiet(company());
  expect(spreads().filter((spread) => !isEven(spread))).toEqual([]);
});
