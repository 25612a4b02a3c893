import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

export const ROOT = join(__dirname, '../..');

/** What one process took, from its start to its end. */
export interface Usage {
  /** Seconds on the clock. */
  readonly wall: number;
  /** Seconds of all processors, in the program and in the system. */
  readonly cpu: number;
  /** Mebibytes; absent for programs that are not Node's. */
  readonly peak?: number;
}

export interface Run extends Usage {
  readonly output: string;
}

export interface RunOptions {
  /** Seconds after which it is ended. @default never */
  readonly cap?: number;
  /** @default the root of the checkout */
  readonly cwd?: string;
}

/** Runs a program of Node from its TypeScript sources, in a process of its own. */
export function runNode(program: string, args: readonly string[], options?: RunOptions): Run | undefined {
  const hooks = ['packages/cli/bin/load-typescript.js', 'test/bench/report-usage.ts'];
  const flags = hooks.flatMap((hook) => ['-r', join(ROOT, hook)]);
  const command = [process.execPath, '--conditions=@plinth/source', ...flags, join(ROOT, program), ...args];
  const { wall, output, report } = run(command, options) ?? {};
  return wall === undefined ? undefined : { wall, output: output ?? '', ...JSON.parse(report ?? '') };
}

/** Runs lines of shell that print nothing; the shell counts the processor time of what they start. */
export function runOther(script: string, args: readonly string[], options?: RunOptions): Run | undefined {
  const { wall, output = '' } = run(['sh', '-c', `${script}; times`, 'sh', ...args], options) ?? {};
  if (wall === undefined) return undefined;
  const [, children = ''] = output.split('\n');
  const times = [...children.matchAll(/(\d+)m([\d.]+)s/g)];
  const cpu = times.reduce((sum, [, minutes, seconds]) => sum + Number(minutes) * 60 + Number(seconds), 0);
  return { wall, output: '', cpu };
}

function run([file = '', ...args]: readonly string[], { cap, cwd = ROOT }: RunOptions = {}) {
  const start = performance.now();
  const result = spawnSync(file, args, {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    maxBuffer: 256 * 1024 * 1024,
    ...(cap !== undefined && { timeout: cap * 1000, killSignal: 'SIGKILL' as const }),
  });
  const wall = (performance.now() - start) / 1000;
  if ((result.error as NodeJS.ErrnoException | undefined)?.code === 'ETIMEDOUT') return undefined;
  if (result.status !== 0)
    throw new Error(`${file} ${args.join(' ')}\n${result.stderr}${result.error ?? ''}`);
  return { wall, output: result.stdout, report: result.output[3] ?? '' };
}

/** The run in the middle, by its time on the clock. */
export function median(runs: readonly Run[]): Run {
  const sorted = [...runs].sort((a, b) => a.wall - b.wall);
  const middle = sorted[Math.floor(sorted.length / 2)];
  if (middle === undefined) throw new Error('nothing was run');
  return middle;
}
