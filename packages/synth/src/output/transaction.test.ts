import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '@plinth/errors';
import { type OutputOptions, OutputTransaction } from './transaction';

let sandbox: string;
let root: string;

beforeEach(() => {
  sandbox = mkdtempSync(join(tmpdir(), 'transaction-'));
  root = join(sandbox, 'manifests');
});

afterEach(() => rmSync(sandbox, { recursive: true }));

test('the first run writes everything, with a digest list that sha256sum reads', () => {
  expect(write({ 'app/a.yaml': 'a\n', 'b.yaml': 'b\n' })).toEqual({
    written: ['east/app/a.yaml', 'east/b.yaml'],
    removed: [],
    unchanged: 0,
  });
  expect(files()).toEqual(['SHA256SUMS', 'app/a.yaml', 'b.yaml']);
  expect(read('SHA256SUMS')).toMatchInlineSnapshot(`
    "87428fc522803d31065e7bce3cf03fe475096631e5e07bbd7a0fde60c4cf25c7  app/a.yaml
    0263829989b6fd954f72baaf2fc64bc2e2f01d692d4de72986ea808f6e99813f  b.yaml
    "
  `);
  expect(readdirSync(root)).toEqual(['east']);
});

test('files that are equal are not written again', () => {
  write({ 'a.yaml': 'a\n', 'b.yaml': 'b\n' });
  utimesSync(at('a.yaml'), 1, 1);
  utimesSync(at('b.yaml'), 1, 1);
  expect(write({ 'a.yaml': 'a\n', 'b.yaml': 'new\n' })).toEqual({
    written: ['east/b.yaml'],
    removed: [],
    unchanged: 1,
  });
  expect(statSync(at('a.yaml')).mtimeMs).toBe(1000);
  expect(statSync(at('b.yaml')).mtimeMs).not.toBe(1000);
});

test('files that are no longer rendered go, and so do folders that hold nothing any more', () => {
  write({ 'gone/deep/a.yaml': 'a\n', 'kept/b.yaml': 'b\n', 'kept/c.yaml': 'c\n' });
  mkdirSync(at('was/empty'), { recursive: true });
  const report = write({ 'kept/b.yaml': 'b\n' });
  expect(report.removed).toEqual(['east/gone/deep/a.yaml', 'east/kept/c.yaml']);
  expect(readdirSync(at('.'))).toEqual(['SHA256SUMS', 'kept']);
});

test('a section that is rendered empty goes as a whole', () => {
  write({ 'a.yaml': 'a\n' });
  write({});
  expect(readdirSync(root)).toEqual([]);
});

test('what lies beside the sections is left alone', () => {
  mkdirSync(join(root, 'notes'), { recursive: true });
  writeFileSync(join(root, 'notes/mine.txt'), 'mine');
  writeFileSync(join(root, 'README.md'), 'read me');
  write({ 'a.yaml': 'a\n' });
  expect(readdirSync(root).sort()).toEqual(['README.md', 'east', 'notes']);
});

test('nothing changes before commit, and abort leaves everything as it was', () => {
  write({ 'a.yaml': 'a\n' });
  const transaction = OutputTransaction.begin(root);
  transaction.stage('east', [{ path: 'a.yaml', text: 'new\n' }]);
  expect(read('a.yaml')).toBe('a\n');
  transaction.abort();
  transaction.abort();
  expect(read('a.yaml')).toBe('a\n');
  expect(readdirSync(root)).toEqual(['east']);
  expect(() => transaction.commit()).toThrow('the output transaction is over');
});

test('an aborted first run leaves no folder', () => {
  const nested = join(sandbox, 'not/yet/there');
  const transaction = OutputTransaction.begin(nested);
  transaction.stage('east', [{ path: 'a.yaml', text: 'a\n' }]);
  transaction.abort();
  expect(readdirSync(sandbox)).toEqual([]);
});

test('abort in the middle of a section ends it', () => {
  const transaction = OutputTransaction.begin(root);
  const render = function* () {
    yield { path: 'a.yaml', text: 'a\n' };
    transaction.abort();
    yield { path: 'b.yaml', text: 'b\n' };
  };
  expect(() => transaction.stage('east', render())).toThrow('the output transaction is over');
  expect(existsSync(root)).toBe(false);
});

test('nothing is writable for all, whatever the umask', () => {
  const before = process.umask(0);
  try {
    write({ 'app/a.yaml': 'a\n' });
  } finally {
    process.umask(before);
  }
  expect(['app/a.yaml', 'SHA256SUMS', 'app', '.'].map((path) => statSync(at(path)).mode & 0o777)).toEqual([
    0o644, 0o644, 0o755, 0o755,
  ]);
});

