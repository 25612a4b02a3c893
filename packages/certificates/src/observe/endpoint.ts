import { X509Certificate } from 'node:crypto';
import { connect, type DetailedPeerCertificate, type TLSSocket } from 'node:tls';
import { show } from '@plinth/errors';
import type { DeclaredCertificate, Endpoint } from '../list/declared-certificate';
import { readPlain } from '../plain-file';
import type { Observation } from './files';

/** How long a server may take for a handshake, in milliseconds. */
const PATIENCE = 5_000;

/** What a server shows to whoever connects. */
export async function observeEndpoint({ name, endpoint }: DeclaredCertificate): Promise<Observation> {
  if (endpoint === undefined) return { problems: [] };
  const where = addressOf(endpoint);
  try {
    const [leaf, ...rest] = await shownBy(endpoint);
    if (leaf !== undefined)
      return { seen: { place: 'endpoint', where, chain: [leaf, ...rest] }, problems: [] };
    return refused('a server without a certificate');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return refused(`no handshake (${code ?? show(message)})`);
  }
  function refused(found: string): Observation {
    const fix = 'look whether it runs, and at the way there';
    const allowed = 'a server that shows the certificate';
    return { problems: [{ code: 'endpoint', where: `${name}: ${where}`, found, allowed, fix }] };
  }
}

export function addressOf({ host, port }: Endpoint): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

/** The chain of a real handshake. It is judged by us, so the handshake itself refuses nothing. */
async function shownBy({ host, port, serverName, client }: Endpoint): Promise<X509Certificate[]> {
  const [cert, key] =
    client === undefined
      ? []
      : await Promise.all(
          [client.certificate, client.key].map(async (file) => (await readPlain(file, 'followed')).content),
        );
  const socket = connect({
    host,
    port,
    servername: serverName,
    rejectUnauthorized: false,
    minVersion: 'TLSv1.2',
    ...(cert !== undefined && key !== undefined && { cert, key }),
  });
  try {
    await new Promise<void>((resolve, reject) => {
      const late = setTimeout(() => reject(new Error('no answer in time')), PATIENCE);
      const done = (end: () => void) => () => {
        clearTimeout(late);
        end();
      };
      socket.once('secureConnect', done(resolve));
      socket.once('error', (error) => done(() => reject(error))());
      socket.once(
        'close',
        done(() => reject(new Error('the connection was closed'))),
      );
    });
    return chainOf(socket);
  } finally {
    // What comes after the handshake, such as a demand for a client certificate, is no matter of ours.
    socket.on('error', () => undefined);
    socket.destroy();
  }
}

function chainOf(socket: TLSSocket): X509Certificate[] {
  const chain: X509Certificate[] = [];
  let peer: DetailedPeerCertificate | undefined = socket.getPeerCertificate(true);
  while (peer?.raw !== undefined) {
    const certificate: X509Certificate = new X509Certificate(peer.raw);
    if (chain.some((one) => one.fingerprint256 === certificate.fingerprint256)) break;
    chain.push(certificate);
    peer = peer.issuerCertificate;
  }
  return chain;
}
