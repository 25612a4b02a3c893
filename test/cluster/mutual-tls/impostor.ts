import type { RequestListener, Server } from 'node:http';
import { createServer as createPlain } from 'node:http';
import { createServer, type ServerOptions } from 'node:https';

/** Somebody at the address of a service, who lets everybody in. Without settings it speaks no TLS. */
export async function runImpostor(
  host: string,
  port: number,
  settings: ServerOptions | undefined,
): Promise<{ readonly stop: () => Promise<void> }> {
  const answer: RequestListener = (_, response) => response.end('hello from somebody\n');
  const server: Server =
    settings === undefined
      ? createPlain(answer)
      : createServer({ ...settings, requestCert: true, rejectUnauthorized: false }, answer);
  await new Promise<void>((done) => server.listen(port, host, done));
  return {
    stop: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}
