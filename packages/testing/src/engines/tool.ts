import { spawn } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Environment } from './workshop';

export interface ToolOptions {
  readonly environment: Environment;
  readonly signal: AbortSignal;
  readonly folder?: string;
}

export interface ToolResult {
  /** What it printed on both streams, as it came. */
  readonly output: string;
  readonly stdout: string;
  /** How it failed: `exit code 1`, `SIGKILL`, `ENOENT`; undefined when it did not. */
  readonly failure: string | undefined;
}

/** Runs a program to its end. Only an interruption by the signal throws. */
export async function runTool(
  program: string,
  args: readonly string[],
  options: ToolOptions,
): Promise<ToolResult> {
  options.signal.throwIfAborted();
  const child = spawn(program, [...args], {
    cwd: options.folder,
    env: { ...options.environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const stop = () => child.kill('SIGTERM');
  options.signal.addEventListener('abort', stop);
  process.once('exit', stop);
  const printed = { output: '', stdout: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed.output += text;
    printed.stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    printed.output += text;
  });
  const failure = await new Promise<string | undefined>((resolve) => {
    child.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    child.on('close', (code, signal) => resolve(code === 0 ? undefined : (signal ?? `exit code ${code}`)));
  });
  process.off('exit', stop);
  options.signal.removeEventListener('abort', stop);
  options.signal.throwIfAborted();
  return { ...printed, failure };
}

/** How it failed and what it said last, on one line: what a message shows of a tool's output. */
export function lastLines(result: ToolResult): string {
  return lines(result, (all) => all.slice(-4));
}

/** The same for what it said first: programs that print their usage, or where they crashed, say why above it. */
export function firstLines(result: ToolResult): string {
  return lines(result, (all) => all.slice(0, 2));
}

function lines(result: ToolResult, choose: (all: string[]) => string[]): string {
  const all = result.output
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const shown = choose(all).map((line) => (line.length > 300 ? `${line.slice(0, 297)}...` : line));
  return shown.length === 0 ? String(result.failure) : `${result.failure}: ${shown.join(' | ')}`;
}

/** The path of a program as a shell would find it. */
export function tryFindOnPath(name: string, environment: Environment): string | undefined {
  return (environment.PATH ?? '')
    .split(delimiter)
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, name))
    .find(isProgram);
}

export function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
