import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compileRuns } from './_compiled-runs';
import { commit } from './_steps';
import { readTree } from './_trees';

let sandbox: string;
let root: string;
let runs: ChildProcessWithoutNullStreams[];
let compiled: ReturnType<typeof compileRuns>;

beforeEach(() => {
  sandbox = mkdtempSync(join(tmpdir(), 'two-runs-'));
  root = join(sandbox, 'manifests');
  runs = [];
  compiled = compileRuns(join(sandbox, 'code'));
  commit(root, 'before');
});

afterEach(() => {
  for (const run of runs) run.kill('SIGKILL');
  rmSync(sandbox, { recursive: true });
});

test('of two runs at once the second says so and waits', async () => {
  const first = begin();
  expect(await nextOutput(first)).toBe('begun\n');
  const second = begin();
  expect(await nextOutput(second)).toBe(`process ${first.pid} is writing to ${root}: waiting up to 10 s\n`);
  const secondBegins = nextOutput(second);
  expect(await finish(first)).toEqual([0, null]);
  expect(await secondBegins).toBe('begun\n');
  expect(await finish(second)).toEqual([0, null]);
  expect(existsSync(join(root, '.plinth'))).toBe(false);
}, 120_000);

test('many runs at once all come to their end', async () => {
  const many = Array.from({ length: 6 }, () => begin());
  const ends = await Promise.all(many.map((run) => finish(run)));
  expect(ends).toEqual(many.map(() => [0, null]));
  const expected = join(sandbox, 'expected');
  commit(expected, 'before');
  commit(expected, 'after');
  expect(readTree(root)).toEqual(readTree(expected));
  expect(existsSync(join(root, '.plinth'))).toBe(false);
}, 120_000);

function begin(): ChildProcessWithoutNullStreams {
  const run = spawn(process.execPath, [compiled.heldRun, compiled.module, root]);
  runs.push(run);
  return run;
}

async function nextOutput(run: ChildProcessWithoutNullStreams): Promise<string> {
  const [text] = (await once(run.stdout, 'data')) as [Buffer];
  return text.toString();
}

/** Lets a run go on; its exit code and signal. */
async function finish(run: ChildProcessWithoutNullStreams): Promise<unknown[]> {
  run.stdout.resume();
  run.stdin.end('\n');
  return once(run, 'exit');
}
