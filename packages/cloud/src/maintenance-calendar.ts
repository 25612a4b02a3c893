import { oneOf, show } from '@plinth/errors';
import {
  DAY,
  HOUR,
  isDay,
  isoDay,
  merged,
  type Span,
  spanOf,
  timeWithin,
  touches,
  WEEK,
  without,
} from './time-span';

/** Days of the week as RFC 5545 writes them. */
export const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const;

export type Weekday = (typeof WEEKDAYS)[number];

/** What an exclusion keeps away; `no-upgrades` also keeps away patches. */
export type ExclusionScope = 'no-upgrades' | 'no-minor-upgrades' | 'no-minor-or-node-upgrades';

/** When Google may upgrade, in plain data. */
export interface MaintenanceCalendar {
  readonly days: readonly string[];
  /** In UTC, such as `02:00`. */
  readonly start: string;
  readonly durationSeconds: number;
  readonly exclusions: readonly {
    /** What it is called in problems. */
    readonly name: string;
    /** The first day, such as `2026-12-18`. */
    readonly from: string;
    /** The first day after it. */
    readonly to: string;
    readonly scope: string;
  }[];
}

/** One thing that is wrong with a calendar. */
export interface CalendarProblem {
  readonly code: string;
  /** Within the calendar: `duration`, `exclusions.year-end`. */
  readonly field: string;
  readonly found: string;
  readonly allowed: string;
  readonly fix: string;
}

/** A Monday: weeks are counted from it. */
const MONDAY = Date.UTC(2024, 0, 1);

/**
 * What Google asks for, and of exclusions less: a month is how long a patch may wait (PCI DSS 6.3.3).
 * @see https://cloud.google.com/kubernetes-engine/docs/concepts/maintenance-windows-and-exclusions#limitations
 */
const RULES = {
  shortestWindow: 4 * HOUR,
  longestWindow: DAY,
  /** Within any `period` there is so much time for maintenance, in pieces of `shortestWindow` or more. */
  available: 48 * HOUR,
  period: 92 * DAY,
  exclusions: 20,
  withoutPatches: 3,
  longest: { 'no-upgrades': 30, 'no-minor-upgrades': 180, 'no-minor-or-node-upgrades': 180 },
} as const;

const SCOPES = Object.keys(RULES.longest) as ExclusionScope[];

type Exclusion = MaintenanceCalendar['exclusions'][number] & { readonly span: Span };

/** Everything that is wrong with when Google may upgrade. What follows from a problem is not told again. */
export function calendarProblems(calendar: MaintenanceCalendar): CalendarProblem[] {
  const own = [...windowProblems(calendar), ...calendar.exclusions.flatMap(exclusionProblems)];
  if (own.length > 0) return own;
  const exclusions = calendar.exclusions.map((exclusion) => ({ ...exclusion, span: spanOf(exclusion) }));
  const blocking = exclusions
    .filter(({ scope }) => scope === 'no-upgrades')
    .sort((a, b) => a.span.from - b.span.from);
  const together = [...countProblems(exclusions, blocking), ...stretchProblems(blocking)];
  return together.length > 0 ? together : availabilityProblems(calendar, blocking);
}

function windowProblems({ days, start, durationSeconds }: MaintenanceCalendar): CalendarProblem[] {
  const duration = durationSeconds * 1000;
  const problems: CalendarProblem[] = [];
  const names = WEEKDAYS as readonly string[];
  if (days.length === 0 || new Set(days).size < days.length || days.some((day) => !names.includes(day))) {
    problems.push(
      problem(
        'days',
        show(days),
        `one or more of ${WEEKDAYS.join(', ')}, each once`,
        'write for example ["SA", "SU"]',
      ),
    );
  }
  if (!/^(?:[01]\d|2[0-3]):[0-5]\d$/.test(start)) {
    problems.push(
      problem('start', show(start), 'a time of the day in UTC such as "02:00"', 'write hours and minutes'),
    );
  }
  if (!(duration >= RULES.shortestWindow && duration <= RULES.longestWindow)) {
    problems.push(
      problem(
        'duration',
        hours(duration),
        'a window of 4h to 24h: Google counts no shorter one',
        'write "4h"',
      ),
    );
  }
  return problems;
}

function exclusionProblems({
  name,
  from,
  to,
  scope,
}: MaintenanceCalendar['exclusions'][number]): CalendarProblem[] {
  const field = `exclusions.${name}`;
  const broken = [from, to].filter((day) => !isDay(day));
  if (broken.length > 0) {
    return broken.map((day) =>
      problem(field, show(day), 'a day such as "2027-03-31"', 'write year, month and day'),
    );
  }
  if (!isScope(scope))
    return [problem(field, show(scope), `a scope ${oneOf(SCOPES)}`, 'choose what has to wait')];
  const span = spanOf({ from, to });
  if (span.to <= span.from)
    return [
      problem(
        field,
        `${from} to ${to}`,
        'a last day after the first',
        'write the first day after it as "to"',
      ),
    ];
  return lengthProblems(field, span, scope);
}

