import { UserError } from '@plinth/errors';
import { CommanderError } from 'commander';
import type { ExitCode } from './command';
import { createProgram, exitCodeOf } from './program';
import { openTerminal } from './terminal';

/** Runs one command and ends the process: the only place that catches, and the only one that exits. */
export function main(args: readonly string[]): void {
  // A reader that has seen enough, such as `head`, is no error.
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit(process.exitCode ?? 0);
      throw error;
    });
  }
  process.exitCode = run(args);
}

function run(args: readonly string[]): ExitCode {
  let exitCode: ExitCode = 0;
  try {
    const context = {
      cwd: workingDirectory(),
      variables: process.env,
      terminal: openTerminal({ out: process.stdout, error: process.stderr }, process.env),
      today: new Date().toISOString().slice(0, 10),
    };
    const program = createProgram(context, (code) => {
      exitCode = code;
    });
    program.parse(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    return report(error);
  }
}

function workingDirectory(): string {
  try {
    return process.cwd();
  } catch {
    throw new UserError({
      code: 'no-working-directory',
      where: 'the working directory',
      found: 'that it was deleted',
      allowed: 'a folder inside a repository',
      fix: 'change into the repository',
    });
  }
}

function report(error: unknown): ExitCode {
  if (error instanceof CommanderError) return exitCodeOf(error);
  if (UserError.isUserError(error)) {
    process.stderr.write(`${error.message}\n`);
    return 2;
  }
  const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(
    `plinth: this is our bug, not your mistake; please report it with these lines\n${trace}\n`,
  );
  return 3;
}
