import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

export const CHECKOUT = join(__dirname, '../..');
export const PLINTH = join(CHECKOUT, 'packages/cli/bin/plinth.js');

/** How a command ended. */
export interface Run {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd: string;
  /** Laid over those of this process. */
  readonly variables?: Readonly<Record<string, string | undefined>>;
}

/** Runs the command line as a person does: a process of its own. */
export function plinth(args: readonly string[], options: RunOptions): Promise<Run> {
  return run(process.execPath, ['--conditions=@plinth/source', PLINTH, ...args], options);
}

/** Runs it by a line for the shell, in which `plinth` is a function. */
export function shell(line: string, options: RunOptions): Promise<Run> {
  const definitions = `NODE='${process.execPath}' PLINTH='${PLINTH}'; plinth() { "$NODE" --conditions=@plinth/source "$PLINTH" "$@"; }`;
  return run('bash', ['-c', `set -o pipefail; ${definitions}; ${line}`], options);
}

export async function run(file: string, args: readonly string[], options: RunOptions): Promise<Run> {
  return finish(start(file, args, options));
}

/** A run that the test stops or watches. */
export function startPlinth(args: readonly string[], options: RunOptions): ChildProcess {
  return start(process.execPath, ['--conditions=@plinth/source', PLINTH, ...args], options);
}

/** Those of this process, and over them what a test wants. */
export function variablesOf(variables: RunOptions['variables']): Record<string, string | undefined> {
  return { ...process.env, CDK8S_OUTDIR: undefined, ...variables };
}

function start(file: string, args: readonly string[], { cwd, variables }: RunOptions): ChildProcess {
  const options: SpawnOptions = {
    cwd,
    env: variablesOf(variables),
    // A run that hangs is a failure, not the end of the tests.
    timeout: 120_000,
  };
  return spawn(file, args, options);
}

export async function finish(child: ChildProcess): Promise<Run> {
  const [stdout, stderr] = [collect(child.stdout), collect(child.stderr)];
  const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  return { code, signal, stdout: stdout(), stderr: stderr() };
}

function collect(stream: NodeJS.ReadableStream | null): () => string {
  const chunks: Buffer[] = [];
  stream?.on('data', (chunk: Buffer) => chunks.push(chunk));
  return () => Buffer.concat(chunks).toString();
}
