/**
 * When Google may upgrade a cluster, as a calendar: how much time is left for it. Pure arithmetic over days that
 * somebody wrote; no clock.
 * @see https://cloud.google.com/kubernetes-engine/docs/concepts/maintenance-windows-and-exclusions
 */

/** One window for each of some days of the week. */
export interface MaintenanceWindows {
  readonly days: readonly string[];
  /** In UTC, such as `02:00`. */
  readonly start: string;
  readonly seconds: number;
}

/** A stretch of days from the first to the one after the last. */
export interface Days {
  readonly from: string;
  readonly to: string;
}

/** The stretch of days in which least can be done. */
export interface ScarcestDays extends Days {
  readonly seconds: number;
}

/** Google asks for so much in each stretch of `ROLLING_DAYS`, in pieces that are no shorter than `SHORTEST_PIECE`. */
export const LEAST_SECONDS = 48 * 3600;
export const ROLLING_DAYS = 92;
const SHORTEST_PIECE = 4 * 3600;

const DAY = 86_400;
const STRETCH = ROLLING_DAYS * DAY;

/** From Thursday, the first of January 1970, on which seconds begin to count. */
const WEEKDAYS = ['TH', 'FR', 'SA', 'SU', 'MO', 'TU', 'WE'];

/** Seconds from a moment to another. */
type Span = readonly [from: number, to: number];

/** Days from the first to the one after the last; less than one when they stand the wrong way round. */
export function lengthInDays({ from, to }: Days): number {
  return (secondOf(to) - secondOf(from)) / DAY;
}

/** Stretches that overlap or follow each other at once, as one. */
export function joined(stretches: readonly Days[]): Days[] {
  return union(stretches.map(spanOf)).map(([from, to]) => ({ from: dayOf(from), to: dayOf(to) }));
}

/** How much time there is where there is least, however the stretch of days is laid; `blocked` days have none. */
export function scarcestDays(windows: MaintenanceWindows, blocked: readonly Days[]): ScarcestDays {
  const closed = union(blocked.map(spanOf));
  // Away from what is blocked each week is like another: one is enough.
  const probed: Span[] = [[0, 7 * DAY], ...closed];
  const [first, ...rest] = probed.map(([from, to]) =>
    scarcestNear(windows, closed, [from - STRETCH, to + STRETCH]),
  ) as [Scarcest, ...Scarcest[]];
  const { start, seconds } = rest.reduce((least, one) => (one.seconds < least.seconds ? one : least), first);
  return { from: dayOf(start), to: dayOf(start + STRETCH), seconds };
}

interface Scarcest {
  readonly start: number;
  readonly seconds: number;
}

/** Of the stretches that lie within a span. */
function scarcestNear(windows: MaintenanceWindows, closed: readonly Span[], [from, to]: Span): Scarcest {
  const open = openings(windows, closed, [from, to]);
  // While a stretch slides, it loses what it begins in and gains what it ends in: it has least when it has just lost.
  const starts = [from, ...open.map(([, closes]) => closes)];
  return starts
    .filter((start) => start >= from && start + STRETCH <= to)
    .map((start) => ({ start, seconds: secondsWithin(open, [start, start + STRETCH]) }))
    .reduce((least, one) => (one.seconds < least.seconds ? one : least));
}

function secondsWithin(spans: readonly Span[], [start, end]: Span): number {
  let seconds = 0;
  for (const [from, to] of spans) seconds += Math.max(0, Math.min(to, end) - Math.max(from, start));
  return seconds;
}

/** Every opening that touches a span, whole: windows less what is closed, without the pieces that are too short. */
function openings(windows: MaintenanceWindows, closed: readonly Span[], [start, end]: Span): Span[] {
  const [hours = 0, minutes = 0] = windows.start.split(':').map(Number);
  const opened: Span[] = [];
  // A day before and after: a window may begin yesterday, and two that touch are one.
  for (let day = Math.floor(start / DAY) - 2; day <= Math.ceil(end / DAY) + 2; day += 1) {
    if (!windows.days.includes(WEEKDAYS[((day % 7) + 7) % 7] ?? '')) continue;
    const from = day * DAY + hours * 3600 + minutes * 60;
    opened.push([from, from + windows.seconds]);
  }
  return union(opened)
    .flatMap((span) => without(span, closed))
    .filter(([from, to]) => to - from >= SHORTEST_PIECE && to > start && from < end);
}

/** What is left of a span; what is closed is in order and apart. */
function without([from, to]: Span, closed: readonly Span[]): Span[] {
  const left: Span[] = [];
  let next = from;
  for (const [first, last] of closed) {
    if (last <= next || first >= to) continue;
    if (first > next) left.push([next, first]);
    next = last;
  }
  if (next < to) left.push([next, to]);
  return left;
}

function union(spans: readonly Span[]): Span[] {
  const merged: [number, number][] = [];
  for (const [from, to] of [...spans].sort(([a], [b]) => a - b)) {
    const last = merged.at(-1);
    if (last !== undefined && from <= last[1]) last[1] = Math.max(last[1], to);
    else merged.push([from, to]);
  }
  return merged;
}

function spanOf({ from, to }: Days): Span {
  return [secondOf(from), secondOf(to)];
}

function secondOf(day: string): number {
  return Date.parse(`${day}T00:00:00Z`) / 1000;
}

function dayOf(second: number): string {
  return new Date(second * 1000).toISOString().slice(0, 10);
}
