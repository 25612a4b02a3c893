import type { Identity } from '../identity';
import type { FoundLater } from '../rule';

/** A SPIFFE ID, and where it stands. */
export interface KnownDomain {
  readonly identity: Identity;
  readonly file: string;
  readonly path: string;
  readonly domain: string;
}

/** An environment is one trust domain: the one that most of its certificates are of. */
export function* strayDomains(known: readonly KnownDomain[]): Iterable<FoundLater> {
  const own = mostFrequent(known.map(({ domain }) => domain));
  for (const { domain, ...place } of known) {
    if (domain === own) continue;
    yield {
      ...place,
      found: `the trust domain ${JSON.stringify(domain)}`,
      allowed: `${JSON.stringify(own)}, as the other certificates of the environment`,
      fix: "write the environment's domain: each trusts its own services alone",
    };
  }
}

/** Of those that are equally frequent, the first by name. */
function mostFrequent(values: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const [first] = [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  return first?.[0];
}
