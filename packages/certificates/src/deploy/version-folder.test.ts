import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
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

test('an entry that has another name by now goes on with its files', async () => {
  await install('1');
  const renamed = new VersionFolder(folder, 'gateway', false);
  await renamed.install(versionOf('2'));
  expect(read()).toEqual(['key 2', 'certificate 2']);
  expect(await renamed.rollBack()).toBe(true);
  expect(read()).toEqual(['key 1', 'certificate 1']);
  expect(statSync(join(folder, 'broker.key')).mode & 0o777).toBe(0o600);
  await renamed.install(versionOf('3'));
  expect(read()).toEqual(['key 3', 'certificate 3']);
});

describe('in a folder of somebody who may do less', () => {
  let secrets: string;
  beforeEach(() => {
    secrets = mkdtempSync(join(tmpdir(), 'version-folder-secrets-'));
    for (const name of ['broker.key', 'broker.crt', 'shadow'])
      writeFileSync(join(secrets, name), 'hunter2', { mode: 0o600 });
  });
  afterEach(() => rmSync(secrets, { recursive: true }));

  const at = (name: string) => join(folder, name);
  const version = `.broker.${'0'.repeat(16)}`;
  const throughVersion = () => {
    symlinkSync(version, at('.broker'));
    symlinkSync('.broker/broker.crt', at('broker.crt'));
    writeFileSync(at('broker.key'), 'plain');
  };

  test.each<[string, () => void, string]>([
    [
      'a certificate is a link',
      () => symlinkSync(join(secrets, 'shadow'), at('broker.crt')),
      'broker.crt is a link to elsewhere: put a plain file there, or remove it',
    ],
    [
      'a key is a link to nothing',
      () => symlinkSync(join(secrets, 'nothing'), at('broker.key')),
      'broker.key is a link to elsewhere: put a plain file there, or remove it',
    ],
    [
      'a version holds a link',
      () => {
        throughVersion();
        mkdirSync(at(version));
        symlinkSync(join(secrets, 'shadow'), at(`${version}/broker.crt`));
      },
      'broker.crt is a link to elsewhere: put a plain file there, or remove it',
    ],
    [
      'a version is a link',
      () => {
        throughVersion();
        symlinkSync(secrets, at(version));
      },
      'broker.crt is a link to elsewhere: put a plain file there, or remove it',
    ],
    [
      'the link to the versions leads out of the folder',
      () => {
        throughVersion();
        rmSync(at('.broker'));
        symlinkSync(secrets, at('.broker'));
      },
      '.broker is a link to elsewhere: remove it',
    ],
    [
      'a file that the list does not name is led to through a link',
      () => {
        throughVersion();
        symlinkSync(secrets, at(version));
        rmSync(at('broker.crt'));
        symlinkSync('.broker/shadow', at('shadow'));
      },
      'shadow is a link to elsewhere: put a plain file there, or remove it',
    ],
    [
      'a certificate is led to through a folder of somebody’s',
      () => {
        mkdirSync(at('.certs'));
        symlinkSync('.certs/broker.crt', at('broker.crt'));
      },
      'broker.crt is a link to elsewhere: put a plain file there, or remove it',
    ],
    [
      'a certificate is led to through a link of another name, which leads out of the folder',
      () => {
        symlinkSync(secrets, at('.other'));
        symlinkSync('.other/broker.crt', at('broker.crt'));
      },
      'broker.crt is a link to elsewhere: put a plain file there, or remove it',
    ],
    [
      'a certificate is led to another file of another name',
      () => {
        mkdirSync(at(`.other.${'0'.repeat(16)}`));
        writeFileSync(at(`.other.${'0'.repeat(16)}/broker.crt`), '');
        symlinkSync(`.other.${'0'.repeat(16)}`, at('.other'));
        symlinkSync('.other/other.crt', at('broker.crt'));
      },
      'broker.crt is a link to elsewhere: put a plain file there, or remove it',
    ],
    [
      'a version of another name is a link',
      () => {
        symlinkSync(secrets, at(`.other.${'0'.repeat(16)}`));
        symlinkSync(`.other.${'0'.repeat(16)}`, at('.other'));
        symlinkSync('.other/broker.crt', at('broker.crt'));
      },
      'broker.crt is a link to elsewhere: put a plain file there, or remove it',
    ],
    [
      'a certificate is a pipe',
      () => execFileSync('mkfifo', [at('broker.crt')]),
      'broker.crt is a pipe: put a plain file there, or remove it',
    ],
    [
      'a key is a folder',
      () => mkdirSync(at('broker.key')),
      'broker.key is a folder: put a plain file there, or remove it',
    ],
  ])('fails when %s, and copies nothing', async (_, prepare, code) => {
    prepare();
    const before = readdirSync(folder);
    await expect(install('1')).rejects.toMatchObject({ code, syscall: 'open' });
    expect(readdirSync(folder)).toEqual(before);
  });

  test('who may not read a file may not read its copy', async () => {
    writeFileSync(at('broker.crt'), 'certificate 0', { mode: 0o600 });
    const made = await install('1');
    const copy = statSync(at('.broker.previous/broker.crt'));
    expect((copy.mode & 0o777).toString(8)).toBe('600');
    expect((statSync(at('broker.crt')).mode & 0o777).toString(8)).toBe('644');
    await made.rollBack();
    expect(statSync(at('broker.crt')).ino).toBe(copy.ino);
  });

  test('what is swept away is not looked for behind links', async () => {
    symlinkSync(secrets, at(version));
    symlinkSync(secrets, at(`.broker.${'1'.repeat(16)}.part`));
    await install('1');
    expect(versions()).toHaveLength(1);
    expect(readdirSync(secrets)).toHaveLength(3);
  });
});

