import { Duration } from '@plinth/units';
import { buildUpgrade, type NodeUpgrade, peakNodes, upgradeProblems } from './node-upgrade';

const SURGE: NodeUpgrade = { strategy: 'surge', maxSurge: 2, maxUnavailable: 0 };
const BLUE_GREEN: NodeUpgrade = { strategy: 'blue-green', soak: Duration.hours(2) };

test.each([
  ['surge', SURGE],
  ['blue-green', BLUE_GREEN],
  ['surge of what is taken away first', { strategy: 'surge', maxSurge: 0, maxUnavailable: 1 } as const],
])('an upgrade by %s has no problem', (_, upgrade) => {
  expect(upgradeProblems('upgrade', upgrade)).toEqual([]);
});

test.each<[string, NodeUpgrade, string]>([
  [
    'nothing can be replaced',
    { strategy: 'surge', maxSurge: 0, maxUnavailable: 0 },
    'upgrade: maxSurge 0 and maxUnavailable 0; one of them above 0',
  ],
  [
    'a number is negative',
    { strategy: 'surge', maxSurge: -1, maxUnavailable: 1 },
    'upgrade.maxSurge: -1; a whole number of nodes from 0 to 20',
  ],
  [
    'a number is no whole one',
    { strategy: 'surge', maxSurge: 1, maxUnavailable: 0.5 },
    'upgrade.maxUnavailable: 0.5; a whole number of nodes from 0 to 20',
  ],
  [
    'old nodes rest for more than a week',
    { strategy: 'blue-green', soak: Duration.hours(169) },
    'upgrade.soak: "169h"; at most "168h"',
  ],
])('fails when %s', (_, upgrade, problem) => {
  expect(
    upgradeProblems('upgrade', upgrade).map(({ where, found, allowed }) => `${where}: ${found}; ${allowed}`),
  ).toEqual([problem]);
});

test('an upgrade adds its surge, or as many nodes again', () => {
  expect(peakNodes(5, 3, SURGE)).toBe(17);
  expect(peakNodes(5, 3, BLUE_GREEN)).toBe(30);
});

test('a surge is said in the words of GKE', () => {
  expect(buildUpgrade(SURGE)).toEqual({ strategy: 'SURGE', maxSurge: 2, maxUnavailable: 0 });
});

test('a second set of nodes stands beside the first for as long as was said', () => {
  expect(buildUpgrade(BLUE_GREEN)).toEqual({
    strategy: 'BLUE_GREEN',
    blueGreenSettings: {
      nodePoolSoakDuration: '7200s',
      standardRolloutPolicy: { batchPercentage: 0.1, batchSoakDuration: '60s' },
    },
  });
});
