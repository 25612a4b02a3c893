/**
 * One mistake in what a person wrote, in the four parts that let her mend it without asking anybody.
 * Each part is a phrase: lower case, no full stop.
 */
export interface Problem {
  /** Written once, greppable, stable: `unknown-field`, `image-digest`. */
  readonly code: string;
  /** `file:line:column: service.field` where known; else the construct path or the flag. */
  readonly where: string;
  /** What stands there. Never the contents of a secret. */
  readonly found: string;
  /** What may stand there. */
  readonly allowed: string;
  /** What to do now. */
  readonly fix: string;
}

/** One line: `where: found …; allowed: …; …`. */
export function formatProblem(problem: Problem): string {
  return `${problem.where}: found ${problem.found}; allowed: ${problem.allowed}; ${problem.fix}`;
}
