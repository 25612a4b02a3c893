import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import type { VaultServer } from '@plinth/testing';

/** A line of an audit device, as far as it is looked at. */
export interface AuditLine {
  readonly type: 'request' | 'response';
  readonly request: { readonly operation: string; readonly path: string; readonly data?: object };
}

/** Each server writes below its own folder, as each pod has a volume of its own. */
const FILE = 'audit/audit.log';

/** The audit file of a server. */
export class AuditFile {
  readonly #server: VaultServer;
  readonly #path: string;

  constructor(server: VaultServer) {
    this.#server = server;
    this.#path = join(server.place.folder, FILE);
  }

  static readonly device = { type: 'file', options: { file_path: FILE } };

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

/** Where lines are sent over the network: the second device, away from the machine. */
export class AuditCollector {
  text = '';
  #server: Server | undefined;
  #port = 0;
  readonly #sockets = new Set<Socket>();

  static async start(): Promise<AuditCollector> {
    const collector = new AuditCollector();
    await collector.resume();
    return collector;
  }

  get device() {
    return { type: 'socket', options: { address: `127.0.0.1:${this.#port}`, socket_type: 'tcp' } };
  }

  /** It listens again, at the same address, if it does not. */
  async resume(): Promise<void> {
    if (this.#server !== undefined) return;
    const server = createServer((socket) => {
      this.#sockets.add(socket);
      socket.setEncoding('utf8').on('data', (text: string) => {
        this.text += text;
      });
      // Servers of Vault end without a good-bye.
      socket.on('error', () => undefined).on('close', () => this.#sockets.delete(socket));
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(this.#port, '127.0.0.1', resolve);
    });
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('a TCP server has a port');
    this.#port = address.port;
    this.#server = server;
  }

  /** It cannot be reached. */
  async stop(): Promise<void> {
    const server = this.#server;
    if (server === undefined) return;
    this.#server = undefined;
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  }
}

/** The complete lines of a device that are about a path. */
export function linesAbout(text: string, path: string): AuditLine[] {
  const lines = text.slice(0, text.lastIndexOf('\n')).split('\n');
  return lines
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as AuditLine)
    .filter(({ request }) => request.path === path);
}
