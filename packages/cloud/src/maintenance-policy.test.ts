import { Duration } from '@plinth/units';
import { buildMaintenancePolicy, maintenanceProblems } from './maintenance-policy';

test('days, a time and a length become a rule that recurs', () => {
  expect(buildMaintenancePolicy({ days: ['SU', 'TU'], start: '22:30', duration: Duration.hours(6) })).toEqual(
    {
      recurringWindow: {
        startTime: '2024-01-02T22:30:00Z',
        endTime: '2024-01-03T04:30:00Z',
        recurrence: 'FREQ=WEEKLY;BYDAY=TU,SU',
      },
      maintenanceExclusions: [],
    },
  );
});

test.each([
  ['no-upgrades', 'NO_UPGRADES'],
  ['no-minor-upgrades', 'NO_MINOR_UPGRADES'],
  ['no-minor-or-node-upgrades', 'NO_MINOR_OR_NODE_UPGRADES'],
] as const)('an exclusion of scope %s is %s to GKE', (scope, expected) => {
  const exclusions = { 'year-end': { from: '2026-12-18', to: '2027-01-05', scope } };
  const policy = { days: ['SU'], start: '00:00', duration: Duration.hours(8), exclusions } as const;

  expect(buildMaintenancePolicy(policy).maintenanceExclusions).toEqual([
    {
      exclusionName: 'year-end',
      startTime: '2026-12-18T00:00:00Z',
      endTime: '2027-01-05T00:00:00Z',
      exclusionOptions: { scope: expected },
    },
  ]);
});

test('problems say where they are in the component', () => {
  const policy = { days: [], start: '02:00', duration: Duration.hours(3) };

  expect(maintenanceProblems('GkeCluster "main": maintenance', policy).map(({ where }) => where)).toEqual([
    'GkeCluster "main": maintenance.days',
    'GkeCluster "main": maintenance.duration',
  ]);
});
