import type { Problem } from '@plinth/errors';
import { pathProblems } from './path';

/**
 * What can be done at a path. `sudo`, which opens what only administrators may, is a word of its own.
 * @see https://developer.hashicorp.com/vault/docs/concepts/policies#capabilities
 */
export type Capability = 'create' | 'read' | 'update' | 'patch' | 'delete' | 'list' | 'sudo';

/** One path, and what may be done there. */
export interface Grant {
  readonly path: string;
  /** Everything under the path, too: for those who configure Vault. @default the path alone */
  readonly below?: boolean;
  readonly capabilities: readonly Capability[];
}

const ORDER: readonly Capability[] = ['create', 'read', 'update', 'patch', 'delete', 'list', 'sudo'];

/** A policy as Vault reads it: the same grants give the same text, in whatever order they come. */
export function policyText(grants: readonly Grant[]): string {
  const stanzas = grants.map(
    ({ path, below, capabilities }) =>
      [below === true ? `${path}/*` : path, ORDER.filter((one) => capabilities.includes(one))] as const,
  );
  return stanzas
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(
      ([path, capabilities]) =>
        `path ${JSON.stringify(path)} {\n  capabilities = [${capabilities.map((one) => JSON.stringify(one)).join(', ')}]\n}\n`,
    )
    .join('\n');
}

/** A path that comes twice would be half of what was meant: Vault takes one of the two. */
export function grantProblems(where: string, grants: readonly Grant[]): Problem[] {
  const seen = new Set<string>();
  if (grants.length === 0) return [nothing(where, 'no grant')];
  return grants.flatMap(({ path, below, capabilities }, index) => {
    const place = `${where}[${index}]`;
    const problems = pathProblems(`${place}.path`, path);
    if (capabilities.length === 0) problems.push(nothing(`${place}.capabilities`, 'no capability'));
    const key = `${path}${below === true ? '/*' : ''}`;
    if (seen.has(key)) problems.push(twice(`${place}.path`, key));
    seen.add(key);
    return problems;
  });
}

function nothing(where: string, found: string): Problem {
  return {
    code: 'vault-grants',
    where,
    found,
    allowed: 'at least one',
    fix: 'leave out what may do nothing',
  };
}

function twice(where: string, path: string): Problem {
  return {
    code: 'vault-grants',
    where,
    found: `"${path}" once more`,
    allowed: 'each path once',
    fix: 'put all its capabilities in one place',
  };
}
