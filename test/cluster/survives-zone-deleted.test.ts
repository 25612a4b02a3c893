import { refTo, until } from '@plinth/testing';
import { useCluster } from './_cluster';
import { forCompany, useCompany } from './survives/company';
import { isQuiet } from './survives/quiet';
import { stranded, zoneOfDisk } from './survives/stranded';
import { suffer } from './survives/suffer';
import { nodesAre, pendingIn, SHORTENED, servesWithout } from './survives/zones';

const company = useCompany(useCluster(forCompany({ name: 'zone-deleted', ...SHORTENED })), {
  environment: 'prod',
});

/** Pods of nodes that do not exist any more are removed about a minute later; Kubernetes has no flag for it. */
test('a zone is deleted: its pods run elsewhere, and only who has a disk there is pending, which the cluster says', async () => {
  const { cluster } = company();
  const zone = await zoneOfDisk(company());
  const { fallen } = await suffer(company(), 'zoneDeleted', async () => {
    cluster.nodes.signal(zone, 'SIGSTOP');
    await Promise.all(cluster.nodes.in(zone).map((name) => cluster.api.delete(refTo('v1', 'Node', name))));
    await servesWithout(company(), zone);
    await until('the node with the disk is pending, and nobody else', async () => {
      return `${pendingIn(company())}` === 'klever-node';
    });
    const [line, ...others] = await stranded(company());
    expect(others).toEqual([]);
    expect(line).toMatch(
      RegExp(`^StatefulSet chain/klever-node: klever-node-\\d waits for ${zone}, where its disk`),
    );
    await until('the scheduler says why', async () => {
      return whyPending().includes("didn't match PersistentVolume's node affinity");
    });
    cluster.nodes.signal(zone, 'SIGCONT');
    await cluster.nodes.create([zone]);
    await nodesAre(company(), zone, 'ready');
    await isQuiet(company());
  });
  expect(fallen).toEqual([]);
  expect(await stranded(company())).toEqual([]);
});

/** What the scheduler says of pods that it cannot place. */
function whyPending(): string {
  const { observer, services } = company();
  const pods = services.flatMap((service) => observer.podsOf(service));
  return pods
    .flatMap(
      ({ status }) =>
        (status?.conditions ?? []) as readonly { readonly type: string; readonly message?: string }[],
    )
    .filter(({ type }) => type === 'PodScheduled')
    .map(({ message = '' }) => message)
    .join('\n');
}
