import { flawOfPath, flawOfSection, foldersOf, foldPath } from './safe-path';

test.each([
  'a.yaml',
  'stack/namespace/service.yaml',
  '...',
  '.hidden',
  'with blank and ü.yaml',
  'a'.repeat(255),
])('%j is fit', (path) => {
  expect(flawOfPath(path)).toBeUndefined();
});

test.each([
  ['', 'an empty path'],
  ['/etc/passwd', 'an absolute path'],
  ['../x', 'the segment ".."'],
  ['a/../../x', 'the segment ".."'],
  ['a/..', 'the segment ".."'],
  ['./a', 'the segment "."'],
  ['a//b', 'an empty name between slashes'],
  ['a/', 'an empty name between slashes'],
  ['a\\..\\b', 'a backslash'],
  ['a\0b', 'a control character or half a character'],
  ['a\nb', 'a control character or half a character'],
  ['a\ud800b', 'a control character or half a character'],
  ['ü'.repeat(128), 'a name of more than 255 bytes'],
  [`${'long/'.repeat(140)}x`, 'more than 700 bytes'],
])('fails when a path is %j', (path, flaw) => {
  expect(flawOfPath(path)).toBe(flaw);
});

test.each([
  ['', 'an empty path'],
  ['a/b', 'a slash'],
  ['.plinth', 'a leading dot'],
  ['..', 'a leading dot'],
])('fails when a section is named %j', (name, flaw) => {
  expect(flawOfSection(name)).toBe(flaw);
});

test('paths that are one file on macOS fold to one', () => {
  expect(foldPath('A/B.yaml')).toBe(foldPath('a/b.YAML'));
  expect(foldPath('u\u0308')).toBe(foldPath('\u00fc'));
  expect(foldPath('a')).not.toBe(foldPath('b'));
});

test('the folders of a path come nearest first', () => {
  expect(foldersOf('a/b/c')).toEqual(['a/b', 'a']);
  expect(foldersOf('a')).toEqual([]);
});
