import type { Problem } from '@plinth/errors';
import type { Duration } from '@plinth/units';

/** How long somebody who has logged in stays. */
export interface TokenLife {
  /** From login, and from each renewal, on. */
  readonly ttl: Duration;
  /** However often it is renewed. */
  readonly maxTtl: Duration;
}

/** The longest life that a token of ours may have. */
const LONGEST_HOURS = 24;

/** What every token is: in Vault's store, so that it can be taken back at once, and without the policy of everybody. */
export function tokenOf({ ttl, maxTtl }: TokenLife, policies: readonly string[]) {
  return {
    tokenPolicies: [...policies],
    tokenNoDefaultPolicy: true,
    tokenTtl: ttl.seconds,
    tokenMaxTtl: maxTtl.seconds,
    tokenType: 'service',
  };
}

export function tokenLifeProblems(where: string, { ttl, maxTtl }: TokenLife): Problem[] {
  const problem = (part: string, found: string, allowed: string): Problem => ({
    code: 'token-life',
    where: `${where}.${part}`,
    found,
    allowed,
    fix: 'take it from the other one, or make it shorter',
  });
  return [
    ...(maxTtl.seconds > LONGEST_HOURS * 3600
      ? [problem('maxTtl', `${maxTtl}`, `at most ${LONGEST_HOURS}h`)]
      : []),
    ...(ttl.seconds > maxTtl.seconds ? [problem('ttl', `${ttl}`, `at most maxTtl, ${maxTtl}`)] : []),
  ];
}

/** As Vault prints it back: what is written otherwise would be a change at each run. */
export function goDuration({ seconds }: Duration): string {
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60)];
  const rest = `${seconds % 60}s`;
  if (hours > 0) return `${hours}h${minutes}m${rest}`;
  return minutes > 0 ? `${minutes}m${rest}` : rest;
}
