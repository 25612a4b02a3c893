import type { Path } from '../report';
import type { CloudFacts } from '../resolved';
import { type EnvironmentRule, whereCloud } from './environment-rule';

type NodePool = CloudFacts['nodePools'][string];

/** A connection of each node to one endpoint takes a port of an address. @see https://cloud.google.com/nat/docs/ports-and-addresses */
const PORTS = { ofAddress: 64_512, ofNode: 128 } as const;

/** Nodes that move at one time, as Google counts them. */
const MOST_AT_ONCE = 20;

/** Nodes come, go and are replaced within what the environment has addresses for. */
export const nodesHaveRoom: EnvironmentRule = whereCloud(({ environment, facts, cloud, report }) => {
  const add = (path: Path, found: string, allowed: string, fix: string) =>
    report.add({ code: 'node-pool', at: environment, path: ['cloud', ...path], found, allowed, fix });
  const pools = Object.entries(cloud.nodePools);
  if (pools.length === 0) {
    add(
      ['nodePools'],
      'nothing',
      'at least one pool: pods need nodes',
      'describe the nodes of a general pool',
    );
  }
  for (const [name, { nodesPerZone, upgrade }] of pools) {
    const { min, max } = nodesPerZone;
    if (min > max) {
      add(
        ['nodePools', name, 'nodesPerZone', 'min'],
        `${min}`,
        `at most max, which is ${max}`,
        'exchange them',
      );
    }
    if (upgrade.strategy !== 'surge') continue;
    const moving = upgrade.maxSurge + upgrade.maxUnavailable;
    if (moving >= 1 && moving <= MOST_AT_ONCE) continue;
    add(
      ['nodePools', name, 'upgrade'],
      `maxSurge ${upgrade.maxSurge} and maxUnavailable ${upgrade.maxUnavailable}`,
      `1 to ${MOST_AT_ONCE} nodes at a time, both together`,
      moving === 0 ? 'write maxSurge 1: nothing could be replaced' : 'write fewer',
    );
  }
  const zones = cloud.zones.length;
  const peak = pools.reduce((sum, [, pool]) => sum + peakOf(pool, zones), 0);
  if (peak > facts.maxNodes) {
    const parts = pools.map(([name, pool]) => `${name} ${peakOf(pool, zones)}`).join(', ');
    add(
      ['nodePools'],
      `${peak} nodes in an upgrade at the most: ${parts}`,
      `at most maxNodes, which is ${facts.maxNodes}`,
      'lower nodesPerZone.max, or raise maxNodes: ranges are checked against it',
    );
  }
  const addresses = Math.ceil((facts.maxNodes * PORTS.ofNode) / PORTS.ofAddress);
  if (cloud.natAddresses < addresses) {
    add(
      ['natAddresses'],
      `${cloud.natAddresses}`,
      `at least ${addresses} for ${facts.maxNodes} nodes with ${PORTS.ofNode} ports each`,
      `write ${addresses}, or fewer nodes`,
    );
  }
});

/** All nodes of a pool, and those that an upgrade adds for a while: some, or as many again. */
function peakOf({ nodesPerZone: { max }, upgrade }: NodePool, zones: number): number {
  const nodes = max * zones;
  return upgrade.strategy === 'blue-green' ? nodes * 2 : nodes + upgrade.maxSurge;
}
