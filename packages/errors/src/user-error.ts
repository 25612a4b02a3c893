import { withoutKeys } from './key-material';
import { formatProblem, type Problem } from './problem';
import { bullets } from './text';

/** Whatever a part quotes, a name or a path, a key in it goes no further. */
function shown({ code, where, found, allowed, fix }: Problem): Problem {
  return {
    code,
    where: withoutKeys(where),
    found: withoutKeys(found),
    allowed: withoutKeys(allowed),
    fix: withoutKeys(fix),
  };
}

/**
 * A mistake of the person who called, with everything that is wrong at once.
 * Anything else that is thrown is our bug.
 */
export class UserError extends Error {
  readonly problems: readonly Problem[];

  constructor(problems: Problem | readonly Problem[]) {
    const list = ('code' in problems ? [problems] : problems).map(shown);
    super(
      list.length === 1
        ? list.map(formatProblem).join()
        : `${list.length} problems\n${bullets(list.map(formatProblem))}`,
    );
    this.name = 'UserError';
    this.problems = list;
  }

  /** The code of the first problem. */
  get code(): string {
    return this.problems[0]?.code ?? 'unknown';
  }

  /** Throws when there is at least one problem. */
  static throwIfAny(problems: readonly Problem[]): void {
    if (problems.length > 0) throw new UserError(problems);
  }

  /** True also for an error of another copy of this package. */
  static isUserError(error: unknown): error is UserError {
    return error instanceof Error && error.name === 'UserError' && 'problems' in error;
  }
}
