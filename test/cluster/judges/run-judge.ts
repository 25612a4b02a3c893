import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { JudgeFailure } from './judge';

/** A judge with a machine of its own needs 12 s for an environment; one that takes minutes is waiting for something. */
const PATIENCE = 480_000;

export interface Run {
  readonly judge: string;
  /** The program. */
  readonly path: string;
  readonly args: readonly string[];
  /** In milliseconds. @default eight minutes */
  readonly patience?: number | undefined;
  /**
   * Takes in what is written on the side, and leaves of it what nobody expects.
   * @default leaves all of it
   */
  readonly heard?: (complaint: string) => string;
}

/**
 * What a judge prints, read as JSON. Both exit with 0 when they found nothing and with 1 when they found something;
 * and with 1 also when they crash, which is why what they say on the side counts as well.
 *
 * It runs in an empty folder that is its home too, so that no configuration but ours is found, and without a network.
 */
export async function runJudge({ judge, path, args, patience = PATIENCE, heard }: Run): Promise<unknown> {
  const home = mkdtempSync(join(tmpdir(), 'plinth-judge-'));
  try {
    const { code, stdout, stderr } = await run(path, args, home, patience).catch((cause: Error) => {
      throw new JudgeFailure(judge, 'did not run to its end', cause.message);
    });
    if (code !== 0 && code !== 1) throw new JudgeFailure(judge, `exited with ${code}`, stderr);
    const complaint = heard?.(stderr) ?? stderr;
    if (complaint.trim() !== '') throw new JudgeFailure(judge, 'complained', complaint);
    try {
      return JSON.parse(stdout);
    } catch {
      throw new JudgeFailure(judge, 'printed what is no JSON', stdout.slice(0, 400));
    }
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

interface Outcome {
  readonly code: number | string;
  readonly stdout: string;
  readonly stderr: string;
}

function run(path: string, args: readonly string[], home: string, patience: number): Promise<Outcome> {
  const options = {
    cwd: home,
    env: environment(home),
    timeout: patience,
    killSignal: 'SIGKILL',
    maxBuffer: 2 ** 28,
  } as const;
  return new Promise((resolve, reject) => {
    execFile(path, args, options, (error, stdout, stderr) => {
      if (error?.killed) reject(new Error(`stopped after ${patience} ms`));
      else if (typeof error?.code === 'string') reject(error);
      else resolve({ code: error === null ? 0 : (error.code ?? `signal ${error.signal}`), stdout, stderr });
    });
  });
}

/** Nothing of ours but the way to programs: no key, no setting; and every request ends at a port that nobody has. */
function environment(home: string): NodeJS.ProcessEnv {
  const nowhere = 'http://127.0.0.1:9';
  return {
    PATH: process.env.PATH,
    HOME: home,
    TMPDIR: home,
    LC_ALL: 'C.UTF-8',
    HTTP_PROXY: nowhere,
    HTTPS_PROXY: nowhere,
    PYTHONWARNINGS: 'ignore',
    PYTHONDONTWRITEBYTECODE: '1',
  };
}
