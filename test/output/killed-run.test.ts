import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspectOutput, OutputTransaction } from '@plinth/synth';
import { compileRuns } from './_compiled-runs';
import { commit, interrupt } from './_steps';
import { readTree } from './_trees';

let sandbox: string;
let compiled: ReturnType<typeof compileRuns>;
let oldTree: Record<string, string>;
let newTree: Record<string, string>;

beforeAll(() => {
  sandbox = mkdtempSync(join(tmpdir(), 'killed-run-'));
  compiled = compileRuns(join(sandbox, 'code'));
  commit(join(sandbox, 'old'), 'before');
  oldTree = readTree(join(sandbox, 'old'));
  copy('old', 'new');
  commit(join(sandbox, 'new'), 'after');
  newTree = readTree(join(sandbox, 'new'));
});

afterAll(() => rmSync(sandbox, { recursive: true }));

test('a run that is killed anywhere leaves the old tree, the new one, or what the next run finishes', async () => {
  const outcomes = await killEverywhere('old', 'commit');
  // Each kind was met, so the kills were where they matter; and in this order, so there is one commit point.
  expect(outcomes.join(' ')).toMatch(/^(old )+(pending )+(new ?)+$/);
}, 60_000);

test('a run that is killed anywhere while it finishes another leaves what the next run finishes', async () => {
  interrupt(copy('old', 'interrupted'), 'east/file-then-folder/inner.yaml');
  const outcomes = await killEverywhere('interrupted', 'abort');
  expect(outcomes.join(' ')).toMatch(/^(pending )+(new ?)+$/);
}, 60_000);

/** Kills a run before its first change, its second, and so on, until one is not killed; checks what each leaves. */
async function killEverywhere(start: string, goal: 'commit' | 'abort'): Promise<string[]> {
  const outcomes: string[] = [];
  for (let stopAt = 0; ; stopAt += 2) {
    const pair = await Promise.all([
      runStoppedAt(start, goal, stopAt),
      runStoppedAt(start, goal, stopAt + 1),
    ]);
    for (const { root, finished } of pair) {
      outcomes.push(checkOutcome(root));
      if (finished) return outcomes;
    }
  }
}

function checkOutcome(root: string): string {
  const { pending } = inspectOutput(root);
  const tree = readTree(root);
  const outcome = pending ? 'pending' : nameOf(tree);

  cpSync(root, `${root}-aborted`, { recursive: true });
  OutputTransaction.begin(`${root}-aborted`).abort();
  expect(readTree(`${root}-aborted`)).toEqual(pending ? newTree : tree);
  expect(existsSync(join(`${root}-aborted`, '.plinth'))).toBe(false);

  commit(root, 'after');
  expect(readTree(root)).toEqual(newTree);
  expect(existsSync(join(root, '.plinth'))).toBe(false);
  return outcome;
}

function nameOf(tree: Record<string, string>): string {
  const text = JSON.stringify(tree);
  if (text === JSON.stringify(oldTree)) return 'old';
  return text === JSON.stringify(newTree) ? 'new' : `neither: ${text}`;
}

async function runStoppedAt(start: string, goal: string, stopAt: number) {
  const root = copy(start, `${start}-${goal}-${stopAt}`);
  return { root, finished: await run(root, goal, stopAt) };
}

/** True when the run came to its end, false when it was killed. */
function run(root: string, goal: string, stopAt: number): Promise<boolean> {
  const args = [compiled.stoppedRun, compiled.module, root, goal, String(stopAt)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      if (code === 0) resolve(true);
      else if (signal === 'SIGKILL') resolve(false);
      else reject(new Error(`the run ended with ${code ?? signal}`));
    });
  });
}

function copy(from: string, to: string): string {
  cpSync(join(sandbox, from), join(sandbox, to), { recursive: true });
  return join(sandbox, to);
}
