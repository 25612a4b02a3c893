import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import type { VaultServer } from '@plinth/testing';

/** A line of an audit device, as far as it is looked at. */
export interface AuditLine {
  readonly type: 'request' | 'response';
  readonly request: { readonly operation: string; readonly path: string; readonly data?: object };
}

/** The audit file of a server. */
export class AuditFile {
  readonly #server: VaultServer;
  readonly #path: string;

  /** @param path below the server's own folder, as each pod has a volume of its own */
  constructor(server: VaultServer, path: string) {
    this.#server = server;
    this.#path = join(server.place.folder, path);
  }

  get text(): string {
    return readFileSync(this.#path, 'utf8');
  }

  /** From now on nothing can be written. */
  block(): void {
    rmSync(this.#path, { force: true });
    mkdirSync(this.#path);
    this.#server.signal('SIGHUP');
  }

  unblock(): void {
    rmSync(this.#path, { recursive: true, force: true });
    this.#server.signal('SIGHUP');
  }
}

/** Listens for lines over the network. */
export class AuditCollector {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor() {
    this.#server = createServer((socket) => {
      this.#sockets.add(socket);
      // A server of Vault ends without a good-bye.
      socket.on('error', () => undefined).on('close', () => this.#sockets.delete(socket));
      socket.resume();
    });
  }

  static async start(): Promise<AuditCollector> {
    const collector = new AuditCollector();
    await new Promise<void>((resolve, reject) => {
      collector.#server.once('error', reject).listen(0, '127.0.0.1', resolve);
    });
    return collector;
  }

  /** The device that sends to it. */
  get device(): object {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('a TCP server has a port');
    return { type: 'socket', options: { address: `127.0.0.1:${address.port}`, socket_type: 'tcp' } };
  }

  /** It cannot be reached any more. */
  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

/** The complete lines of a device that are about a path; others may write between them. */
export function linesAbout(text: string, path: string): AuditLine[] {
  const lines = text.slice(0, text.lastIndexOf('\n')).split('\n');
  return lines
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as AuditLine)
    .filter(({ request }) => request.path === path);
}
