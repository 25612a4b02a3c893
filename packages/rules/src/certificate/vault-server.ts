import type { Identity } from '../identity';
import type { FoundLater } from '../rule';
import { mostFrequent } from './most-frequent';

/** Whom an Issuer takes for Vault. */
export interface KnownServer {
  readonly identity: Identity;
  readonly file: string;
  readonly server: string;
}

/** An environment has one Vault: the one that most of its issuers speak to. Another one gets the tokens of an account. */
export function* strayServers(known: readonly KnownServer[]): Iterable<FoundLater> {
  const own = mostFrequent(known.map(({ server }) => server));
  for (const { server, ...place } of known) {
    if (server === own) continue;
    yield {
      ...place,
      path: 'spec.vault.server',
      found: JSON.stringify(server),
      allowed: `${JSON.stringify(own)}, as the other issuers of the environment`,
      fix: "write the address of the environment's Vault",
    };
  }
}
