import { UserError } from '@plinth/errors';
import { CommanderError } from 'commander';
import type { ExitCode } from './command';
import { createProgram, exitCodeOf } from './program';
import { openTerminal } from './terminal';

/** Runs one command and ends the process: the only place that catches, and the only one that exits. */
export function main(args: readonly string[]): void {
  for (const [name, stream] of [
    ['standard output', process.stdout],
    ['standard error', process.stderr],
  ] as const) {
    stream.on('error', (error: NodeJS.ErrnoException) => process.exit(reportLostOutput(name, error)));
  }
  // What a stack left behind, such as a promise that nobody awaits, would else end with the code of findings.
  process.on('uncaughtException', (error) => process.exit(report(error)));
  const outcome = run(args);
  if (typeof outcome === 'number') process.exitCode = outcome;
  else
    outcome.then(
      (code) => setExitCode(code),
      (error: unknown) => setExitCode(report(error)),
    );
}

function setExitCode(code: ExitCode): void {
  process.exitCode = code;
}

function run(args: readonly string[]): ExitCode | Promise<ExitCode> {
  let exitCode: ExitCode | Promise<ExitCode> = 0;
  try {
    const context = {
      cwd: process.cwd(),
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

/** A reader that has seen enough, such as `head`, is no error; a full disk is. */
function reportLostOutput(name: string, { code }: NodeJS.ErrnoException): number | string {
  if (code === 'EPIPE') return process.exitCode ?? 0;
  return report(
    new UserError({
      code: 'lost-output',
      where: name,
      found: `what takes no more (${code})`,
      allowed: 'a terminal, a pipe or a file on a disk with space',
      fix: 'make room and run again',
    }),
  );
}
