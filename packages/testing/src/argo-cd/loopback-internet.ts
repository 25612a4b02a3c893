import { createServer as createHttpServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, connect, type Socket } from 'node:net';
import type { CertificateAuthority } from '../cluster/certificate-authority';

/**
 * The hosts that a program may reach, on loopback under their own names: a proxy that connects to each of these and refuses every
 * other, and a TLS server with a certificate for all of them. So what is deployed says the addresses of its environment and nothing
 * has to be rewritten.
 */
export class LoopbackInternet {
  /** Hosts that were asked for and are not there. */
  readonly refused = new Set<string>();
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly servers: readonly Server[],
    /** What `HTTPS_PROXY` says. */
    readonly proxy: string,
  ) {}

  static async start(
    authority: CertificateAuthority,
    hosts: Readonly<Record<string, RequestListener>>,
  ): Promise<LoopbackInternet> {
    const { certificate, key } = await authority.issueServer('loopback-internet', Object.keys(hosts));
    const tls = createTlsServer({ cert: certificate, key }, (request, response) => {
      const answer = hosts[hostOf(request.headers.host)];
      if (answer === undefined) response.writeHead(421).end();
      else answer(request, response);
    });
    const port = await listen(tls);
    const proxy = createHttpServer((_, response) => response.writeHead(405).end());
    const internet = new LoopbackInternet([proxy, tls], `http://127.0.0.1:${await listen(proxy)}`);
    for (const server of [tls, proxy]) server.on('connection', (socket: Socket) => internet.keep(socket));
    proxy.on('connect', (request, socket, head) => {
      const host = hostOf(request.url);
      if (request.url !== `${host}:443` || hosts[host] === undefined) {
        internet.refused.add(request.url ?? '');
        socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
        return;
      }
      const upstream = connect(port, '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
        upstream.write(head);
        upstream.pipe(socket).pipe(upstream);
      });
      internet.keep(upstream);
      for (const end of [upstream, socket])
        end.on('error', () => [upstream, socket].map((each) => each.destroy()));
    });
    return internet;
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await Promise.all(this.servers.map((server) => new Promise((done) => server.close(done))));
  }

  private keep(socket: Socket): void {
    this.sockets.add(socket);
    socket.once('close', () => this.sockets.delete(socket));
  }
}

function hostOf(address: string | undefined): string {
  return (address ?? '').replace(/:\d+$/, '');
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}
