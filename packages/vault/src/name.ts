import { type Problem, show } from '@plinth/errors';

const NAME = /^(?=.{1,128}$)[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?$/;
/** Vault's own: one can do everything, the other is given to everybody. */
const RESERVED = ['root', 'default'];

/** Names of roles, policies, ServiceAccounts and namespaces: one thing each, and never Vault's own. */
export function nameProblems(where: string, name: string): Problem[] {
  if (NAME.test(name) && !RESERVED.includes(name)) return [];
  return [
    {
      code: 'vault-name',
      where,
      found: show(name),
      allowed: `one name of lower-case letters, digits, hyphens and dots; not ${RESERVED.join(' or ')}`,
      fix: name.includes('*') ? 'name each one by itself' : 'write for example "ledger"',
    },
  ];
}
