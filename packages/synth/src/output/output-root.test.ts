import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { resolveOutputRoot } from './output-root';

let sandbox: string;

beforeEach(() => {
  sandbox = realpathSync(mkdtempSync(join(tmpdir(), 'output-root-')));
});

afterEach(() => rmSync(sandbox, { recursive: true }));

test('a folder that does not exist yet will do', () => {
  expect(resolveOutputRoot(join(sandbox, 'a/b'))).toBe(join(sandbox, 'a/b'));
});

test('a folder with blanks and strangers in it will do', () => {
  mkdirSync(join(sandbox, 'rendered ü'));
  writeFileSync(join(sandbox, 'rendered ü/README.md'), '');
  expect(resolveOutputRoot(join(sandbox, 'rendered ü'))).toBe(join(sandbox, 'rendered ü'));
});

test('a folder may be reached through a link', () => {
  mkdirSync(join(sandbox, 'real'));
  symlinkSync('real', join(sandbox, 'link'));
  expect(resolveOutputRoot(join(sandbox, 'link'))).toBe(join(sandbox, 'real'));
});

test.each([
  ['', 'an empty path'],
  ['a\0b', 'a NUL character'],
  ['/', 'the root of the file system'],
  ['.', 'the current folder or one around it'],
  ['..', 'the current folder or one around it'],
  [homedir(), 'your home folder or one around it'],
  ['.git/manifests', "a folder inside Git's own"],
])('fails when the root is %j', (root, found) => {
  expect(() => resolveOutputRoot(root)).toThrow(
    expect.objectContaining({ problems: [expect.objectContaining({ code: 'output-root', found })] }),
  );
});

test('fails when a link leads to the current folder', () => {
  symlinkSync(process.cwd(), join(sandbox, 'link'));
  expect(() => resolveOutputRoot(join(sandbox, 'link'))).toThrow('the current folder or one around it');
});

test('fails when a link leads nowhere', () => {
  symlinkSync('nowhere', join(sandbox, 'link'));
  expect(() => resolveOutputRoot(join(sandbox, 'link'))).toThrow('a symbolic link that leads nowhere');
});

test('fails when links lead in a circle', () => {
  symlinkSync('link', join(sandbox, 'link'));
  expect(() => resolveOutputRoot(join(sandbox, 'link'))).toThrow(
    'symbolic links that lead in a circle (ELOOP)',
  );
});

test.each(['package.json', '.git', 'src'])('fails when the root holds %s', (mark) => {
  mkdirSync(join(sandbox, mark));
  expect(() => resolveOutputRoot(sandbox)).toThrow(
    `${sandbox}: found a folder of sources: it holds ${mark}; ` +
      'allowed: a folder for rendered files alone, existing or not; choose another folder, for example --out manifests',
  );
});

test('fails when the root is a file', () => {
  writeFileSync(join(sandbox, 'file'), '');
  expect(() => resolveOutputRoot(join(sandbox, 'file'))).toThrow('found a file');
});

test('fails when the current folder is gone and the root is relative to it', () => {
  const before = process.cwd();
  mkdirSync(join(sandbox, 'gone'));
  process.chdir(join(sandbox, 'gone'));
  rmSync(join(sandbox, 'gone'), { recursive: true });
  try {
    expect(() => resolveOutputRoot('manifests')).toThrow('a current folder that no longer exists');
    expect(resolveOutputRoot(join(sandbox, 'out'))).toBe(join(sandbox, 'out'));
  } finally {
    process.chdir(before);
  }
});
