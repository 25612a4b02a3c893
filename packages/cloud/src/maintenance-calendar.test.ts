import fc from 'fast-check';
import { calendarProblems, type MaintenanceCalendar, WEEKDAYS } from './maintenance-calendar';

const HOUR = 3600;
const CALENDAR: MaintenanceCalendar = {
  days: ['SU'],
  start: '00:00',
  durationSeconds: 8 * HOUR,
  exclusions: [],
};

type Exclusion = MaintenanceCalendar['exclusions'][number];

function excluded(name: string, from: string, to: string, scope = 'no-upgrades'): Exclusion {
  return { name, from, to, scope };
}

function problemsOf(calendar: Partial<MaintenanceCalendar>): string[] {
  return calendarProblems({ ...CALENDAR, ...calendar }).map(
    ({ field, found, allowed }) => `${field}: ${found}; ${allowed}`,
  );
}

test('a night a week is enough', () => {
  expect(problemsOf({ durationSeconds: 4 * HOUR })).toEqual([]);
});

test('two weeks without upgrades leave enough', () => {
  expect(problemsOf({ exclusions: [excluded('year-end', '2026-12-18', '2027-01-05')] })).toEqual([]);
});

test.each<[string, Partial<MaintenanceCalendar>, string]>([
  [
    'a window is 3 hours',
    { durationSeconds: 3 * HOUR },
    'duration: 3h; a window of 4h to 24h: Google counts no shorter one',
  ],
  [
    'a window is a second too short',
    { durationSeconds: 4 * HOUR - 1 },
    'duration: 4h; a window of 4h to 24h: Google counts no shorter one',
  ],
  [
    'a window is 25 hours',
    { durationSeconds: 25 * HOUR },
    'duration: 25h; a window of 4h to 24h: Google counts no shorter one',
  ],
  [
    'a window has no length',
    { durationSeconds: Number.NaN },
    'duration: NaNh; a window of 4h to 24h: Google counts no shorter one',
  ],
  ['there is no day', { days: [] }, 'days: []; one or more of MO, TU, WE, TH, FR, SA, SU, each once'],
  [
    'a day is unknown',
    { days: ['Sunday'] },
    'days: ["Sunday"]; one or more of MO, TU, WE, TH, FR, SA, SU, each once',
  ],
  [
    'a day is there twice',
    { days: ['SU', 'SU'] },
    'days: ["SU","SU"]; one or more of MO, TU, WE, TH, FR, SA, SU, each once',
  ],
  ['a time is impossible', { start: '24:00' }, 'start: "24:00"; a time of the day in UTC such as "02:00"'],
])('fails when %s', (_, calendar, problem) => {
  expect(problemsOf(calendar)).toEqual([problem]);
});

test.each<[string, Exclusion, string]>([
  [
    'it keeps patches away for 31 days',
    excluded('freeze', '2026-12-01', '2027-01-01'),
    '31 days; at most 30 days of no-upgrades: a patch may wait for a month',
  ],
  [
    'it keeps patches away for 91 days',
    excluded('freeze', '2026-12-01', '2027-03-02'),
    '91 days; at most 30 days of no-upgrades: a patch may wait for a month',
  ],
  [
    'it keeps minor versions away for 181 days',
    excluded('freeze', '2027-01-01', '2027-07-01', 'no-minor-upgrades'),
    '181 days; at most 180 days of no-minor-upgrades',
  ],
  [
    'it ends on the day on which it begins',
    excluded('freeze', '2026-12-01', '2026-12-01'),
    '2026-12-01 to 2026-12-01; a last day after the first',
  ],
  [
    'it ends before it begins',
    excluded('freeze', '2026-12-02', '2026-12-01'),
    '2026-12-02 to 2026-12-01; a last day after the first',
  ],
  [
    'a day does not exist',
    excluded('freeze', '2027-02-29', '2027-03-05'),
    '"2027-02-29"; a day such as "2027-03-31"',
  ],
  [
    'a day is written otherwise',
    excluded('freeze', '01.12.2026', '2026-12-05'),
    '"01.12.2026"; a day such as "2027-03-31"',
  ],
  [
    'a scope is unknown',
    excluded('freeze', '2026-12-01', '2026-12-05', 'NO_UPGRADES'),
    '"NO_UPGRADES"; a scope no-upgrades, no-minor-upgrades or no-minor-or-node-upgrades',
  ],
])('fails when of an exclusion %s', (_, exclusion, problem) => {
  expect(problemsOf({ exclusions: [exclusion] })).toEqual([`exclusions.freeze: ${problem}`]);
});

test.each([
  ['30 days without upgrades', excluded('freeze', '2026-12-01', '2026-12-31')],
  ['180 days without minor versions', excluded('freeze', '2027-01-01', '2027-06-30', 'no-minor-upgrades')],
])('%s are allowed', (_, exclusion) => {
  expect(problemsOf({ exclusions: [exclusion] })).toEqual([]);
});

test('fails when four exclusions keep patches away', () => {
  const exclusions = ['01', '04', '07', '10'].map((month) =>
    excluded(`m${month}`, `2027-${month}-01`, `2027-${month}-08`),
  );

  expect(problemsOf({ exclusions })).toEqual([
    'exclusions: 4 of scope no-upgrades; at most 3 of scope no-upgrades',
  ]);
});

