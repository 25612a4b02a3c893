import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '@plinth/errors';
import { inspectOutput, OutputTransaction } from '@plinth/synth';
import { watchDisk } from './_disk-calls';
import { commit, interrupt } from './_steps';
import { readTree } from './_trees';

let sandbox: string;
let root: string;
let expected: Record<string, string>;

beforeEach(() => {
  sandbox = mkdtempSync(join(tmpdir(), 'power-loss-'));
  root = join(sandbox, 'manifests');
  commit(root, 'before');
  cpSync(root, join(sandbox, 'finished'), { recursive: true });
  commit(join(sandbox, 'finished'), 'after');
  expected = readTree(join(sandbox, 'finished'));
});

afterEach(() => rmSync(sandbox, { recursive: true }));

test('the journal is durable before the first change, and the changes before the journal goes', () => {
  const calls: string[] = [];
  const stop = watchDisk(({ name, path }) => calls.push(`${name} ${path.slice(root.length)}`));
  commit(root, 'after');
  stop();
  const at = (call: string): number => {
    expect(calls).toContain(call);
    return calls.indexOf(call);
  };
  // What happens outside of the work folder.
  const inSections = calls.flatMap((call, index) =>
    /^(rename|unlink|rmdir|mkdir)Sync \/[a-z]/.test(call) ? [index] : [],
  );
  const folderSyncs = calls.flatMap((call, index) => (/^fsyncSync (\/[a-z]|$)/.test(call) ? [index] : []));
  const sequence = [
    at('fsyncSync /.plinth/stage'),
    at('fsyncSync /.plinth/stage/journal'),
    at('renameSync /.plinth/journal'),
    at('fsyncSync /.plinth'),
    Math.min(...inSections),
    Math.max(...inSections),
    Math.min(...folderSyncs),
    Math.max(...folderSyncs),
    at('unlinkSync /.plinth/journal'),
    calls.lastIndexOf('fsyncSync /.plinth'),
    at('rmdirSync /.plinth/stage'),
  ];
  expect(sequence).toEqual([...sequence].sort((a, b) => a - b));
  // Each folder in which a name came or went.
  const synced = folderSyncs.map((index) => calls[index]?.slice('fsyncSync '.length));
  expect(synced.sort()).toEqual([
    '',
    '/east',
    '/east/file-then-folder',
    '/east/new',
    '/east/new/deep',
    '/east/squad',
    '/north',
  ]);
});

test('fails when a file of the stage is torn, and installs nothing of it', () => {
  interrupt(root, 'east/file-then-folder/inner.yaml');
  const torn = stagedFile('in a folder\n');
  truncateSync(torn, 3);
  const before = readTree(root);
  expect(problemsOf(() => OutputTransaction.begin(root))).toEqual([
    {
      code: 'output-interrupted',
      where: `${root}/east/file-then-folder/inner.yaml`,
      found: 'a file changed or torn since an earlier run was stopped half-way',
      allowed: 'what that run found or what it leaves',
      fix: `restore ${root} with git, delete ${root}/.plinth and run again, or give --overwrite-edited`,
    },
  ]);
  expect(readTree(root)).toEqual(before);
  expect(inspectOutput(root).pending).toBe(true);
});

test.each([
  ['was put in place', 'east/new/deep/added.yaml'],
  ['was about to be replaced', 'east/squad/changed.yaml'],
  ['was removed', 'east/squad/stale.yaml'],
])('fails when a file that %s was changed since the run was stopped', (_, path) => {
  interrupt(root, path === 'east/squad/changed.yaml' ? path : 'east/file-then-folder/inner.yaml');
  writeFileSync(join(root, path), 'mine\n');
  expect(problemsOf(() => OutputTransaction.begin(root))).toEqual([
    expect.objectContaining({ code: 'output-interrupted', where: `${root}/${path}` }),
  ]);
  expect(readFileSync(join(root, path), 'utf8')).toBe('mine\n');
});

test('fails when a link has taken the place of a folder, and does not follow it', () => {
  interrupt(root, 'east/file-then-folder/inner.yaml');
  mkdirSync(join(sandbox, 'elsewhere'));
  rmdirSync(join(root, 'east/file-then-folder'));
  symlinkSync(join(sandbox, 'elsewhere'), join(root, 'east/file-then-folder'));
  expect(problemsOf(() => OutputTransaction.begin(root))).toEqual([
    expect.objectContaining({ code: 'output-interrupted', where: `${root}/east/file-then-folder` }),
  ]);
  expect(readdirSync(join(sandbox, 'elsewhere'))).toEqual([]);
});

test('fails when the journal cannot be read', () => {
  interrupt(root, 'east/file-then-folder/inner.yaml');
  truncateSync(join(root, '.plinth/journal'), 20);
  expect(problemsOf(() => OutputTransaction.begin(root))).toEqual([
    expect.objectContaining({ code: 'output-interrupted', where: `${root}/.plinth/journal` }),
  ]);
});

test('fails when a journal leads out of the output', () => {
  interrupt(root, 'east/file-then-folder/inner.yaml');
  const journal = join(root, '.plinth/journal');
  writeFileSync(journal, readFileSync(journal, 'utf8').replace('"east/squad/stale.yaml"', '"../stranger"'));
  writeFileSync(join(sandbox, 'stranger'), 'not ours\n');
  expect(problemsOf(() => OutputTransaction.begin(root))).toEqual([
    expect.objectContaining({ code: 'output-interrupted', where: `${root}/.plinth/journal` }),
  ]);
  expect(existsSync(join(sandbox, 'stranger'))).toBe(true);
});

test('a torn step is rendered anew when the person says so', () => {
  interrupt(root, 'east/file-then-folder/inner.yaml');
  truncateSync(stagedFile('in a folder\n'), 0);
  commit(root, 'after', { overwriteEdited: true });
  expect(readTree(root)).toEqual(expected);
  expect(existsSync(join(root, '.plinth'))).toBe(false);
});

test('a person hears that an earlier step is being finished', () => {
  interrupt(root, 'east/file-then-folder/inner.yaml');
  const heard: string[] = [];
  OutputTransaction.begin(root, { notice: (text) => heard.push(text) }).abort();
  expect(heard).toEqual([`finishing what an earlier run began in ${root}`]);
  expect(readTree(root)).toEqual(expected);
});

function stagedFile(text: string): string {
  const stage = join(root, '.plinth/stage');
  const name = readdirSync(stage).find((entry) => readFileSync(join(stage, entry), 'utf8') === text);
  return join(stage, name ?? 'no such file in the stage');
}

function problemsOf(step: () => unknown): UserError['problems'] {
  try {
    step();
  } catch (error) {
    if (UserError.isUserError(error)) return error.problems;
    throw error;
  }
  return [];
}
