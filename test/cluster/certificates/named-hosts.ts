import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';

/**
 * Servers of loopback under the names that a cluster has for them: a proxy that connects to these and to nothing else. So the
 * names and addresses of rendered objects, and those in certificates, stay as they are.
 */
export class NamedHosts {
  readonly #sockets = new Set<Socket>();

  private constructor(readonly server: Server) {}

  /** @param hosts `vault-active.vault.svc:8200`, and where that is: `127.0.0.1:40123` */
  static async start(hosts: Readonly<Record<string, string>>): Promise<NamedHosts> {
    const server = createServer((_, response) => response.writeHead(405).end());
    const named = new NamedHosts(server);
    server.on('connect', (request, client: Socket, head) => {
      const [host, port] = hosts[request.url ?? '']?.split(':') ?? [];
      named.#keep(client);
      if (port === undefined) {
        client.end('HTTP/1.1 403 Forbidden\r\n\r\n');
        return;
      }
      const upstream = connect(Number(port), host, () => {
        client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
        upstream.write(head);
        upstream.pipe(client).pipe(upstream);
      });
      named.#keep(upstream);
      for (const end of [upstream, client])
        end.on('error', () => [upstream, client].map((each) => each.destroy()));
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(0, '127.0.0.1', resolve);
    });
    return named;
  }

  /** What `HTTPS_PROXY` says. */
  get proxy(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  #keep(socket: Socket): void {
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
  }
}
