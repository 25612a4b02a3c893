import type { Identity } from '../identity';
import type { FoundLater } from '../rule';
import { mostFrequent } from './most-frequent';

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
