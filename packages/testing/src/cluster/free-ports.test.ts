import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { freePorts } from './free-ports';

test('a port is given once, though nobody listens on it yet', async () => {
  const ports = [...(await freePorts(300)), ...(await freePorts(300)), ...(await freePorts(300))];
  expect(new Set(ports).size).toBe(900);
});

test('another process sees what is given', async () => {
  const [port = 0] = await freePorts(1);
  const look = `require('node:dgram').createSocket('udp4')
    .on('error', ({ code }) => console.log(code))
    .bind({ port: ${port}, address: '127.0.0.1' }, function () { console.log('free'); this.close(); })`;
  expect(execFileSync(process.execPath, ['-e', look], { encoding: 'utf8' }).trim()).toBe('EADDRINUSE');
});

test('a program can listen there, and no connection takes one of them before', async () => {
  const [port = 0] = await freePorts(1);
  const server = await listening(port);
  expect(server).toBeDefined();
  server?.close();
  // What the kernel begins with for connections, where nobody has set it otherwise.
  expect(Math.max(...(await freePorts(100)))).toBeLessThan(32_768);
});

test('where somebody listens who has not asked, nobody is sent', async () => {
  const servers = await Promise.all(
    Array.from({ length: 300 }, (_, index) => listening(20_000 + index * 40)),
  );
  const taken = servers.flatMap((server) => (server === undefined ? [] : [server]));
  const ports = new Set(taken.map((server) => (server.address() as AddressInfo).port));
  expect(ports.size).toBeGreaterThan(200);
  expect((await freePorts(1000)).filter((port) => ports.has(port))).toEqual([]);
  for (const server of taken) server.close();
});

/** A server on a port; undefined where somebody else has it. */
async function listening(port: number): Promise<Server | undefined> {
  const server = createServer();
  return await Promise.race([
    once(server.listen(port, '127.0.0.1'), 'listening').then(() => server),
    once(server, 'error').then(() => undefined),
  ]).catch(() => undefined);
}
