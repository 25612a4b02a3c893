import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withIoErrors } from './io-error';
import { OutputTransaction } from './transaction';

test.each([
  ['ENOSPC', 'no space left'],
  ['EACCES', 'no permission'],
  ['EROFS', 'a read-only file system'],
  ['EXDEV', 'another file system'],
])('fails when the disk answers %s, in words', (code, words) => {
  const refuse = () => {
    throw Object.assign(new Error(code), { code, path: 'from', dest: 'manifests/a' });
  };
  expect(() => withIoErrors('manifests', refuse)).toThrow(`manifests/a: found ${words} (${code}); allowed: `);
});

test("an error that is not the disk's stays what it is", () => {
  const bug = new TypeError('a bug');
  const fail = () => {
    throw bug;
  };
  expect(() => withIoErrors('manifests', fail)).toThrow(bug);
});

test('fails when a parent of the root is a file', () => {
  const sandbox = mkdtempSync(join(tmpdir(), 'io-error-'));
  writeFileSync(join(sandbox, 'file'), '');
  expect(() => OutputTransaction.begin(join(sandbox, 'file/manifests'))).toThrow(
    'found a file where a folder is needed (ENOTDIR)',
  );
  rmSync(sandbox, { recursive: true });
});
