import { type Problem, show, UserError } from '@plinth/errors';

/** The error of a value that is not a quantity; whoever knows the place fills `where` in. */
export function quantityError(kind: string, found: unknown, allowed: string, fix: string): UserError {
  const problem: Problem = { code: `unit-${kind}`, where: kind, found: show(found), allowed, fix };
  return new UserError(problem);
}
