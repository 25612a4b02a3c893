import { once } from 'node:events';
import { cpSync, existsSync } from 'node:fs';
import { FixtureRepository } from './fixture-repository';
import { readTree } from './read-tree';
import { finish, startPlinth } from './run-plinth';

// Each test starts a process or more.
jest.setTimeout(120_000);

const STACK = 'stacks/workloads/stack.ts';

let repository: FixtureRepository;

beforeEach(() => {
  repository = FixtureRepository.tiny();
});

afterEach(() => repository.dispose());

test.each([
  [
    'standard input and output are closed and there is no folder for temporary files',
    'TMPDIR=/nowhere plinth synth <&- >&-',
  ],
  [
    'no home is known and the current folder is deep in the repository',
    'unset HOME; cd stacks/workloads; plinth synth',
  ],
])('renders when %s', async (_, line) => {
  const { code, stderr } = await repository.shell(line);
  expect({ code, stderr }).toEqual({
    code: 0,
    stderr: '2 objects in 2 files: 2 written, 0 removed, 0 unchanged\n',
  });
});

test('fails when there is neither a home nor a folder for temporary files', async () => {
  const { code, stderr } = await repository.shell('unset HOME; export TMPDIR=/nowhere; plinth synth');
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr:
      'the TypeScript compiler: found neither a home nor a folder for temporary files; ' +
      'allowed: a folder of your own for its cache; set HOME, TMPDIR or SWC_NATIVE_BINDING_CACHE\n',
  });
});

test('a reader that has seen enough is no error', async () => {
  const run = await repository.shell('plinth schema | head -1');
  expect(run).toEqual({ code: 0, signal: null, stdout: '{\n', stderr: '' });
});

test('fails when what it prints cannot be kept', async () => {
  const { code, stderr } = await repository.shell('plinth schema > /dev/full');
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr:
      'standard output: found what takes no more (ENOSPC); allowed: a terminal, a pipe or a file on a disk with space; make room and run again\n',
  });
});

test('fails when the current folder is gone', async () => {
  const { code, stderr } = await repository.shell('mkdir gone && cd gone && rmdir ../gone && plinth synth');
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr:
      'the working directory: found that it was deleted; allowed: a folder inside a repository; change into the repository\n',
  });
});

describe('while another run renders', () => {
  /** Says that it is about to render, and waits until it is killed. */
  const HOLD = `
import { writeSync } from 'node:fs';

export function hold() {
  if (process.env.HOLD !== 'yes') return;
  writeSync(2, 'holding');
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}`;

  beforeEach(async () => {
    await repository.ask('synth');
    repository.write('stacks/workloads/hold.ts', HOLD);
    repository.edit(STACK, 'import { defineStack', "import { hold } from './hold';\nimport { defineStack");
    repository.edit(STACK, 'for (const', 'hold();\n  for (const');
    repository.edit(STACK, "a: '1'", "a: '2'");
  });

  test('the second says so and waits; an interrupt ends the first and leaves the tree as it was', async () => {
    const before = readTree(repository.path('manifests'));
    const first = startPlinth(['synth'], { cwd: repository.root, variables: { HOLD: 'yes' } });
    await once(first.stderr ?? first, 'data');
    const second = startPlinth(['synth'], { cwd: repository.root });
    const [notice] = (await once(second.stderr ?? second, 'data')) as [Buffer];
    expect(notice.toString()).toBe(
      `process ${first.pid} is writing to ${repository.path('manifests')}: waiting up to 10 s\n`,
    );
    const secondEnds = finish(second);
    first.kill('SIGINT');
    expect(await finish(first)).toMatchObject({ code: null, signal: 'SIGINT' });
    expect(await secondEnds).toMatchObject({ code: 0 });
    expect(readTree(repository.path('manifests'))).not.toEqual(before);
    expect(existsSync(repository.path('manifests/.plinth'))).toBe(false);
  });

  test('an interrupted run is repaired by the next', async () => {
    cpSync(repository.path('manifests'), repository.path('before'), { recursive: true });
    const run = startPlinth(['synth'], { cwd: repository.root, variables: { HOLD: 'yes' } });
    await once(run.stderr ?? run, 'data');
    run.kill('SIGINT');
    run.kill('SIGINT');
    expect((await finish(run)).signal).toBe('SIGINT');
    expect(readTree(repository.path('manifests/first'))).toEqual(readTree(repository.path('before/first')));
    expect(await repository.ask('check')).toMatchObject({ code: 0 });
    expect(await repository.ask('synth')).toMatchObject({ code: 0 });
    expect(existsSync(repository.path('manifests/.plinth'))).toBe(false);
  });
});
