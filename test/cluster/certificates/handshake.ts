import type { AddressInfo } from 'node:net';
import { connect, createServer, type TLSSocket } from 'node:tls';
import type { Issued } from './issued';

export interface HandshakeOptions {
  readonly server: Issued;
  readonly client: Issued;
  /** PEM of whom both trust. */
  readonly root: string;
  /** The client takes whoever answers: what the server says of it is seen. @default false */
  readonly isClientCareless?: boolean;
}

/** What each side made of the other's certificate: `ok`, or why not. */
export interface Handshake {
  readonly client: string;
  readonly server: string;
}

/** A mutual handshake on loopback, as services have it: the server is called by its first name. */
export async function handshake({
  server: { files, contents },
  client,
  root,
  isClientCareless = false,
}: HandshakeOptions): Promise<Handshake> {
  const server = createServer({ ...files, ca: root, requestCert: true, rejectUnauthorized: false });
  const seen = new Promise<string>((resolve) => {
    server.once('secureConnection', (socket: TLSSocket) => {
      socket.on('error', () => undefined);
      resolve(said(socket));
      socket.end();
    });
    server.once('tlsClientError', (error) => resolve(codeOf(error)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const socket = connect({
    ...client.files,
    ca: root,
    host: '127.0.0.1',
    port: (server.address() as AddressInfo).port,
    servername: contents.dnsNames[0] ?? '',
    rejectUnauthorized: !isClientCareless,
  });
  const answered = new Promise<string>((resolve) => {
    socket.once('secureConnect', () => resolve(said(socket)));
    socket.once('error', (error) => resolve(codeOf(error)));
  });
  try {
    return { client: await answered, server: await seen };
  } finally {
    socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  }
}

/** Node's own judgement, which `rejectUnauthorized` would have made an end of the connection. */
function said({ authorized, authorizationError }: TLSSocket): string {
  return authorized ? 'ok' : String(authorizationError);
}

function codeOf(error: NodeJS.ErrnoException): string {
  return error.code ?? error.message;
}
