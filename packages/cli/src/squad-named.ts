import { didYouMean, oneOf, show, UserError } from '@plinth/errors';

/**
 * A squad that there is, for a flag that names one.
 * @throws UserError `unknown-squad`
 */
export function squadNamed<S extends { readonly name: string }>(name: string, squads: readonly S[]): S {
  const squad = squads.find((candidate) => candidate.name === name);
  if (squad !== undefined) return squad;
  const names = squads.map((candidate) => candidate.name);
  throw new UserError({
    code: 'unknown-squad',
    where: '--squad <name>',
    found: show(name),
    allowed: oneOf(names),
    fix: didYouMean(name, names, 'name one of these'),
  });
}
