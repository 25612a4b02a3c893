import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '@plinth/errors';
import { CertificateAuthority } from '@plinth/testing';
import { readListFile } from './list-file';

const entry = (name: string, more: object = {}) => ({
  name,
  owner: 'exchange',
  pki: { mount: 'pki', role: 'outside' },
  dnsNames: [`${name}.acme.example`],
  life: '2160h',
  renewBefore: '720h',
  key: 'P-256',
  kv: { mount: 'kv', path: `certificates/${name}` },
  ...more,
});

let folder: string;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'list-file-'));
  const authority = await CertificateAuthority.create('an authority');
  writeFileSync(join(folder, 'authorities.crt'), authority.certificate);
  writeFileSync(join(folder, 'server.crt'), (await authority.issueServer('server')).certificate);
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(...certificates: readonly object[]): void {
  const text = JSON.stringify({ authorities: 'authorities.crt', certificates }, undefined, 2);
  writeFileSync(join(folder, 'list.json'), text);
}

function problems(): string[] {
  try {
    readListFile('list.json', folder);
    return [];
  } catch (error) {
    if (!UserError.isUserError(error)) throw error;
    return error.problems.map(({ where, found }) => `${where}: ${found}`);
  }
}

test('a list is read with its authorities', () => {
  write(entry('broker'), entry('gateway'));
  const { list, authorities } = readListFile('list.json', folder);
  expect(list.certificates.map(({ name }) => name)).toEqual(['broker', 'gateway']);
  expect(authorities.map(({ subject }) => subject)).toEqual(['CN=an authority']);
});

test('fails when several entries are wrong, and names the line of each', () => {
  write(
    entry('broker', { dnsNames: ['*.acme.example'] }),
    entry('gateway', { key: 'RSA', renewBefore: '2160h' }),
  );
  expect(problems()).toEqual([
    'list.json:11: certificates[0].dnsNames[0]: "*.acme.example"',
    'list.json:34: certificates[1].key: "RSA"',
  ]);
});

test('fails when a key stands twice in one entry, and not when it stands in two', () => {
  write(entry('broker'), entry('gateway'));
  expect(problems()).toEqual([]);
  const twice = JSON.stringify(entry('broker')).replace('"life"', '"owner": "bots",\n"life"');
  writeFileSync(
    join(folder, 'list.json'),
    `{"authorities": "authorities.crt", "certificates": [\n${twice}]}`,
  );
  expect(problems()).toEqual(['list.json:2: the key "owner" twice']);
});

test.each([
  ['{"authorities": "authorities.crt",\n "certificates": [],}', 'list.json:2: text that is not JSON'],
  ['\ufeff{}', 'list.json:1: a byte order mark'],
  ['', 'list.json:1: an empty file'],
  ['[]', 'list.json:1: []'],
  ['{"authorities": "authorities.crt", "certificates": []}', 'list.json:1: certificates: 0 entries'],
])('fails when the text is %j', (text, problem) => {
  writeFileSync(join(folder, 'list.json'), text);
  expect(problems()).toEqual([problem]);
});

test('fails when there is no such file, or it is a folder', () => {
  expect(problems()).toEqual(['list.json: a file that cannot be read (ENOENT)']);
  mkdirSync(join(folder, 'list.json'));
  expect(problems()).toEqual(['list.json: a file that cannot be read (no plain file)']);
});

test.each([
  ['server.crt', 'a certificate that is no authority'],
  ['list.json', 'text that is no certificate'],
  ['nowhere.crt', 'a file that cannot be read (ENOENT)'],
])('fails when the authorities are in %s', (authorities, found) => {
  writeFileSync(join(folder, 'list.json'), JSON.stringify({ authorities, certificates: [entry('broker')] }));
  expect(problems()).toEqual([`list.json:1: authorities: ${found}`]);
});
