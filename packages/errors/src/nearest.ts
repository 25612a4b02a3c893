/**
 * The candidate that a person most likely meant, or undefined when none is close: at most a third of its
 * letters differ, or it starts alike.
 */
export function nearest(written: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    const distance = editDistance(written.toLowerCase(), candidate.toLowerCase());
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  if (best === undefined) return undefined;
  const close = bestDistance <= Math.max(2, Math.floor(Math.max(written.length, best.length) / 3));
  const prefix = written.length > 1 && (best.startsWith(written) || written.startsWith(best));
  return close || prefix ? best : undefined;
}

/** `did you mean "x"`, or the sentence that helps when nothing is near. */
export function didYouMean(written: string, candidates: Iterable<string>, otherwise: string): string {
  const name = nearest(written, candidates);
  return name === undefined ? otherwise : `did you mean ${JSON.stringify(name)}?`;
}

/** Levenshtein's distance in one row. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const substitution = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(substitution, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
