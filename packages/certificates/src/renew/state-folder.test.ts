import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeStateFolder } from './state-folder';

let here: string;
let folder: string;
beforeEach(() => {
  here = mkdtempSync(join(tmpdir(), 'state-folder-'));
  folder = join(here, 'state');
});
afterEach(() => rmSync(here, { recursive: true }));

const mode = () => (statSync(folder).mode & 0o777).toString(8);

/** A folder that others may look into. */
function open(...names: readonly string[]): void {
  mkdirSync(folder);
  for (const name of names)
    if (name.endsWith('/')) mkdirSync(join(folder, name));
    else writeFileSync(join(folder, name), '');
  chmodSync(folder, 0o755);
}

test('a new folder is nobody else’s, with those above it', async () => {
  folder = join(here, 'var', 'state');
  await makeStateFolder(folder);
  expect(mode()).toBe('700');
});

test.each([
  ['is empty', []],
  ['a run has left', ['begun/', 'lock/', 'baseline.json', 'baseline.json.part']],
])('one that %s becomes nobody else’s', async (_, names) => {
  open(...names);
  await makeStateFolder(folder);
  expect(mode()).toBe('700');
});

const NEW = 'name a new or an empty folder with --state';
const MOVED =
  'move what runs have put there, begun and baseline.json, to a folder of their own and name that with --state';

test.each([
  ['is somebody’s', ['other.txt'], '"other.txt"', NEW],
  ['is of several', ['b', 'a', 'c/'], '"a" and 2 more', NEW],
  ['an earlier run has shared', ['begun/', 'other.txt'], '"other.txt"', MOVED],
  ['has a file where a folder would be', ['begun'], '"begun"', NEW],
  ['has a folder where a file would be', ['begun/', 'baseline.json/'], '"baseline.json"', MOVED],
])('fails when a folder %s, and leaves it as it was', async (_, names, found, fix) => {
  open(...names);
  const before = readdirSync(folder);
  await expect(makeStateFolder(folder)).rejects.toMatchObject({
    problems: [{ code: 'state', where: folder, found: `what no run has put there: ${found}`, fix }],
  });
  expect([mode(), readdirSync(folder)]).toEqual(['755', before]);
});

test('fails when it is a file, or below one', async () => {
  writeFileSync(folder, '');
  await expect(makeStateFolder(folder)).rejects.toMatchObject({ code: 'state' });
  await expect(makeStateFolder(join(folder, 'state'))).rejects.toMatchObject({ code: 'state' });
});

test('fails when nothing can be made there, and ends', async () => {
  await expect(makeStateFolder('/proc/nobody/state')).rejects.toMatchObject({ code: 'state' });
});
