import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { UserError } from '@plinth/errors';
import type { VaultConnection } from './connection';

export interface TransportAnswer {
  readonly status: number;
  /** Vault's own clock. */
  readonly date: number;
  readonly body: unknown;
}

export interface TransportOptions {
  /** How long an answer may take. */
  readonly seconds: number;
  /** The largest answer. @default larger than what is known of a thousand versions of a secret */
  readonly mostBytes?: number;
}

/** Requests to one Vault under one token. It prints nothing, and no message of it carries a token or a body. */
export class VaultTransport {
  readonly #connection: VaultConnection;
  readonly #agent: HttpAgent;
  readonly #seconds: number;
  readonly #mostBytes: number;

  constructor(connection: VaultConnection, { seconds, mostBytes = 1024 * 1024 }: TransportOptions) {
    this.#connection = connection;
    this.#seconds = seconds;
    this.#mostBytes = mostBytes;
    const { address, authority } = connection;
    this.#agent = address.startsWith('https:')
      ? new HttpsAgent({ keepAlive: true, ...(authority !== undefined && { ca: authority }) })
      : new HttpAgent({ keepAlive: true });
  }

  /** For messages. */
  get address(): string {
    return this.#connection.address;
  }

  /**
   * One request, once, and its answer, whatever that is.
   * @throws UserError `vault-unreachable` when there is none
   */
  send(method: 'GET' | 'POST', path: string, body?: object): Promise<TransportAnswer> {
    const { address, token } = this.#connection;
    const send = address.startsWith('https:') ? httpsRequest : httpRequest;
    const text = body === undefined ? undefined : JSON.stringify(body);
    return new Promise((resolve, reject) => {
      const refuse = (error: Error) => reject(this.#unreachable(error));
      const request = send(`${address}/v1/${path}`, {
        method,
        agent: this.#agent,
        headers: {
          'X-Vault-Token': token,
          'X-Vault-Request': 'true',
          ...(text !== undefined && {
            'Content-Type': 'application/json',
            'Content-Length': Buffer.byteLength(text),
          }),
        },
        signal: AbortSignal.timeout(this.#seconds * 1000),
      });
      request.once('error', refuse);
      request.once('response', (response) => {
        read(response, this.#mostBytes).then((answer) => resolve(answerOf(response, answer)), refuse);
      });
      request.end(text);
    });
  }

  close(): void {
    this.#agent.destroy();
  }

  #unreachable(error: Error): UserError {
    const { code = error.name } = error as NodeJS.ErrnoException;
    const [found, fix] = CAUSES.find(([form]) => form.test(code))?.slice(1) ?? [];
    return new UserError({
      code: 'vault-unreachable',
      where: this.#connection.address,
      found: typeof found === 'string' ? found : `no answer (${code})`,
      allowed: 'a Vault that answers',
      fix: typeof fix === 'string' ? fix : 'look at VAULT_ADDR, and at the way there',
    });
  }
}

const CAUSES: readonly (readonly [RegExp, found: string, fix: string])[] = [
  [/^ECONNREFUSED$/, 'nobody who listens there', 'look at VAULT_ADDR, and whether the way there is open'],
  [/^(?:ENOTFOUND|EAI_AGAIN)$/, 'a host that nobody knows', 'look at VAULT_ADDR'],
  [/^(?:ABORT_ERR|AbortError|TimeoutError|ETIMEDOUT)$/, 'no answer in time', 'look at the way there'],
  [
    /CERT|SELF_SIGNED|UNABLE_TO_/,
    'a certificate that is not trusted here',
    'name the file with its authority: export VAULT_CACERT=…',
  ],
  [/^(?:EPROTO|ERR_SSL)/, 'something that speaks no TLS', 'look at VAULT_ADDR'],
  [/^TOO_LARGE$/, 'an answer that is too large', 'look at VAULT_ADDR: that is no Vault'],
];

async function read(response: IncomingMessage, mostBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > mostBytes) throw Object.assign(new Error('too large'), { code: 'TOO_LARGE' });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function answerOf({ statusCode = 0, headers }: IncomingMessage, text: string): TransportAnswer {
  const date = Date.parse(headers.date ?? '');
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    body = undefined;
  }
  // What answers 200 without JSON is a page of somebody else's.
  return {
    status: statusCode === 200 && body === undefined ? 404 : statusCode,
    date,
    body: body ?? { errors: [''] },
  };
}
