import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Answer {
  readonly status: number;
  readonly body: object;
}

/**
 * The cloud as far as the job that copies Vault's store speaks to it, on loopback: a metadata server that says who asks, and a
 * bucket. How Google's answer to an upload looks is taken from its reference; that Google answers so is not shown.
 * @see https://cloud.google.com/storage/docs/json_api/v1/objects/insert
 */
export class CloudStandIn {
  /** What has been written, by name. */
  readonly objects = new Map<string, Buffer>();
  /** Who the job is here; nobody else writes. */
  readonly identity: string = randomBytes(16).toString('hex');
  /** The status with which the bucket refuses everything. @default - it takes what it may */
  refusal: number | undefined;
  /** How many bytes of an object arrive. @default - all */
  arrives: number | undefined;
  readonly #server: Server;

  private constructor(
    server: Server,
    /** The name of the bucket. */
    readonly bucket: string,
    /** Where both are; also when they are stopped. */
    readonly address: string,
  ) {
    this.#server = server;
    server.on('request', (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const { status, body } = this.#answer(request, Buffer.concat(chunks));
        response.writeHead(status, { 'Content-Type': 'application/json' });
        response.end(JSON.stringify(body, undefined, 2));
      });
    });
  }

  static async start(bucket: string): Promise<CloudStandIn> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    return new CloudStandIn(server, bucket, `http://127.0.0.1:${port}`);
  }

  /** They cannot be reached any more; a second time changes nothing. */
  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #answer(request: IncomingMessage, bytes: Buffer): Answer {
    const url = new URL(request.url ?? '', this.address);
    if (url.pathname === '/computeMetadata/v1/instance/service-accounts/default/token') {
      const asked = request.method === 'GET' && request.headers['metadata-flavor'] === 'Google';
      const identity = { access_token: this.identity, expires_in: 3599, token_type: 'Bearer' };
      return asked ? { status: 200, body: identity } : { status: 403, body: {} };
    }
    if (request.method !== 'POST' || url.pathname !== `/upload/storage/v1/b/${this.bucket}/o`)
      return { status: 404, body: {} };
    if (request.headers.authorization !== `Bearer ${this.identity}`) return { status: 401, body: {} };
    return this.#insert(url.searchParams, request.headers['content-type'], bytes);
  }

  #insert(asked: URLSearchParams, type: string | undefined, bytes: Buffer): Answer {
    const name = asked.get('name');
    if (asked.get('uploadType') !== 'media' || name === null || type !== 'text/plain')
      return { status: 400, body: {} };
    if (this.refusal !== undefined) return { status: this.refusal, body: {} };
    // Without the condition the last one to come would win.
    if (asked.get('ifGenerationMatch') === '0' && this.objects.has(name)) return { status: 412, body: {} };
    const kept = bytes.subarray(0, this.arrives);
    this.objects.set(name, kept);
    return { status: 200, body: { kind: 'storage#object', name, size: String(kept.length) } };
  }
}
