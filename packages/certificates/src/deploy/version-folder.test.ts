import {
  chmodSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { VersionFolder, type WantedFile } from './version-folder';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'version-folder-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const versionOf = (text: string): WantedFile[] => [
  { path: join(folder, 'broker.key'), content: `key ${text}`, mode: 0o600 },
  { path: join(folder, 'broker.crt'), content: `certificate ${text}`, mode: 0o644 },
];
const read = () => ['broker.key', 'broker.crt'].map((name) => readFileSync(join(folder, name), 'utf8'));
const versions = () => readdirSync(folder).filter((name) => /^\.broker\.[0-9a-f]{16}/.test(name));

async function install(text: string, isBegun = false): Promise<VersionFolder> {
  const made = new VersionFolder(folder, 'broker', isBegun);
  await made.install(versionOf(text));
  return made;
}

test('where nothing was, files are there, with their modes, whatever the umask', async () => {
  const before = process.umask(0o077);
  await install('1');
  process.umask(before);
  expect(read()).toEqual(['key 1', 'certificate 1']);
  expect(
    ['broker.key', 'broker.crt'].map((name) => (statSync(join(folder, name)).mode & 0o777).toString(8)),
  ).toEqual(['600', '644']);
});

test('plain files become the version to go back to', async () => {
  for (const { path, content } of versionOf('0')) writeFileSync(path, content);
  const made = await install('1');
  expect(read()).toEqual(['key 1', 'certificate 1']);
  expect(await made.rollBack()).toBe(true);
  expect(read()).toEqual(['key 0', 'certificate 0']);
  await install('1');
  expect(read()).toEqual(['key 1', 'certificate 1']);
});

test('a reader of the folder sees one version at any moment', async () => {
  await install('0');
  const link = join(folder, '.broker');
  const inode = () => lstatSync(link).ino;
  const before = inode();
  await install('1');
  // Files themselves are links that never change: the one rename was of this.
  expect(inode()).not.toBe(before);
  expect(lstatSync(join(folder, 'broker.key')).isSymbolicLink()).toBe(true);
});

test('two versions are kept, and what a killed run has left is swept away', async () => {
  for (const text of ['0', '1', '2', '3']) await install(text);
  expect(versions()).toHaveLength(2);
  const [one = ''] = versions();
  writeFileSync(join(folder, `.broker.${'0'.repeat(16)}.part`), '');
  await install('4');
  expect(versions()).toHaveLength(2);
  expect(versions()).not.toContain(`${one}.part`);
});

test('the same once more goes back to nothing; begun by a killed run, it goes back to what was before that', async () => {
  await install('0');
  await install('1');
  expect(await (await install('1')).rollBack()).toBe(false);
  expect(read()).toEqual(['key 1', 'certificate 1']);
  expect(await (await install('1', true)).rollBack()).toBe(true);
  expect(read()).toEqual(['key 0', 'certificate 0']);
});

test('what somebody has changed inside a version is made anew', async () => {
  await install('0');
  await install('1');
  chmodSync(join(folder, 'broker.key'), 0o600);
  writeFileSync(join(folder, 'broker.key'), 'hand-made');
  await install('1');
  expect(read()).toEqual(['key 1', 'certificate 1']);
});

test('bytes that are no text are kept as they were', async () => {
  const bytes = Buffer.from([0x30, 0x82, 0xff, 0xfe]);
  writeFileSync(join(folder, 'broker.key'), bytes);
  const made = await install('1');
  await made.rollBack();
  expect(readFileSync(join(folder, 'broker.key'))).toEqual(bytes);
});
