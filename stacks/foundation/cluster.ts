import { type ArtifactRegistry, GkeCluster, type Network, NodePool } from '@plinth/cloud';
import { CLUSTER_NAME } from '@plinth/model';
import { pubsub } from '@pulumi/gcp';
import type { Keys } from './keys';
import type { Place } from './place';

/** The cluster, its nodes, and their right to pull images. */
export function cluster(
  place: Place,
  {
    network,
    keys,
    registry,
  }: { readonly network: Network; readonly keys: Keys; readonly registry: ArtifactRegistry },
): GkeCluster {
  const { facts, cloud, project, region, labels, options } = place;
  const disksKey = keys.of('disks');
  const made = new GkeCluster(
    'cluster',
    {
      clusterName: CLUSTER_NAME,
      project,
      region,
      zones: cloud.zones,
      network,
      releaseChannel: cloud.releaseChannel,
      maintenance: cloud.maintenance,
      administrators: cloud.administrators,
      controlPlaneFromInternet: cloud.controlPlaneFromInternet,
      securityGroup: cloud.securityGroup,
      secretsKey: keys.of('clusterSecrets'),
      disksKey,
      topicsKey: keys.of('topics'),
      podsPerNode: facts.podsPerNode,
      labels,
      deletionProtection: cloud.deletionProtection,
    },
    options,
  );
  // Upgrades and security bulletins wait for whoever is on call, as long as Pub/Sub keeps anything.
  new pubsub.Subscription(
    'cluster-notices',
    {
      project,
      name: 'cluster-notices',
      topic: made.nodes.notifications.id,
      messageRetentionDuration: '2678400s',
      retainAckedMessages: true,
      expirationPolicy: { ttl: '' },
      labels,
    },
    options,
  );
  for (const [name, pool] of Object.entries(cloud.nodePools)) {
    const nodes = new NodePool(
      `nodes-${name}`,
      { cluster: made, ...pool, podsPerNode: facts.podsPerNode, labels, disksKey },
      options,
    );
    registry.grantRead({ name: `nodes-${name}`, member: nodes.member });
  }
  return made;
}
