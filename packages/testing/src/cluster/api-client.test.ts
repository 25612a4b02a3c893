import { once } from 'node:events';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { ApiClient } from './api-client';
import { CertificateAuthority } from './certificate-authority';

let server: Server;
let client: ApiClient;
let asked: number;
/** Which requests find their connection closed. */
let closing: (request: number) => boolean;

beforeEach(async () => {
  const authority = await CertificateAuthority.create('test');
  const { certificate: cert, key } = await authority.issueServer('server');
  asked = 0;
  server = createServer({ cert, key }, (request, response) => {
    asked += 1;
    if (closing(asked)) request.socket.destroy();
    else response.setHeader('content-type', 'application/json').end(`{"request":${asked}}`);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  client = new ApiClient({
    server: `https://127.0.0.1:${port}`,
    authority: authority.certificate,
    token: 'token',
  });
});
afterEach(() => {
  client.close();
  server.close();
});

test('a request that meets a kept connection which is closed goes over another', async () => {
  closing = (request) => request === 2;
  expect(await client.request('GET', '/')).toEqual({ request: 1 });
  expect(await client.request('GET', '/')).toEqual({ request: 3 });
});

test('fails when a new connection is closed', async () => {
  closing = () => true;
  await expect(client.request('GET', '/')).rejects.toThrow('socket hang up');
  expect(asked).toBe(1);
});