test('fails when a file was changed by hand, naming each, and loses none', () => {
  write({ 'a.yaml': 'a\n', 'b.yaml': 'b\n', 'stale.yaml': 'c\n' });
  writeFileSync(at('a.yaml'), 'mine\n');
  writeFileSync(at('stale.yaml'), 'mine\n');
  expect(problemsOf(() => write({ 'a.yaml': 'new\n', 'b.yaml': 'new\n' }))).toEqual([
    {
      code: 'output-edited',
      where: `${root}/east/a.yaml`,
      found: 'a file changed by hand since it was rendered',
      allowed: 'what a run has written',
      fix: 'change the declarations instead and restore the file with git, or give --overwrite-edited to lose the change',
    },
    expect.objectContaining({ code: 'output-edited', where: `${root}/east/stale.yaml` }),
  ]);
  expect([read('a.yaml'), read('b.yaml'), read('stale.yaml')]).toEqual(['mine\n', 'b\n', 'mine\n']);
  expect(readdirSync(root)).toEqual(['east']);
});

test('files changed by hand are replaced when the person says so', () => {
  write({ 'a.yaml': 'a\n', 'stale.yaml': 'c\n' });
  writeFileSync(at('a.yaml'), 'mine\n');
  writeFileSync(at('stale.yaml'), 'mine\n');
  writeFileSync(at('SHA256SUMS'), `${read('SHA256SUMS')}and a note\n`);
  write({ 'a.yaml': 'new\n' }, { overwriteEdited: true });
  expect(files()).toEqual(['SHA256SUMS', 'a.yaml']);
  expect(read('a.yaml')).toBe('new\n');
  expect(write({ 'a.yaml': 'new\n' }).written).toEqual([]);
});

test('a file changed by hand to what is rendered now is fine', () => {
  write({ 'a.yaml': 'a\n' });
  writeFileSync(at('a.yaml'), 'new\n');
  writeFileSync(at('b.yaml'), 'b\n');
  expect(write({ 'a.yaml': 'new\n', 'b.yaml': 'b\n' }).unchanged).toBe(2);
});

test('a file as either side of a merge left it is fine', () => {
  write({ 'a.yaml': 'theirs\n' });
  const theirs = read('SHA256SUMS');
  write({ 'a.yaml': 'ours\n' });
  const conflict = `<<<<<<< HEAD\n${read('SHA256SUMS')}=======\n${theirs}>>>>>>> theirs\n`;
  writeFileSync(at('SHA256SUMS'), conflict);
  writeFileSync(at('a.yaml'), 'theirs\n');
  expect(write({ 'a.yaml': 'both\n' }).written).toEqual(['east/a.yaml']);
});

test('a file that somebody deleted is written again', () => {
  write({ 'a.yaml': 'a\n', 'b.yaml': 'b\n' });
  rmSync(at('a.yaml'));
  expect(write({ 'a.yaml': 'a\n', 'b.yaml': 'b\n' }).written).toEqual(['east/a.yaml']);
});

test("fails when somebody else's files lie in a section, naming each", () => {
  write({ 'a.yaml': 'a\n' });
  writeFileSync(at('mine.yaml'), 'mine\n');
  writeFileSync(at('b.yaml'), 'mine\n');
  expect(problemsOf(() => write({ 'a.yaml': 'a\n', 'b.yaml': 'b\n' }))).toEqual([
    {
      code: 'output-foreign',
      where: `${root}/east/b.yaml`,
      found: 'a file that no run has written, where one is rendered now',
      allowed: 'what a run has written',
      fix: 'move it out of the section, or give --overwrite-edited to replace it',
    },
    {
      code: 'output-foreign',
      where: `${root}/east/mine.yaml`,
      found: 'a file that no run has written',
      allowed: 'what a run has written',
      fix: 'move it out of the section, or delete it',
    },
  ]);
});

test("somebody else's file is never removed, whatever the person says", () => {
  write({ 'a.yaml': 'a\n' });
  writeFileSync(at('mine.yaml'), 'mine\n');
  writeFileSync(at('b.yaml'), 'mine\n');
  const both = { 'a.yaml': 'a\n', 'b.yaml': 'b\n' };
  expect(problemsOf(() => write(both, { overwriteEdited: true }))).toEqual([
    expect.objectContaining({ code: 'output-foreign', where: `${root}/east/mine.yaml` }),
  ]);
  rmSync(at('mine.yaml'));
  expect(write(both, { overwriteEdited: true }).written).toEqual(['east/b.yaml']);
});

