import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Duration } from '@plinth/units';
import type { DeclaredCertificate } from '../list/declared-certificate';
import { observeEndpoint } from './endpoint';
import { observeFiles } from './files';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'observed-files-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const at = (name: string) => join(folder, name);

function declared(): DeclaredCertificate {
  const files = { certificate: at('broker.crt'), key: at('broker.key') };
  return {
    name: 'broker',
    owner: 'exchange',
    pki: { mount: 'pki', role: 'outside' },
    commonName: 'broker.acme.example',
    dnsNames: ['broker.acme.example'],
    life: Duration.hours(2160),
    renewBefore: Duration.hours(720),
    key: 'P-256',
    kv: { mount: 'kv', path: 'certificates/broker' },
    files,
    endpoint: {
      host: '127.0.0.1',
      port: 9,
      serverName: 'broker.acme.example',
      client: files,
      within: Duration.seconds(1),
    },
  };
}

test.each<[string, (path: string) => void, string]>([
  ['a pipe', (path) => execFileSync('mkfifo', [path]), 'a pipe'],
  ['a folder', (path) => mkdirSync(path), 'a folder'],
  ['a device', (path) => symlinkSync('/dev/zero', path), 'a device'],
  [
    'more than certificates need',
    (path) => {
      writeFileSync(path, '');
      truncateSync(path, 17 * 1024 * 1024);
    },
    '17825792 bytes',
  ],
])('fails when a file is %s, and does not wait for it', async (_, make, found) => {
  make(at('broker.crt'));
  make(at('broker.key'));
  const { seen, problems } = await observeFiles(declared());
  expect(seen).toBeUndefined();
  const unreadable = { code: 'unreadable', found: `a file that cannot be read (${found})` };
  expect(problems).toMatchObject([unreadable, unreadable]);
  expect((await observeEndpoint(declared())).problems).toMatchObject([
    { code: 'endpoint', found: `no handshake (${found})` },
  ]);
});

test('a link is followed: nothing is copied from where it leads', async () => {
  writeFileSync(at('elsewhere'), 'hello', { mode: 0o600 });
  for (const name of ['broker.crt', 'broker.key']) symlinkSync(at('elsewhere'), at(name));
  const { problems } = await observeFiles(declared());
  expect(problems.map(({ found }) => found)).toEqual([
    'text that is no certificate',
    'text that is no private key',
  ]);
});
