import { type KubernetesObject, until } from '@plinth/testing';
import { useCluster } from './_cluster';
import { forCompany, useCompany } from './survives/company';
import { isQuiet } from './survives/quiet';
import { serviceCalled } from './survives/service';
import { zoneOfDisk } from './survives/stranded';
import { suffer } from './survives/suffer';
import { variant } from './survives/variant';
import { isIn, SOON_SILENT, whileSilent } from './survives/zones';

// The patience of pods is not shortened: silence may last as long as it needs, and five minutes are not over.
const company = useCompany(useCluster(forCompany({ name: 'zone-flapping', ...SOON_SILENT })), {
  environment: 'prod',
  variants,
});

/** A service that leaves a node as soon as it is given up. */
function variants(manifests: readonly KubernetesObject[]): KubernetesObject[] {
  return variant(manifests, 'exchange-manager', 'impatient', ({ Deployment }) => {
    Deployment.spec.template.spec.tolerations = ['not-ready', 'unreachable'].map((taint) => ({
      key: `node.kubernetes.io/${taint}`,
      operator: 'Exists',
      effect: 'NoExecute',
      tolerationSeconds: 0,
    }));
  });
}

test('a zone that comes and goes moves nobody; without patience it would', async () => {
  const { cluster, observer } = company();
  const impatient = serviceCalled(company().variants, 'impatient');
  const zone = await zoneOfDisk(company());
  const isThere = (pod: KubernetesObject) =>
    isIn(cluster.nodes.in(zone), pod) && pod.metadata.deletionTimestamp === undefined;
  expect(observer.podsOf(impatient).filter(isThere)).toHaveLength(1);
  const { fallen, survivals, of } = await suffer(company(), 'zoneFlapping', async () => {
    for (let round = 1; round <= 3; round += 1) {
      await whileSilent(company(), zone, () =>
        until('who has no patience has left', async () => !observer.podsOf(impatient).some(isThere)),
      );
    }
    await isQuiet(company());
  });
  expect(fallen).toEqual([]);
  expect(survivals.filter(({ created }) => created > 0)).toEqual([]);
  expect(survivals.filter(({ most, service }) => most > service.min + 1)).toEqual([]);
  expect(of('impatient').created).toBeGreaterThan(0);
});
