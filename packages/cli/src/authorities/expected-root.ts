import type { ExpectedRoot } from '@plinth/certificates';
import { certificateLives, type ResolvedEnvironment } from '@plinth/model';

/** How authorities of an environment call themselves, before the part and its generation. */
export function authorityName({ facts }: Pick<ResolvedEnvironment, 'facts'>): string {
  return `${facts.domain} services`;
}

/** What the root of an environment has to be. */
export function expectedRoot(environment: Pick<ResolvedEnvironment, 'facts'>, now: number): ExpectedRoot {
  const { facts } = environment;
  return {
    commonName: `${authorityName(environment)} root`,
    organization: facts.project,
    issuing: certificateLives(facts).issuing,
    now,
  };
}
