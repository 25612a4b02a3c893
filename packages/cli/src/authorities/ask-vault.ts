import type { VaultSession } from '@plinth/certificates';
import { UserError } from '@plinth/errors';
import { withSession } from '../certificates/open-session';

/** Work on authorities: what a token lacks for it is not in the policy of anybody's day. */
export async function withAuthorities<T>(
  variables: NodeJS.ProcessEnv,
  work: (session: VaultSession) => Promise<T>,
): Promise<T> {
  try {
    return await withSession(variables, work);
  } catch (error) {
    const problem = UserError.isUserError(error) ? error.problems[0] : undefined;
    if (problem?.code !== 'vault-token') throw error;
    throw new UserError({
      ...problem,
      allowed: 'a token of root, which three holders of a recovery key make together',
      fix: 'look at docs/guides/running-vault.md, "A new authority for services"',
    });
  }
}
