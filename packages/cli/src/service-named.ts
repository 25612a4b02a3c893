import { didYouMean, show, UserError } from '@plinth/errors';
import type { Company } from '@plinth/model';

/**
 * The declared service of this name.
 * @throws UserError `unknown-service`
 */
export function serviceNamed(name: string, { base }: Company): Company['base']['services'][number] {
  const service = base.services.find((candidate) => candidate.name === name);
  if (service !== undefined) return service;
  const names = base.services.map((candidate) => candidate.name);
  throw new UserError({
    code: 'unknown-service',
    where: '<service>',
    found: show(name),
    allowed: `one of ${names.length} declared services`,
    fix: didYouMean(name, names, 'plinth list shows them'),
  });
}
