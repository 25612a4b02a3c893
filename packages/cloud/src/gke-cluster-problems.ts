import { oneOf, type Problem, show } from '@plinth/errors';
import { keyLocationProblems } from './encryption-key';
import { type GkeClusterArgs, RELEASE_CHANNELS } from './gke-cluster-args';
import { wholeProblems } from './ip-ranges';
import { labelProblems } from './label';
import { maintenanceProblems } from './maintenance-policy';
import type { Network } from './network';
import { nameProblems, networkRangeProblems } from './network-problems';
import { projectProblems, regionProblems } from './place';
import { zoneProblems } from './zone';

const SECURITY_GROUP = /^gke-security-groups@[a-z0-9-]+(?:\.[a-z0-9-]+)+$/;

type ClusterFacts = Omit<GkeClusterArgs, 'network' | 'transform'> & {
  readonly network: Pick<Network, 'region' | 'podsPerNode'>;
};

/** Everything that is wrong with what a cluster is made of. */
export function clusterProblems(name: string, args: ClusterFacts): Problem[] {
  const where = `GkeCluster ${show(name)}`;
  const { region } = args;
  return [
    ...nameProblems(`${where}: clusterName`, args.clusterName),
    ...projectProblems(`${where}: project`, args.project),
    ...regionProblems(`${where}: region`, region),
    ...zoneProblems(`${where}: zones`, args.zones, region),
    ...networkProblem(where, args),
    ...channelProblems(`${where}: releaseChannel`, args.releaseChannel),
    ...maintenanceProblems(`${where}: maintenance`, args.maintenance),
    ...administratorProblems(`${where}: administrators`, args.administrators),
    ...securityGroupProblems(`${where}: securityGroup`, args.securityGroup),
    ...keyLocationProblems(`${where}: secretsKey`, args.secretsKey, region),
    ...keyLocationProblems(`${where}: disksKey`, args.disksKey, region),
    ...keyLocationProblems(`${where}: topicsKey`, args.topicsKey, region),
    ...podProblems(`${where}: podsPerNode`, args.podsPerNode, args.network.podsPerNode),
    ...labelsProblems(`${where}: labels`, args.labels),
  ];
}

function networkProblem(where: string, { region, network }: ClusterFacts): Problem[] {
  if (network.region === region) return [];
  return [
    {
      code: 'network-region',
      where: `${where}: network`,
      found: `a network in ${show(network.region)}`,
      allowed: `one in ${show(region)}`,
      fix: 'give network and cluster the same region',
    },
  ];
}

function channelProblems(where: string, channel: string): Problem[] {
  if ((RELEASE_CHANNELS as readonly string[]).includes(channel)) return [];
  const allowed = `${oneOf(RELEASE_CHANNELS)}: without a channel nobody patches the cluster`;
  return [{ code: 'release-channel', where, found: show(channel), allowed, fix: 'write "REGULAR"' }];
}

/** @see https://cloud.google.com/kubernetes-engine/docs/concepts/network-isolation */
function administratorProblems(where: string, administrators: GkeClusterArgs['administrators']): Problem[] {
  const entries = Object.entries(administrators);
  if (entries.length === 0) {
    const allowed = 'at least one network, such as { office: "10.8.0.0/24" }';
    return [
      {
        code: 'administrators',
        where,
        found: 'nothing',
        allowed,
        fix: 'write from where the cluster is administered',
      },
    ];
  }
  return entries.flatMap(([key, cidr]) =>
    networkRangeProblems(`${where}.${key}`, cidr, 'write the network of those who administer the cluster'),
  );
}

function securityGroupProblems(where: string, group: string): Problem[] {
  if (SECURITY_GROUP.test(group)) return [];
  const allowed = 'the group gke-security-groups of the domain, as GKE wants it';
  return [
    {
      code: 'security-group',
      where,
      found: show(group),
      allowed,
      fix: 'write "gke-security-groups@" and the domain',
    },
  ];
}

/** The ranges are proven for so many pods on each node, and no more. */
export function podProblems(where: string, podsPerNode: number, most: number): Problem[] {
  return wholeProblems(where, podsPerNode, 8, most, 'pods, for which the network has addresses,');
}

function labelsProblems(where: string, labels: GkeClusterArgs['labels']): Problem[] {
  if (Object.keys(labels).length > 0) return labelProblems(where, labels);
  return [
    {
      code: 'labels',
      where,
      found: 'nothing',
      allowed: 'at least one label',
      fix: 'write who pays for the cluster',
    },
  ];
}
