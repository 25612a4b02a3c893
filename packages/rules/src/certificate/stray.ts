import type { Identity } from '../identity';
import type { FoundLater } from '../rule';

/** What all objects of one environment say alike, and where one says it. */
export interface Said {
  readonly identity: Identity;
  readonly file: string;
  readonly path: string;
  readonly value: string;
}

/** How one that says something else is told. */
interface Words {
  /** `the trust domain`; the value comes behind it. */
  readonly what?: string;
  readonly others: string;
  readonly fix: string;
}

/** Those that differ from most. */
export function* strays(said: readonly Said[], { what, others, fix }: Words): Iterable<FoundLater> {
  const own = mostFrequent(said.map(({ value }) => value));
  for (const { value, ...place } of said) {
    if (value === own) continue;
    const found = what === undefined ? JSON.stringify(value) : `${what} ${JSON.stringify(value)}`;
    yield { ...place, found, allowed: `${JSON.stringify(own)}, as ${others}`, fix };
  }
}

/** Of those that are equally frequent, the first by name. */
function mostFrequent(values: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const [first] = [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  return first?.[0];
}
