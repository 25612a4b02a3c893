import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CertificateAuthority, listedCertificate } from '@plinth/testing';
import { plinth } from './run-plinth';

// Each test starts processes.
jest.setTimeout(120_000);

let folder: string;
let server: Server | undefined;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'certs-no-vault-'));
  const { certificate } = await CertificateAuthority.create('an authority');
  writeFileSync(join(folder, 'authorities.crt'), certificate);
  const certificates = ['broker', 'desk'].map((name) => listedCertificate(name));
  writeFileSync(join(folder, 'list.json'), JSON.stringify({ authorities: 'authorities.crt', certificates }));
});
afterEach(async () => {
  rmSync(folder, { recursive: true });
  server?.closeAllConnections();
  if (server !== undefined) await once(server.close(), 'close');
  server = undefined;
});

test.each<[string, RequestListener, string]>([
  ['shows a page', (_, response) => response.end('<html>'), 'answers that are not Vault’s'],
  [
    'has no such page',
    (_, response) => response.writeHead(404).end('<html>'),
    'answers that are not Vault’s',
  ],
  [
    'sends elsewhere',
    (_, response) => response.writeHead(307, { Location: 'http://127.0.0.1:9/' }).end(),
    'answers with status 307',
  ],
])('fails when what is at VAULT_ADDR %s: once, whatever the list holds', async (_, answer, found) => {
  server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const message = `${address}: found ${found}; allowed: a Vault; look at VAULT_ADDR\n`;
  const run = (...args: string[]) =>
    plinth(['certs', ...args, '--list', 'list.json'], {
      cwd: folder,
      variables: { VAULT_ADDR: address, VAULT_TOKEN: 'of-nobody', VAULT_CACERT: undefined },
    });
  expect(await run('check')).toMatchObject({ code: 2, stdout: '', stderr: message });
  const renewed = await run('renew', '--state', 'state');
  expect(renewed).toMatchObject({ code: 2, stderr: expect.stringContaining(message) });
  expect(renewed.stderr).toContain('0 issued, 0 installed, 0 failed, 2 left');
});
