import { type Problem, UserError } from '@plinth/errors';
import { type ResolvedEnvironment, SERVICE_AUTHORITIES } from '@plinth/model';
import { renderedObjects } from '../rendered';
import { trustsNobody } from './authority-findings';

/**
 * Whom services trust is never taken away altogether: pods would refuse every connection, all at once.
 * @throws UserError `no-authority`
 */
export function requireAuthorities(out: string, environments: readonly ResolvedEnvironment[]): void {
  UserError.throwIfAny(
    environments.filter((one) => trustsNobody(one) && isTrusting(out, one.name)).map(problemOf),
  );
}

function isTrusting(out: string, environment: string): boolean {
  for (const { object } of renderedObjects(out, environment)) {
    const { kind, metadata } = object as { kind?: unknown; metadata?: { readonly name?: unknown } };
    if (kind === 'Bundle' && metadata?.name === SERVICE_AUTHORITIES.configMap) return true;
  }
  return false;
}

function problemOf({ name }: ResolvedEnvironment): Problem {
  return {
    code: 'no-authority',
    where: `environments/${name}/authorities.json`,
    found: 'an empty list, where services trust an authority by what is rendered',
    allowed: 'at least one authority: services that trust nobody take no connection',
    fix: 'restore the file from Git; a new authority comes beside the old one, by plinth certs rotate-ca',
  };
}
