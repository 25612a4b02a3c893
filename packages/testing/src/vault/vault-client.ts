import type { IncomingHttpHeaders } from 'node:http';
import { Agent, request as httpsRequest } from 'node:https';
import { VaultError } from './vault-error';

export interface VaultClientOptions {
  /** `https://127.0.0.1:8200` */
  readonly address: string;
  /** PEM of the authority that signed the server. */
  readonly authority: string;
  /** @default - none: what anybody may ask */
  readonly token?: string;
}

/** What Vault says in JSON; which parts there are depends on the path. */
export interface VaultBody {
  readonly data?: Readonly<Record<string, unknown>>;
  readonly auth?: {
    readonly client_token: string;
    readonly accessor: string;
    readonly token_policies: readonly string[];
    readonly lease_duration: number;
    readonly renewable: boolean;
  };
  readonly lease_id?: string;
  readonly lease_duration?: number;
  readonly renewable?: boolean;
  readonly errors?: readonly string[];
  readonly warnings?: readonly string[] | null;
  /** Paths of the server itself answer at the top. */
  readonly [field: string]: unknown;
}

export interface VaultAnswer {
  readonly status: number;
  readonly body: VaultBody;
}

/** The kinds of requests, by which policies allow them. */
export type VaultVerb = 'read' | 'write' | 'patch' | 'list' | 'delete';

const METHODS: Readonly<Record<VaultVerb, string>> = {
  read: 'GET',
  write: 'POST',
  patch: 'PATCH',
  // Node sends no method that it does not know: the query says the same.
  list: 'GET',
  delete: 'DELETE',
};

/**
 * Vault's HTTP API as plain requests. It prints nothing, and no message carries a token or a body: a test's report is
 * read by many.
 * @see https://developer.hashicorp.com/vault/api-docs
 */
export class VaultClient {
  readonly address: string;
  readonly #options: VaultClientOptions;
  readonly #agent: Agent;

  constructor(options: VaultClientOptions) {
    this.address = options.address;
    this.#options = options;
    this.#agent = new Agent({ ca: options.authority, keepAlive: true });
  }

  /** The token, for a program that takes one: hand it over, never print it. */
  get token(): string {
    const { token } = this.#options;
    if (token === undefined) throw new Error(`a client of ${this.address} without a token was asked for it`);
    return token;
  }

  /** The same server under another identity. */
  as(token: string): VaultClient {
    return new VaultClient({ ...this.#options, token });
  }

  read(path: string): Promise<VaultAnswer> {
    return this.request('read', path);
  }

  write(path: string, body: object = {}): Promise<VaultAnswer> {
    return this.request('write', path, body);
  }

  list(path: string): Promise<VaultAnswer> {
    return this.request('list', path);
  }

  delete(path: string): Promise<VaultAnswer> {
    return this.request('delete', path);
  }

  /** One request and its answer, whatever that is. */
  async request(verb: VaultVerb, path: string, body?: object): Promise<VaultAnswer> {
    const url = verb === 'list' ? `${path}?list=true` : path;
    const type = verb === 'patch' ? 'application/merge-patch+json' : 'application/json';
    const bytes = Buffer.from(body === undefined ? '' : JSON.stringify(body));
    const answer = await this.send(METHODS[verb], url, bytes, type);
    const isJson = answer.headers['content-type']?.startsWith('application/json') === true;
    const text = answer.bytes.toString('utf8');
    return { status: answer.status, body: isJson && text !== '' ? (JSON.parse(text) as VaultBody) : {} };
  }

  /**
   * One request that has to succeed.
   * @throws VaultError with the status and what Vault says about it
   */
  async succeed(verb: VaultVerb, path: string, body?: object): Promise<VaultBody> {
    const answer = await this.request(verb, path, body);
    if (answer.status >= 300) throw new VaultError(verb, path, answer.status, answer.body.errors ?? []);
    return answer.body;
  }

  /**
   * A client with the token that a login gives: `login('auth/kubernetes/login', { role, jwt })`.
   * @throws VaultError
   */
  async login(path: string, body: object): Promise<VaultClient> {
    const { auth } = await this.succeed('write', path, body);
    if (auth === undefined) throw new Error(`${path} gives no token: it is no login`);
    return this.as(auth.client_token);
  }

  /** A request of bytes: snapshots are no JSON. */
  async send(
    method: string,
    path: string,
    bytes: Buffer = Buffer.alloc(0),
    type = 'application/octet-stream',
  ): Promise<{ readonly status: number; readonly headers: IncomingHttpHeaders; readonly bytes: Buffer }> {
    const { token } = this.#options;
    return new Promise((resolve, reject) => {
      const request = httpsRequest(new URL(`/v1/${path}`, this.address), {
        method,
        agent: this.#agent,
        headers: {
          'Content-Type': type,
          'Content-Length': bytes.length,
          'X-Vault-Request': 'true',
          ...(token === undefined ? {} : { 'X-Vault-Token': token }),
        },
      });
      request.once('response', (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.once('error', reject);
        response.once('end', () => {
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            bytes: Buffer.concat(chunks),
          });
        });
      });
      request.once('error', (error: NodeJS.ErrnoException) => {
        // The server closed an idle connection, by a restart for example: nothing was asked yet.
        const isStale = request.reusedSocket && error.code === 'ECONNRESET';
        if (isStale) resolve(this.send(method, path, bytes, type));
        else reject(error);
      });
      request.end(bytes);
    });
  }

  /** Ends idle connections. */
  close(): void {
    this.#agent.destroy();
  }
}
