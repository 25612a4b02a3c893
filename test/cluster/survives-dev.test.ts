import { useCluster } from './_cluster';
import { forCompany, useCompany } from './survives/company';
import { evictions, forcedDeletions } from './survives/forced-deletions';
import { drain, kubectl, uncordon } from './survives/kubectl';
import { isQuiet } from './survives/quiet';

const company = useCompany(useCluster(forCompany({ name: 'dev', nodesPerZone: 1 })), { environment: 'dev' });

test('where every service has one pod, no budget stops a drain', async () => {
  const { cluster, services } = company();
  expect(new Set(services.map(({ min }) => min))).toEqual(new Set([1]));
  for (const node of cluster.nodes.in()) {
    // Shorter than the time after which kubectl would ask again.
    expect(await drain(cluster, node, { timeout: '60s' })).toEqual({
      ok: true,
      text: expect.not.stringContaining('violate'),
    });
    await uncordon(cluster, node);
  }
  await isQuiet(company());
  expect(evictions(cluster)).toBeGreaterThanOrEqual(services.length);
  expect(forcedDeletions(cluster)).toEqual([]);
});

test('who ends a pod by force is told', async () => {
  const { cluster, services, observer } = company();
  const [pod] = services.flatMap((service) => observer.podsOf(service));
  const { name = '', namespace = '' } = pod?.metadata ?? {};
  await kubectl(cluster, 'delete', 'pod', name, `--namespace=${namespace}`, '--force', '--grace-period=0');
  expect(forcedDeletions(cluster)).toEqual([`admin: ${namespace}/${name}`]);
});
