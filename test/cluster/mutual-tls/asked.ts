import type { LookupFunction } from 'node:net';
import { type ConnectionOptions, connect } from 'node:tls';
import type { PodAddresses } from './pod-addresses';

/** How a connection went, in one word of whoever refused it. */
export type Outcome = string;

export interface AskOptions {
  /** `ledger.exchange.svc:8443` */
  readonly address: string;
  readonly addresses: PodAddresses;
  /** Certificate, key and authorities, and what else is tried. */
  readonly tls: ConnectionOptions;
}

/** One request over a connection of its own, as a program makes it that takes the server's name from the address. */
export function ask(options: AskOptions): Promise<Outcome> {
  return new Promise((resolve) => {
    const socket = connect({ minVersion: 'TLSv1.3', ...towards(options) });
    let answer = '';
    socket.setEncoding('utf8');
    socket.on('data', (text: string) => {
      answer += text;
    });
    socket.once('error', ({ code, message }: NodeJS.ErrnoException) => resolve(code ?? message));
    socket.once('close', () => resolve(/^HTTP\/1\.1 200 /.test(answer) ? 'answered' : 'closed'));
    socket.write(requestTo(options));
  });
}

/** How somebody connects who takes the server's name from the address; what `tls` says comes last. */
function towards({ address, addresses, tls }: AskOptions): ConnectionOptions {
  const [host = '', port] = address.split(':');
  return { host, port: Number(port), servername: host, lookup: lookupIn(addresses), ...tls };
}

function requestTo({ address }: AskOptions): string {
  const [host] = address.split(':');
  return `GET / HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`;
}

/** The cluster's DNS. */
export function lookupIn(addresses: PodAddresses): LookupFunction {
  return (host, { all }, callback) => {
    const address = addresses.resolve(host);
    if (all === true) callback(null, [{ address, family: 4 }]);
    else callback(null, address, 4);
  };
}

/** The serial number of whoever answers there; undefined when nobody does to whom that certificate and those authorities mean anything. */
export function servedBy(options: AskOptions): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = connect(towards(options));
    socket.once('error', () => resolve(undefined));
    socket.once('secureConnect', () => {
      resolve(socket.getPeerX509Certificate()?.serialNumber);
      socket.destroy();
    });
  });
}

/** Whether somebody who comes again is let in by what was agreed on before, without a look at the certificate. */
export async function resumes(options: AskOptions): Promise<boolean> {
  const { session } = await visit(options);
  return session !== undefined && (await visit(options, session)).isReused;
}

function visit(
  options: AskOptions,
  before?: Buffer,
): Promise<{ readonly session: Buffer | undefined; readonly isReused: boolean }> {
  return new Promise((resolve, reject) => {
    let session: Buffer | undefined;
    const socket = connect({ ...towards(options), ...(before !== undefined && { session: before }) });
    socket.on('session', (ticket: Buffer) => {
      session = ticket;
    });
    socket.once('error', reject);
    let isReused = false;
    socket.once('secureConnect', () => {
      isReused = socket.isSessionReused();
    });
    socket.once('close', () => resolve({ session, isReused }));
    // Tickets come before the answer.
    socket.resume().write(requestTo(options));
  });
}
