import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Agent, request } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { VaultServer } from '@plinth/testing';

/** A request on its way to Vault: what the test does to it decides what becomes of it. */
export interface Passing {
  /** `POST pki/sign/outside` */
  readonly what: string;
  /** Hands it over, and waits for Vault's answer. */
  readonly toVault: () => Promise<() => void>;
  /** The sender never hears of it. */
  readonly lose: () => void;
  /** Answers in the place of Vault. */
  readonly answer: (status: number, body: object) => void;
}

/** A way to Vault on which answers can be lost. */
export class VaultProxy {
  /** What is done with each request. */
  onRequest: (passing: Passing) => Promise<void> = async ({ toVault }) => (await toVault())();

  private constructor(
    private readonly server: Server,
    private readonly agent: Agent,
    readonly address: string,
  ) {}

  static async start(vault: VaultServer): Promise<VaultProxy> {
    const agent = new Agent({ ca: vault.authority.certificate, keepAlive: true });
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const proxy = new VaultProxy(server, agent, `http://127.0.0.1:${port}`);
    server.on('request', (incoming: IncomingMessage, response: ServerResponse) => {
      proxy.pass(vault, incoming, response).catch(() => response.destroy());
    });
    return proxy;
  }

  async stop(): Promise<void> {
    this.agent.destroy();
    this.server.closeAllConnections();
    await once(this.server.close(), 'close');
  }

  private async pass(vault: VaultServer, incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bytesOf(incoming);
    const { method = 'GET', url = '', headers } = incoming;
    await this.onRequest({
      what: `${method} ${url.replace('/v1/', '')}`,
      toVault: async () => {
        const sent = request(new URL(url, vault.address), { method, headers, agent: this.agent });
        sent.end(body);
        const [answer] = (await once(sent, 'response')) as [IncomingMessage];
        const bytes = await bytesOf(answer);
        return () => response.writeHead(answer.statusCode ?? 500, answer.headers).end(bytes);
      },
      lose: () => response.destroy(),
      answer: (status, content) =>
        response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(content)),
    });
  }
}

async function bytesOf(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}
