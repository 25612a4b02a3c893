import { didYouMean, oneOf, show, UserError } from '@plinth/errors';

/**
 * The environment of this name.
 * @param where the flag, argument or stack that names it
 * @throws UserError `unknown-environment`
 */
export function environmentNamed<E extends { readonly name: string }>(
  name: string,
  environments: readonly E[],
  where: string,
): E {
  const environment = environments.find((candidate) => candidate.name === name);
  if (environment !== undefined) return environment;
  const names = environments.map((candidate) => candidate.name);
  throw new UserError({
    code: 'unknown-environment',
    where,
    found: show(name),
    allowed: oneOf(names),
    fix: didYouMean(name, names, 'name one of these'),
  });
}
