export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
export const WEEK = 7 * DAY;

/** Times from a moment to another, in milliseconds. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Spans that touch or overlap become one. */
export function merged(spans: readonly Span[]): Span[] {
  const result: { from: number; to: number }[] = [];
  for (const { from, to } of [...spans].sort((a, b) => a.from - b.from)) {
    const last = result.at(-1);
    if (last !== undefined && from <= last.to) last.to = Math.max(last.to, to);
    else result.push({ from, to });
  }
  return result;
}

/** What is left of spans when others are taken away. */
export function without(spans: readonly Span[], excluded: readonly Span[]): Span[] {
  return excluded.reduce<readonly Span[]>(
    (rest, { from, to }) =>
      rest.flatMap((span) =>
        [
          { from: span.from, to: Math.min(span.to, from) },
          { from: Math.max(span.from, to), to: span.to },
        ].filter((piece) => piece.from < piece.to),
      ),
    spans,
  ) as Span[];
}

export function touches(a: Span, b: Span): boolean {
  return a.from <= b.to && b.from <= a.to;
}

/** How much of spans is within another. */
export function timeWithin(spans: readonly Span[], { from, to }: Span): number {
  return spans.reduce((sum, span) => sum + Math.max(0, Math.min(span.to, to) - Math.max(span.from, from)), 0);
}

/** From the start of a day to the start of another, in UTC. */
export function spanOf({ from, to }: { readonly from: string; readonly to: string }): Span {
  return { from: Date.parse(`${from}T00:00:00Z`), to: Date.parse(`${to}T00:00:00Z`) };
}

export function isDay(text: string): boolean {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return !Number.isNaN(at) && isoDay(at) === text;
}

/** The day in UTC, such as `2026-12-18`. */
export function isoDay(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
