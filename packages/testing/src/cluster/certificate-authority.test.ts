import { createServer, get } from 'node:https';
import type { AddressInfo } from 'node:net';
import { CertificateAuthority } from './certificate-authority';

test('a server on loopback is trusted by those who trust the authority, and by no one else', async () => {
  const authority = await CertificateAuthority.create('one');
  const stranger = await CertificateAuthority.create('two');
  const { certificate, key } = await authority.issueServer('server');
  const server = createServer({ cert: certificate, key }, (_, response) => response.end('hello'));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  const ask = (host: string, ca: string) =>
    new Promise((resolve, reject) => {
      get({ host, port, ca, agent: false, family: 4 }, ({ statusCode }) => resolve(statusCode)).once(
        'error',
        reject,
      );
    });
  try {
    await expect(ask('127.0.0.1', authority.certificate)).resolves.toBe(200);
    await expect(ask('localhost', authority.certificate)).resolves.toBe(200);
    await expect(ask('127.0.0.1', stranger.certificate)).rejects.toThrow(/unable to (verify|get)|signature/);
  } finally {
    server.closeAllConnections();
    server.close();
  }
});
