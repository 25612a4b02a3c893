import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '@plinth/errors';
import type { ResolvedEnvironment } from '@plinth/model';
import { CertificateAuthority } from '@plinth/testing';
import { VaultAuthorityFile } from './vault-authority-file';

let folder: string;
let known: string;
let another: string;
let renewed: string;
let server: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'plinth-vault-authority-'));
  mkdirSync(join(folder, 'environments/first'), { recursive: true });
  [known, renewed] = authoritiesOfOneKey();
  const other = await CertificateAuthority.create('another');
  another = other.certificate;
  server = (await other.issueServer('a server')).certificate;
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** An authority, and the same after its renewal. */
function authoritiesOfOneKey(): [string, string] {
  const key = join(folder, 'key.pem');
  const curve = ['-pkeyopt', 'ec_paramgen_curve:P-256'];
  execFileSync('openssl', ['genpkey', '-algorithm', 'EC', ...curve, '-out', key], { stdio: 'pipe' });
  const request = ['req', '-x509', '-key', key, '-subj', '/CN=vault-ca', '-days', '2'];
  const make = () => execFileSync('openssl', request, { encoding: 'utf8', stdio: 'pipe' });
  return [make(), make()];
}

/** The file with this in it, and an environment that says the same. */
function fileOf(content: object, declared = content): VaultAuthorityFile {
  writeFileSync(join(folder, 'environments/first/vault-authority.json'), JSON.stringify(content));
  const facts = { vaultAuthority: declared } as ResolvedEnvironment['facts'];
  return VaultAuthorityFile.of(folder, { name: 'first', facts });
}

const fingerprint = (pem: string) => new X509Certificate(pem).fingerprint256;

test('the first one is learned, and written as a file that is whole', () => {
  const file = fileOf({});
  const learned = file.toLearn(known);
  expect(learned?.fingerprint256).toBe(fingerprint(known));
  file.write(new X509Certificate(known));
  const written = JSON.parse(readFileSync(join(folder, file.where), 'utf8')) as { certificate: string };
  expect(written).toEqual({ certificate: known });
  expect(readdirSync(join(folder, 'environments/first'))).toEqual(['vault-authority.json']);
});

test('one of the same key takes its place: it is the same authority, renewed', () => {
  expect(fileOf({ certificate: known }).toLearn(renewed)?.fingerprint256).toBe(fingerprint(renewed));
});

test.each([
  ['is the known one', () => known],
  ['has the known one beside another', () => `${another}${known}`],
  ['is not named', () => undefined],
])('nothing is learned when the file of VAULT_CACERT %s', (_, spokenBy) => {
  expect(fileOf({ certificate: known }).toLearn(spokenBy())).toBeUndefined();
});

test.each<[string, () => string | undefined, string]>([
  ['is not named', () => undefined, 'nothing'],
  ['holds two', () => `${another}${known}`, '2 certificates'],
  ['is of a server', () => server, 'a certificate that is no authority'],
])('fails when Vault is not known yet and the file of VAULT_CACERT %s', (_, spokenBy, found) => {
  expect(problemIn(() => fileOf({}).toLearn(spokenBy()))).toMatchObject({
    code: 'vault-authority',
    where: 'VAULT_CACERT',
    found,
  });
});

test('fails when Vault is known by another key, and says what a new key takes', () => {
  expect(problemIn(() => fileOf({ certificate: known }).toLearn(another))).toMatchObject({
    code: 'other-authority',
    where: 'environments/first/vault-authority.json',
    fix: expect.stringContaining('docs/guides/running-vault.md'),
  });
});

test('fails when the environment takes it from elsewhere', () => {
  const problem = problemIn(() => fileOf({}, { certificate: known }));
  expect(problem).toMatchObject({ code: 'authorities-file', where: 'environments/first/index.ts' });
});

function problemIn(run: () => unknown) {
  try {
    run();
  } catch (error) {
    if (UserError.isUserError(error)) return error.problems[0];
    throw error;
  }
  return undefined;
}
