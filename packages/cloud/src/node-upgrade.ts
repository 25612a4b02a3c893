import { type Problem, show } from '@plinth/errors';
import { Duration } from '@plinth/units';
import type { types } from '@pulumi/gcp';
import { wholeProblems } from './ip-ranges';

/** How nodes are replaced: some at a time, or by a second set that takes over and can be left again. */
export type NodeUpgrade =
  | { readonly strategy: 'surge'; readonly maxSurge: number; readonly maxUnavailable: number }
  | { readonly strategy: 'blue-green'; readonly soak: Duration };

/** Google waits no longer before it deletes the old nodes. */
const LONGEST_SOAK = Duration.hours(168);

/** @see https://cloud.google.com/kubernetes-engine/docs/concepts/node-pool-upgrade-strategies */
export function upgradeProblems(where: string, upgrade: NodeUpgrade): Problem[] {
  if (upgrade.strategy === 'blue-green') return soakProblems(`${where}.soak`, upgrade.soak);
  const { maxSurge, maxUnavailable } = upgrade;
  const problems = [
    ...wholeProblems(`${where}.maxSurge`, maxSurge, 0, 20, 'nodes'),
    ...wholeProblems(`${where}.maxUnavailable`, maxUnavailable, 0, 20, 'nodes'),
  ];
  if (problems.length > 0 || maxSurge + maxUnavailable > 0) return problems;
  const found = 'maxSurge 0 and maxUnavailable 0';
  return [
    {
      code: 'surge-nothing',
      where,
      found,
      allowed: 'one of them above 0',
      fix: 'write maxSurge 1: nothing could be replaced',
    },
  ];
}

function soakProblems(where: string, soak: Duration): Problem[] {
  if (soak.compare(LONGEST_SOAK) <= 0) return [];
  return [
    {
      code: 'soak',
      where,
      found: show(soak),
      allowed: `at most ${show(LONGEST_SOAK)}`,
      fix: 'write fewer hours',
    },
  ];
}

/** Nodes that there are at most, with those that an upgrade adds for a while. */
export function peakNodes(maxPerZone: number, zones: number, upgrade: NodeUpgrade): number {
  const nodes = maxPerZone * zones;
  return upgrade.strategy === 'blue-green' ? nodes * 2 : nodes + upgrade.maxSurge;
}

/** A tenth of the old nodes is drained at a time, so that large pools end within a window. */
const BATCH = 0.1;

export function buildUpgrade(upgrade: NodeUpgrade): types.input.container.NodePoolUpgradeSettings {
  if (upgrade.strategy === 'surge') {
    const { maxSurge, maxUnavailable } = upgrade;
    return { strategy: 'SURGE', maxSurge, maxUnavailable };
  }
  return {
    strategy: 'BLUE_GREEN',
    blueGreenSettings: {
      nodePoolSoakDuration: `${upgrade.soak.seconds}s`,
      standardRolloutPolicy: { batchPercentage: BATCH, batchSoakDuration: '60s' },
    },
  };
}