function lengthProblems(field: string, span: Span, scope: ExclusionScope): CalendarProblem[] {
  const days = (span.to - span.from) / DAY;
  const longest = RULES.longest[scope];
  if (days <= longest) return [];
  const reason = scope === 'no-upgrades' ? ': a patch may wait for a month' : '';
  const latest = isoDay(span.from + longest * DAY);
  return [
    problem(field, `${days} days`, `at most ${longest} days of ${scope}${reason}`, `end it by ${latest}`),
  ];
}

function countProblems(all: readonly Exclusion[], blocking: readonly Exclusion[]): CalendarProblem[] {
  const problems: CalendarProblem[] = [];
  if (all.length > RULES.exclusions) {
    problems.push(
      problem(
        'exclusions',
        `${all.length} exclusions`,
        `at most ${RULES.exclusions}`,
        'remove those that are over',
      ),
    );
  }
  if (blocking.length > RULES.withoutPatches) {
    const allowed = `at most ${RULES.withoutPatches} of scope no-upgrades`;
    problems.push(
      problem(
        'exclusions',
        `${blocking.length} of scope no-upgrades`,
        allowed,
        'remove one, or choose a scope that lets patches in',
      ),
    );
  }
  return problems;
}

/** Exclusions between which no window lies are one: two of 30 days would keep patches away for 60. */
function stretchProblems(blocking: readonly Exclusion[]): CalendarProblem[] {
  const longest = RULES.longest['no-upgrades'];
  return merged(blocking.map(({ span }) => span)).flatMap((stretch) => {
    const days = (stretch.to - stretch.from) / DAY;
    const names = blocking.filter(({ span }) => touches(stretch, span)).map(({ name }) => name);
    if (days <= longest || names.length < 2) return [];
    return [
      problem(
        `exclusions.${names.at(-1)}`,
        `${days} days in a row with ${names.slice(0, -1).join(', ')}`,
        `at most ${longest} days in a row without patches`,
        'leave room for a window between them',
      ),
    ];
  });
}

function availabilityProblems(
  calendar: MaintenanceCalendar,
  blocking: readonly Exclusion[],
): CalendarProblem[] {
  const least = leastAvailable(
    calendar,
    blocking.map(({ span }) => span),
  );
  if (least.available >= RULES.available) return [];
  return [
    problem(
      blocking.length === 0 ? 'duration' : 'exclusions',
      `${hours(least.available)} for maintenance from ${isoDay(least.from)} to ${isoDay(least.from + RULES.period)}`,
      '48h or more in any 92 days, as Google asks',
      'lengthen the window, add days to it, or shorten exclusions',
    ),
  ];
}

/**
 * The period with the least time for maintenance. While a period slides, its time shrinks only as its beginning
 * passes through an opening, so that it is least where a period begins at the end of one.
 */
function leastAvailable(
  calendar: MaintenanceCalendar,
  blocking: readonly Span[],
): { from: number; available: number } {
  const excluded = blocking.length === 0 ? [{ from: MONDAY, to: MONDAY }] : blocking;
  const first = Math.min(...excluded.map(({ from }) => from)) - RULES.period - WEEK;
  const last = Math.max(...excluded.map(({ to }) => to)) + RULES.period + WEEK;
  const open = openings(calendar, { from: first, to: last }, blocking);
  const candidates = open.map(({ to }) => to);
  let least = { from: first, available: Number.POSITIVE_INFINITY };
  for (const from of candidates
    .filter((at) => at >= first && at + RULES.period <= last)
    .sort((a, b) => a - b)) {
    const available = timeWithin(open, { from, to: from + RULES.period });
    if (available < least.available) least = { from, available };
  }
  return least;
}

/** When maintenance can be: windows, those that touch as one, without what is excluded and what is too short. */
function openings(
  { days, start, durationSeconds }: MaintenanceCalendar,
  within: Span,
  blocking: readonly Span[],
): Span[] {
  const [hour = 0, minute = 0] = start.split(':').map(Number);
  const weeks = Array.from(
    { length: Math.ceil((within.to - within.from) / WEEK) + 2 },
    (_, index) => index - 1,
  );
  const monday = MONDAY + Math.floor((within.from - MONDAY) / WEEK) * WEEK;
  const windows = weeks.flatMap((week) =>
    WEEKDAYS.flatMap((day, index) => {
      const from = monday + week * WEEK + index * DAY + hour * HOUR + minute * 60_000;
      return days.includes(day) ? [{ from, to: from + durationSeconds * 1000 }] : [];
    }),
  );
  return without(merged(windows), merged(blocking)).filter(
    ({ from, to }) => to - from >= RULES.shortestWindow,
  );
}

function isScope(text: string): text is ExclusionScope {
  return (SCOPES as readonly string[]).includes(text);
}

/** The first time from the Monday on that is on one of the days: where a recurrence begins. */
export function firstDay(days: readonly Weekday[]): string {
  return isoDay(MONDAY + Math.min(...days.map((day) => WEEKDAYS.indexOf(day))) * DAY);
}

function hours(milliseconds: number): string {
  return `${Math.round((milliseconds / HOUR) * 100) / 100}h`;
}

function problem(field: string, found: string, allowed: string, fix: string): CalendarProblem {
  return { code: `maintenance-${field.split('.')[0]}`, field, found, allowed, fix };
}
