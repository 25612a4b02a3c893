import { GkeCluster, type GkeClusterArgs } from '@plinth/cloud';
import { UserError } from '@plinth/errors';
import { environment, resolveCompany } from '@plinth/model';
import { tinyCompany, tinyFacts, tinyReleases } from '@plinth/testing';
import { Duration } from '@plinth/units';
import fc from 'fast-check';

/** When Google may upgrade, as both take it; lengths of exclusions are days. */
interface Calendar {
  readonly days: readonly ('MO' | 'TU' | 'WE' | 'TH' | 'FR' | 'SA' | 'SU')[];
  readonly start: string;
  readonly hours: number;
  readonly exclusions: readonly {
    readonly from: number;
    readonly days: number;
    readonly scope: 'no-upgrades' | 'no-minor-upgrades' | 'no-minor-or-node-upgrades';
  }[];
}

const weekday = fc.constantFrom<Calendar['days'][number][]>('MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU');
const start = fc.constantFrom('00:00', '02:00', '20:00', '23:00');

/** Anything that can be written, around what is allowed and the wrong way round. */
const anyCalendar: fc.Arbitrary<Calendar> = fc.record({
  days: fc.uniqueArray(weekday, { minLength: 1, maxLength: 3 }),
  start,
  hours: fc.constantFrom(4, 5, 6, 12, 24),
  exclusions: fc.array(
    fc.record({
      from: fc.nat(400),
      days: fc.constantFrom(-3, 0, 1, 7, 14, 21, 29, 30, 31, 180, 181),
      scope: fc.constantFrom('no-upgrades', 'no-minor-upgrades', 'no-minor-or-node-upgrades'),
    }),
    { maxLength: 4 },
  ),
});

/** One short window in a week, and days without it: near 48 hours. */
const tightCalendar: fc.Arbitrary<Calendar> = fc.record({
  days: fc.tuple(weekday),
  start,
  hours: fc.integer({ min: 4, max: 7 }),
  exclusions: fc.array(
    fc.record({
      from: fc.nat(200),
      days: fc.integer({ min: 1, max: 30 }),
      scope: fc.constant('no-upgrades' as const),
    }),
    { maxLength: 3 },
  ),
});

const day = (index: number) => new Date(Date.UTC(2026, 0, 1) + index * 86_400_000).toISOString().slice(0, 10);

function exclusionsOf({ exclusions }: Calendar) {
  const reason = 'the books close: nothing changes';
  return Object.fromEntries(
    exclusions.map(({ from, days, scope }, index) => [
      `rest-${index}`,
      { from: day(from), to: day(from + days), scope, reason },
    ]),
  );
}

/** What the rules of the model say, and of the rest nothing. */
function ofModel(calendar: Calendar): string[] {
  const { days, start, hours } = calendar;
  const facts = tinyFacts(1);
  const maintenance = { days: [...days], start, duration: `${hours}h`, exclusions: exclusionsOf(calendar) };
  if (facts.cloud === undefined) throw new Error('the tiny company has no cloud');
  const company = tinyCompany(environment('first', { ...facts, cloud: { ...facts.cloud, maintenance } }));
  return problemsIn(() => resolveCompany(company, { releases: tinyReleases(company) }));
}

/** What the component says. It has a name that it refuses too, so that nothing is ever made. */
function ofCloud(calendar: Calendar): string[] {
  const { days, start, hours } = calendar;
  const maintenance = { days, start, duration: Duration.hours(hours), exclusions: exclusionsOf(calendar) };
  const key = 'projects/acme-tiny-1/locations/europe-west6/keyRings/cluster/cryptoKeys/any';
  const args = {
    clusterName: 'No Name',
    project: 'acme-tiny-1',
    region: 'europe-west6',
    zones: ['europe-west6-a', 'europe-west6-b', 'europe-west6-c'],
    network: { region: 'europe-west6', podsPerNode: 32 },
    releaseChannel: 'REGULAR',
    maintenance,
    administrators: { office: '10.250.0.0/24' },
    securityGroup: 'gke-security-groups@acme.example',
    secretsKey: { id: key, location: 'europe-west6' },
    disksKey: { id: key, location: 'europe-west6' },
    topicsKey: { id: key, location: 'europe-west6' },
    podsPerNode: 32,
    labels: { residency: 'ch' },
  };
  const problems = problemsIn(() => new GkeCluster('cluster', args as unknown as GkeClusterArgs));
  expect(problems).toContainEqual(expect.stringContaining('clusterName'));
  return problems;
}

/** Hours that are left where they are too few, or the place of the first mistake. */
function problemsIn(run: () => unknown): string[] {
  try {
    run();
  } catch (error) {
    if (UserError.isUserError(error)) return error.problems.map(({ where, found }) => `${where} ${found}`);
    throw error;
  }
  return [];
}

const isRefused = (problems: readonly string[]) => problems.some((text) => text.includes('maintenance.'));

const hoursLeft = (problems: readonly string[]) =>
  problems.flatMap((text) => /maintenance\.\S+ (\d+)h (?:for|in) /.exec(text)?.[1] ?? []);

test('the rules of the model and the component of the cluster refuse the same calendars, for the same hours', () => {
  const seen = { refused: 0, taken: 0, short: 0 };
  fc.assert(
    fc.property(fc.oneof(anyCalendar, tightCalendar), (one) => {
      const [model, cloud] = [ofModel(one), ofCloud(one)];
      expect(isRefused(model)).toBe(isRefused(cloud));
      expect(hoursLeft(model)).toEqual(hoursLeft(cloud));
      seen[isRefused(model) ? 'refused' : 'taken'] += 1;
      seen.short += hoursLeft(model).length;
    }),
    { seed: 7, numRuns: 300 },
  );
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(20);
});