const asRoot = process.getuid?.() === 0 ? test : test.skip;
const owners = () =>
  ['broker.key', 'broker.crt'].map((name) => statSync(join(folder, name))).map(({ uid, gid }) => [uid, gid]);

asRoot('new files have the owner of the old ones, each its own, and those that go back too', async () => {
  for (const { path, content } of versionOf('0')) writeFileSync(path, content);
  chownSync(join(folder, 'broker.key'), 12_345, 12_346);
  const made = await install('1');
  const expected = [
    [12_345, 12_346],
    [0, 0],
  ];
  expect(owners()).toEqual(expected);
  await install('2');
  expect(owners()).toEqual(expected);
  await made.rollBack();
  expect(owners()).toEqual(expected);
});

asRoot('where nothing was, files have the owner of the folder', async () => {
  chownSync(folder, 12_345, 12_346);
  await install('1');
  expect(owners()).toEqual([
    [12_345, 12_346],
    [12_345, 12_346],
  ]);
});

asRoot('fails when somebody was first in a folder that everybody may write to', async () => {
  chmodSync(folder, 0o1777);
  writeFileSync(join(folder, 'broker.key'), '');
  chownSync(join(folder, 'broker.key'), 12_345, 12_345);
  await expect(install('1')).rejects.toMatchObject({
    code: expect.stringMatching(
      /^broker\.key is of somebody else, in a folder that everybody may write to: /,
    ),
  });
});

test('a file that the list has no more goes on being there', async () => {
  const authorities: WantedFile = { path: join(folder, 'authorities.crt'), content: 'root', mode: 0o644 };
  await new VersionFolder(folder, 'broker', false).install([authorities, ...versionOf('0')]);
  for (const text of ['1', '2', '3']) await install(text);
  expect(readFileSync(authorities.path, 'utf8')).toBe('root');
  expect(read()).toEqual(['key 3', 'certificate 3']);
  expect(await (await install('3')).rollBack()).toBe(false);
  for (const { path, content } of versionOf('plain')) {
    rmSync(path);
    writeFileSync(path, content);
  }
  await install('4');
  expect(readFileSync(authorities.path, 'utf8')).toBe('root');
  expect(versions()).toHaveLength(2);
});
