import { createHash, generateKeyPairSync } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CertificateAuthority, listedCertificate } from '@plinth/testing';
import { plinth } from './run-plinth';

// Each test starts a process.
jest.setTimeout(120_000);

const ALLOWED = 'a folder of this command alone, on a disk of this machine';

let folder: string;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'certs-state-'));
  const { certificate } = await CertificateAuthority.create('an authority');
  writeFileSync(join(folder, 'authorities.crt'), certificate);
  list();
});
afterEach(() => rmSync(folder, { recursive: true }));

function list(more: object = {}): void {
  const text = JSON.stringify(
    { authorities: 'authorities.crt', certificates: [listedCertificate('broker', more)] },
    undefined,
    2,
  );
  writeFileSync(join(folder, 'list.json'), text);
}

/** What is wrong is told in one line, before Vault is asked: none is there. */
async function refused(): Promise<string> {
  const { code, stdout, stderr } = await plinth(
    ['certs', 'renew', '--list', 'list.json', '--state', 'state'],
    {
      cwd: folder,
      variables: { VAULT_ADDR: 'http://127.0.0.1:9', VAULT_TOKEN: 'of-nobody', VAULT_CACERT: undefined },
    },
  );
  expect({ code, stdout, lines: stderr.split('\n').length }).toEqual({ code: 2, stdout: '', lines: 2 });
  return stderr.trimEnd().replace(folder, '<folder>');
}

test('fails when the state is a folder with other things, which stays open to others', async () => {
  const state = join(folder, 'state');
  mkdirSync(state);
  writeFileSync(join(state, 'other.txt'), '');
  chmodSync(state, 0o755);
  expect(await refused()).toBe(
    `<folder>/state: found what no run has put there: "other.txt"; allowed: ${ALLOWED}; name a new or an empty folder with --state`,
  );
  expect((statSync(state).mode & 0o777).toString(8)).toBe('755');
});

test('fails when the lock holds what nobody can remove', async () => {
  mkdirSync(join(folder, 'state/lock/other'), { recursive: true });
  expect(await refused()).toMatch(
    /^<folder>\/state\/lock\/other: found what cannot be used \(unlink failed with \w+\); /,
  );
});

test('fails when a certificate is in doubt, and what was signed before is cut short', async () => {
  mkdirSync(join(folder, 'state/begun'), { recursive: true });
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const asked = {
    name: 'broker',
    phase: 'asked',
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
    request: 'of nobody',
    publicKey: createHash('sha256')
      .update(publicKey.export({ type: 'spki', format: 'der' }))
      .digest('hex'),
    mount: 'pki',
    version: 1,
    since: '2026-11-01T00:00:00.000Z',
  };
  writeFileSync(join(folder, 'state/begun/broker.json'), JSON.stringify(asked));
  writeFileSync(join(folder, 'state/baseline.json'), '{"pki": [');
  expect(await refused()).toMatch(/^<folder>\/state\/baseline\.json: found a file that no run has written; /);
});

test('fails when a run would wait for longer than anybody does, and names the line', async () => {
  list({ reload: { command: ['true'], timeout: '600h' } });
  expect(await refused()).toBe(
    'list.json:25: certificates[0].reload.timeout: found 600h; allowed: 1s to 1h; write for example 30s',
  );
});
