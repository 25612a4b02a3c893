import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '@plinth/errors';
import { CertificateAuthority, listedCertificate } from '@plinth/testing';
import { readListFile } from './list-file';

let folder: string;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'list-file-'));
  const authority = await CertificateAuthority.create('an authority');
  writeFileSync(join(folder, 'authorities.crt'), authority.certificate);
  writeFileSync(join(folder, 'empty.crt'), '');
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
  write(listedCertificate('broker'), listedCertificate('gateway'));
  const { list, authorities } = readListFile('list.json', folder);
  expect(list.certificates.map(({ name }) => name)).toEqual(['broker', 'gateway']);
  expect(authorities.map(({ subject }) => subject)).toEqual(['CN=an authority']);
});

test('fails when several entries are wrong, and names the line of each', () => {
  write(
    listedCertificate('broker', { dnsNames: ['*.acme.example'] }),
    listedCertificate('gateway', { key: 'RSA', renewBefore: '2160h' }),
  );
  expect(problems()).toEqual([
    'list.json:11: certificates[0].dnsNames[0]: "*.acme.example"',
    'list.json:34: certificates[1].key: "RSA"',
  ]);
});

test('fails when a key stands twice in one entry, and not when it stands in two', () => {
  write(listedCertificate('broker'), listedCertificate('gateway'));
  expect(problems()).toEqual([]);
  const twice = JSON.stringify(listedCertificate('broker')).replace('"life"', '"owner": "bots",\n"life"');
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
  ['empty.crt', 'text that is no certificate'],
  ['list.json', 'a file with what no list of authorities holds, in its line 1'],
  ['nowhere.crt', 'a file that cannot be read (ENOENT)'],
])('fails when the authorities are in %s', (authorities, found) => {
  writeFileSync(
    join(folder, 'list.json'),
    JSON.stringify({ authorities, certificates: [listedCertificate('broker')] }),
  );
  expect(problems()).toEqual([`list.json:1: authorities: ${found}`]);
});

describe('the authorities.json of an environment', () => {
  /** A list that names it; its content as `plinth certs trust` writes it. */
  function trust(content: unknown): void {
    const text = typeof content === 'string' ? content : JSON.stringify(content, undefined, 2);
    writeFileSync(join(folder, 'authorities.json'), text);
    const list = { authorities: 'authorities.json', certificates: [listedCertificate('broker')] };
    writeFileSync(join(folder, 'list.json'), JSON.stringify(list));
  }
  const pem = (file: string) => readFileSync(join(folder, file), 'utf8').replaceAll('\r', '').trim();
  const one = (name: string, certificate = pem('authorities.crt')) => ({
    name,
    certificate: `${certificate}\n`,
  });

  test('a list trusts all who stand in it', async () => {
    const other = await CertificateAuthority.create('another authority');
    trust([one('root'), one('root-2', other.certificate.trim())]);
    const { authorities } = readListFile('list.json', folder);
    expect(authorities.map(({ subject }) => subject)).toEqual(['CN=an authority', 'CN=another authority']);
  });

  test.each([
    ['is empty', () => [], 'an empty list of authorities'],
    ['is no JSON', () => '[\n  {,}]', 'a file with text that is not JSON, in its line 2'],
    [
      'holds a key twice',
      () => '[{"name": "root",\n"name": "root"}]',
      'a file with a key twice, in its line 2',
    ],
    [
      'is another file',
      () => ({ root_token: 'hvs.of-nobody' }),
      'a file with what no list of authorities holds, in its line 1',
    ],
    [
      'holds other text than a certificate',
      () => [one('root'), one('root-2', 'hvs.of-nobody')],
      'a file with what no list of authorities holds, in its line 8',
    ],
    [
      'holds somebody who is no authority',
      () => [one('root', pem('server.crt'))],
      'a file with a certificate that is no authority, under the name "root", in its line 4',
    ],
    [
      'holds one twice',
      () => [one('root'), one('root-2')],
      'a file with the certificate of "root-2" again, in its line 8',
    ],
  ])('fails when it %s, and shows nothing of it', (_, content, found) => {
    trust(content());
    expect(problems()).toEqual([`list.json:1: authorities: ${found}`]);
  });
});
