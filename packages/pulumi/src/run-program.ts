import { UserError } from '@plinth/errors';
import { RunError } from '@pulumi/pulumi';

/**
 * Runs the body of a Pulumi program. A person's mistake ends it with its own lines and nothing else, before
 * anything is registered when the body first reads and judges what is declared.
 * @throws RunError for a `UserError`: Pulumi prints it without a stack
 */
export function runProgram<Outputs>(body: () => Outputs): Outputs {
  try {
    return body();
  } catch (error) {
    if (UserError.isUserError(error)) throw new RunError(error.message);
    throw error;
  }
}
