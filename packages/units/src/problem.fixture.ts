import { type Problem, UserError } from '@plinth/errors';

/** The problems that a function reports; anything else that it throws is thrown on. */
export function problemsIn(run: () => unknown): readonly Problem[] {
  try {
    run();
  } catch (error) {
    if (UserError.isUserError(error)) return error.problems;
    throw error;
  }
  return [];
}

/** Checks that a function reports one problem whose four parts say what is expected. */
export function expectProblem(run: () => unknown, expected: Omit<Problem, 'where'>): void {
  const problems = problemsIn(run);
  expect(problems).toHaveLength(1);
  expect(problems[0]).toEqual({
    code: expected.code,
    where: expect.stringMatching(/./),
    found: expect.stringContaining(expected.found),
    allowed: expect.stringContaining(expected.allowed),
    fix: expect.stringContaining(expected.fix),
  });
}
