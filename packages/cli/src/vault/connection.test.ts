import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '@plinth/errors';
import { vaultConnection } from './connection';

const VAULT_TOKEN = 'a-token-of-nobody';
const VAULT_ADDR = 'https://vault.acme.example:8200';

function refusals(variables: NodeJS.ProcessEnv): string[] {
  try {
    vaultConnection(variables);
  } catch (error) {
    if (!UserError.isUserError(error)) throw error;
    return error.problems.map(({ where, found }) => `${where}: ${found}`);
  }
  return [];
}

test('an address and a token are enough, and nothing else that Vault reads changes it', () => {
  const more = { VAULT_NAMESPACE: 'admin', VAULT_SKIP_VERIFY: 'true', VAULT_CACERT: '' };
  expect(vaultConnection({ VAULT_ADDR: `${VAULT_ADDR}/`, VAULT_TOKEN, ...more })).toEqual({
    address: VAULT_ADDR,
    token: VAULT_TOKEN,
  });
});

test.each(['http://127.0.0.1:8200', 'http://[::1]:8200', 'http://localhost:8200'])(
  '%s never leaves this machine, and may be plain',
  (address) => {
    expect(refusals({ VAULT_ADDR: address, VAULT_TOKEN })).toEqual([]);
  },
);

test.each([
  ['', 'nothing'],
  ['vault.acme.example:8200', 'text that is no address'],
  ['ftp://vault.acme.example', 'text that is no address'],
  ['http://vault.acme.example:8200', 'http'],
  ['http://127.0.0.1.acme.example:8200', 'http'],
  ['http://10.0.0.1:8200', 'http'],
  ['https://me:hunter2@vault.acme.example', 'an address with a name in it'],
  ['https://vault.acme.example/v1', 'an address with a path'],
  ['https://vault.acme.example?a=b', 'an address with a path'],
])('fails when the address is "%s"', (address, found) => {
  expect(refusals({ VAULT_ADDR: address, VAULT_TOKEN })).toEqual([`VAULT_ADDR: ${found}`]);
});

test.each([
  ['', 'nothing'],
  ['a token', 'text that is no token, not shown'],
  ['token\n', 'text that is no token, not shown'],
  ['token\r\nX-Other: header', 'text that is no token, not shown'],
])('fails when the token is %j, and does not show it', (token, found) => {
  expect(refusals({ VAULT_ADDR, VAULT_TOKEN: token })).toEqual([`VAULT_TOKEN: ${found}`]);
});

test('fails when the authority is no certificate, or is not there', () => {
  const folder = mkdtempSync(join(tmpdir(), 'vault-connection-'));
  try {
    const file = join(folder, 'ca.crt');
    writeFileSync(file, 'hunter2');
    expect(refusals({ VAULT_ADDR, VAULT_TOKEN, VAULT_CACERT: file })).toEqual([
      'VAULT_CACERT: a file without a certificate',
    ]);
    expect(refusals({ VAULT_ADDR, VAULT_TOKEN, VAULT_CACERT: join(folder, 'none') })).toEqual([
      'VAULT_CACERT: a file that cannot be read (ENOENT)',
    ]);
    expect(refusals({ VAULT_ADDR, VAULT_TOKEN, VAULT_CACERT: folder })).toEqual([
      'VAULT_CACERT: a file that cannot be read (EISDIR)',
    ]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('fails when everything is wrong, and says all of it', () => {
  expect(refusals({})).toEqual(['VAULT_ADDR: nothing', 'VAULT_TOKEN: nothing']);
});
