import { spawn } from 'node:child_process';

export interface ProgramRun {
  readonly arguments: readonly string[];
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Milliseconds. */
  readonly timeout: number;
}

export interface ProgramEnd {
  /** Absent when it was ended from outside. */
  readonly code?: number;
  readonly timedOut: boolean;
  /** The last of what it printed by itself, on both streams. */
  readonly printed: string;
}

/** What fits on a few screens. */
const PRINTED_AT_MOST = 20_000;

/** Runs Node to its end, or ends it. It sees none of our environment: credentials cannot leak in, and no shell changes a plan. */
export async function runProgram(run: ProgramRun): Promise<ProgramEnd> {
  const child = spawn(process.execPath, run.arguments, {
    cwd: run.folder,
    env: { ...run.environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const end = (): boolean => child.kill('SIGKILL');
  process.once('exit', end);
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      printed = (printed + text).slice(-PRINTED_AT_MOST);
    });
  }
  let timedOut = false;
  const timer = setTimeout(() => {
    timedOut = true;
    end();
  }, run.timeout);
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject).once('close', resolve);
    });
    return { ...(code === null ? {} : { code }), timedOut, printed };
  } finally {
    clearTimeout(timer);
    process.removeListener('exit', end);
  }
}