test('fails when there are more than 20 exclusions', () => {
  const exclusions = Array.from({ length: 21 }, (_, index) =>
    excluded(`e${index}`, '2027-01-01', '2027-01-08', 'no-minor-upgrades'),
  );

  expect(problemsOf({ exclusions })).toEqual(['exclusions: 21 exclusions; at most 20']);
});

test('fails when two exclusions follow each other and together are more than a month', () => {
  const exclusions = [excluded('b', '2027-01-05', '2027-01-25'), excluded('a', '2026-12-15', '2027-01-05')];

  expect(problemsOf({ durationSeconds: 24 * HOUR, exclusions })).toEqual([
    'exclusions.b: 41 days in a row with a; at most 30 days in a row without patches',
  ]);
});

test('fails when exclusions leave less than 48 hours in 92 days', () => {
  const exclusions = [excluded('a', '2026-12-18', '2027-01-05'), excluded('b', '2027-01-12', '2027-02-10')];

  expect(problemsOf({ durationSeconds: 6 * HOUR, exclusions })).toEqual([
    'exclusions: 36h for maintenance from 2026-11-08 to 2027-02-08; 48h or more in any 92 days, as Google asks',
  ]);
});

test('an exclusion of minor versions leaves windows open', () => {
  const exclusions = [excluded('a', '2027-01-01', '2027-06-01', 'no-minor-or-node-upgrades')];

  expect(problemsOf({ durationSeconds: 4 * HOUR, exclusions })).toEqual([]);
});

test('what an exclusion leaves of a window counts only when it is 4 hours or more', () => {
  // From 22:00 for four hours: of two nights an exclusion at midnight leaves half, and a half is none.
  const short = { days: ['SA'], start: '22:00', durationSeconds: 4 * HOUR };
  expect(problemsOf(short)).toEqual([]);
  expect(problemsOf({ ...short, exclusions: [excluded('a', '2027-01-03', '2027-01-10')] })).toEqual([
    expect.stringContaining('exclusions: 44h for maintenance'),
  ]);
});

test('windows that touch are one, so that none of it is lost where they meet', () => {
  const calendar = { days: WEEKDAYS, start: '22:00', durationSeconds: 24 * HOUR };
  // Two days are open in 92, from midnight to midnight: of each, two hours are of a window that begins in it.
  const exclusions = [
    excluded('a', '2027-01-01', '2027-01-31'),
    excluded('b', '2027-02-01', '2027-03-03'),
    excluded('c', '2027-03-04', '2027-04-03'),
  ];

  expect(problemsOf({ ...calendar, exclusions })).toEqual([]);
});

test('agrees with a count by the hour of every day on which 92 days can begin', () => {
  const calendars = fc.record({
    days: fc.uniqueArray(fc.constantFrom(...WEEKDAYS), { minLength: 1, maxLength: 2 }),
    start: fc.integer({ min: 0, max: 23 }).map((hour) => `${String(hour).padStart(2, '0')}:00`),
    durationSeconds: fc.integer({ min: 4, max: 7 }).map((hours) => hours * HOUR),
    exclusions: fc
      .array(fc.record({ gap: fc.integer({ min: 1, max: 20 }), days: fc.integer({ min: 1, max: 30 }) }), {
        maxLength: 3,
      })
      .map(inARow),
  });

  fc.assert(
    fc.property(calendars, (calendar) => {
      const isFine = problemsOf(calendar).length === 0;
      expect(isFine).toBe(leastByTheHour(calendar) >= 48);
    }),
    { seed: 5, numRuns: 60 },
  );
});

function inARow(steps: readonly { readonly gap: number; readonly days: number }[]): Exclusion[] {
  let day = Date.UTC(2027, 0, 1);
  return steps.map(({ gap, days }, index) => {
    const from = day + gap * 86_400_000;
    day = from + days * 86_400_000;
    return excluded(`e${index}`, dayOf(from), dayOf(day));
  });
}

function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

/** The least hours in 92 days that begin at any hour of a year, without knowing of spans. */
function leastByTheHour({ days, start, durationSeconds, exclusions }: MaintenanceCalendar): number {
  const first = Date.UTC(2026, 8, 1);
  const hours = Array.from({ length: 300 * 24 }, () => false);
  for (let at = -24; at < hours.length; at += 1) {
    const time = new Date(first + at * 3_600_000);
    const weekday = WEEKDAYS[(time.getUTCDay() + 6) % 7] ?? '';
    if (!days.includes(weekday) || time.getUTCHours() !== Number(start.slice(0, 2))) continue;
    for (let hour = Math.max(0, at); hour < Math.min(hours.length, at + durationSeconds / HOUR); hour += 1)
      hours[hour] = true;
  }
  const open = hours.map(
    (isOpen, hour) =>
      isOpen && !exclusions.some(({ from, to }) => isWithin(first + hour * 3_600_000, from, to)),
  );
  const counted = open.map((_, hour) => pieceAround(open, hour) >= 4);
  let within = counted.slice(0, 92 * 24).filter(Boolean).length;
  let least = within;
  for (let hour = 92 * 24; hour < counted.length; hour += 1) {
    within += Number(counted[hour]) - Number(counted[hour - 92 * 24]);
    least = Math.min(least, within);
  }
  return least;
}

function isWithin(time: number, from: string, to: string): boolean {
  return time >= Date.parse(from) && time < Date.parse(to);
}

function pieceAround(open: readonly boolean[], hour: number): number {
  if (!open[hour]) return 0;
  let first = hour;
  let last = hour;
  while (open[first - 1]) first -= 1;
  while (open[last + 1]) last += 1;
  return last - first + 1;
}
