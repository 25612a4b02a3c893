import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { until } from '@plinth/testing';

/** A program on loopback that is told of changes on its health port. */
export class ToldProgram {
  readonly #requests: string[] = [];
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
    server.on('request', (request, response) => {
      this.#requests.push(`${request.method} ${request.url}`);
      response.end();
    });
  }

  /** @param port where an agent has looked for it before; any when absent */
  static async start(port = 0): Promise<ToldProgram> {
    const server = createServer();
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', resolve);
    });
    return new ToldProgram(server);
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Method and path of each request, in order. */
  get requests(): readonly string[] {
    return this.#requests;
  }

  /** Waits until it has been told more often than that. */
  async isTold(more: number): Promise<void> {
    await until('the program is told', async () => this.#requests.length > more);
  }

  stop(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}