test("fails when a section folder is somebody else's, in one sentence", () => {
  mkdirSync(at('.'), { recursive: true });
  for (let i = 0; i < 30; i += 1) writeFileSync(at(`photo-${i}`), 'mine');
  expect(problemsOf(() => write({ 'a.yaml': 'a\n' }))).toEqual([
    {
      code: 'output-foreign',
      where: `${root}/east`,
      found: expect.stringMatching(/^30 files that no run has written, such as .*photo-/),
      allowed: 'what a run has written',
      fix: 'choose another folder with --out, or move this one away',
    },
  ]);
});

test('fails when a link stands in a section, and does not follow it', () => {
  write({ 'a.yaml': 'a\n' });
  mkdirSync(join(sandbox, 'elsewhere'));
  symlinkSync(join(sandbox, 'elsewhere'), at('app'));
  expect(problemsOf(() => write({ 'app/b.yaml': 'b\n' }, { overwriteEdited: true }))).toEqual([
    {
      code: 'output-irregular',
      where: `${root}/east/app`,
      found: 'a symbolic link',
      allowed: 'files and folders',
      fix: 'remove it: a run follows no link and opens nothing but files',
    },
  ]);
  expect(readdirSync(join(sandbox, 'elsewhere'))).toEqual([]);
});

test.each(['east', '.plinth'])('fails when %s is itself a link', (name) => {
  mkdirSync(join(sandbox, 'elsewhere'));
  mkdirSync(root);
  symlinkSync(join(sandbox, 'elsewhere'), join(root, name));
  expect(problemsOf(() => write({ 'a.yaml': 'a\n' }))).toEqual([
    expect.objectContaining({ code: 'output-irregular', where: `${root}/${name}`, found: 'a symbolic link' }),
  ]);
  expect(readdirSync(join(sandbox, 'elsewhere'))).toEqual([]);
});

test('fails when paths lead out of the section or meet, naming all of them', () => {
  const paths = ['../x', '/x', 'a\\b', 'SHA256SUMS', 'one.yaml', 'ONE.yaml', 'one.yaml', 'one.yaml/two'];
  const transaction = OutputTransaction.begin(root);
  const files = paths.map((path) => ({ path, text: '' }));
  transaction.stage('east', files);
  transaction.stage('../west', []);
  expect(problemsOf(() => transaction.commit()).map(({ code, found }) => `${code}: ${found}`)).toEqual([
    'output-path: the segment ".." in "../x"',
    'output-path: an absolute path in "/x"',
    'output-path: a backslash in "a\\\\b"',
    'output-path: the name of the digest list in "SHA256SUMS"',
    'output-duplicate: both "one.yaml" and "ONE.yaml"',
    'output-duplicate: two files at "one.yaml"',
    'output-duplicate: both "one.yaml" and "one.yaml/two"',
    'output-path: a slash',
  ]);
  expect(existsSync(root)).toBe(false);
});

test('fails when a file is to stand where another has its folder', () => {
  expect(problemsOf(() => write({ 'a/b.yaml': '', a: '' }))).toEqual([
    expect.objectContaining({ code: 'output-duplicate', found: 'both "a/b.yaml" and "a"' }),
  ]);
});

test('fails when two sections differ by case alone', () => {
  const transaction = OutputTransaction.begin(root);
  transaction.stage('east', []);
  transaction.stage('East', []);
  expect(() => transaction.commit()).toThrow('a section that differs from "east" by case');
});

test("a file and a folder may take each other's place", () => {
  write({ a: 'file\n', 'b/c': 'in a folder\n' });
  write({ 'a/c': 'in a folder\n', b: 'file\n' });
  expect(files()).toEqual(['SHA256SUMS', 'a/c', 'b']);
});

test('text of any script is written as UTF-8', () => {
  write({ 'ключ.yaml': 'ü 🎉\n' });
  expect(readFileSync(at('ключ.yaml'))).toEqual(Buffer.from('ü 🎉\n', 'utf8'));
  expect(write({ 'ключ.yaml': 'ü 🎉\n' }).unchanged).toBe(1);
});

function write(texts: Readonly<Record<string, string>>, options?: OutputOptions) {
  const transaction = OutputTransaction.begin(root, options);
  transaction.stage(
    'east',
    Object.entries(texts).map(([path, text]) => ({ path, text })),
  );
  return transaction.commit();
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

function at(path: string): string {
  return join(root, 'east', path);
}

function read(path: string): string {
  return readFileSync(at(path), 'utf8');
}

/** Files of the section, sorted. */
function files(): string[] {
  const entries = readdirSync(at('.'), { recursive: true, encoding: 'utf8' });
  return entries.filter((path) => statSync(at(path)).isFile()).sort();
}
