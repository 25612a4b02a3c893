import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { UserError } from '@plinth/errors';
import { kvMetadata, VAULT_MOUNTS } from '@plinth/model';
import type { VaultConnection } from './connection';

/** What Vault knows of a path, without its value. */
export type PathState =
  | { readonly state: 'there' }
  | { readonly state: 'never put' | 'deleted' | 'destroyed'; readonly version: number };

interface Answer {
  readonly status: number;
  /** Vault's own clock. */
  readonly date: number;
  readonly body: unknown;
}

/** Larger than what is known of a thousand versions. */
const MOST_BYTES = 1024 * 1024;

/** Asks a Vault what it knows of paths, and nothing else: not a value, not a list. */
export class MetadataReader {
  readonly #connection: VaultConnection;
  readonly #agent: HttpAgent;
  readonly #seconds: number;

  /** @param seconds how long an answer may take */
  constructor(connection: VaultConnection, seconds = 15) {
    this.#connection = connection;
    this.#seconds = seconds;
    const { address, authority } = connection;
    this.#agent = address.startsWith('https:')
      ? new HttpsAgent({ keepAlive: true, ...(authority !== undefined && { ca: authority }) })
      : new HttpAgent({ keepAlive: true });
  }

  /**
   * Whether a value is at a path.
   * @returns undefined when this token may not ask
   * @throws UserError `vault-unreachable`, `vault-answer`
   */
  async stateOf(path: string): Promise<PathState | undefined> {
    const answer = await this.#get(`/v1/${kvMetadata(path)}`);
    const { status, body } = answer;
    if (status === 200) return stateIn(answer);
    if (status === 403) return undefined;
    if (status === 404 && errorsIn(body).length === 0) return { state: 'never put', version: 0 };
    throw this.#unexpected(status);
  }

  close(): void {
    this.#agent.destroy();
  }

  #get(path: string): Promise<Answer> {
    const { address, token } = this.#connection;
    const send = address.startsWith('https:') ? httpsRequest : httpRequest;
    return new Promise((resolve, reject) => {
      const refuse = (error: Error) => reject(this.#unreachable(error));
      const request = send(`${address}${path}`, {
        agent: this.#agent,
        headers: { 'X-Vault-Token': token, 'X-Vault-Request': 'true' },
        signal: AbortSignal.timeout(this.#seconds * 1000),
      });
      request.once('error', refuse);
      request.once('response', (response) => {
        read(response).then((text) => resolve(answerOf(response, text)), refuse);
      });
      request.end();
    });
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

  #unexpected(status: number): UserError {
    const [found, fix] = STATUSES[status] ?? [`an answer with status ${status}`, 'look at what Vault logs'];
    return new UserError({
      code: 'vault-answer',
      where: this.#connection.address,
      found,
      allowed: `a Vault that is open, with secrets at ${VAULT_MOUNTS.kv}/`,
      fix,
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

const STATUSES: Readonly<Record<number, readonly [found: string, fix: string]>> = {
  301: ['an address that sends elsewhere', 'name the server that answers in VAULT_ADDR'],
  302: ['an address that sends elsewhere', 'name the server that answers in VAULT_ADDR'],
  307: ['a server that is not the active one', 'name the active one in VAULT_ADDR'],
  308: ['an address that sends elsewhere', 'name the server that answers in VAULT_ADDR'],
  404: ['no store of secrets there', 'bring up stacks/vault first, or look at VAULT_ADDR'],
  429: ['a Vault that has been asked too often', 'wait a moment and run again'],
  503: ['a Vault that is sealed', 'have it opened and run again'],
};

async function read(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MOST_BYTES) throw Object.assign(new Error('too large'), { code: 'TOO_LARGE' });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function answerOf({ statusCode = 0, headers }: IncomingMessage, text: string): Answer {
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

interface Version {
  readonly deletion_time?: string;
  readonly destroyed?: boolean;
}

function stateIn({ body, date }: Answer): PathState {
  const { data } = body as {
    readonly data?: {
      readonly current_version?: number;
      readonly versions?: Readonly<Record<string, Version>>;
    };
  };
  const version = data?.current_version ?? 0;
  const current = data?.versions?.[version];
  if (current === undefined) return { state: 'never put', version };
  if (current.destroyed === true) return { state: 'destroyed', version };
  const deleted = Date.parse(current.deletion_time ?? '');
  // Some versions know beforehand when they end.
  return Number.isNaN(deleted) || deleted > date ? { state: 'there' } : { state: 'deleted', version };
}

function errorsIn(body: unknown): readonly unknown[] {
  const { errors } = body as { readonly errors?: unknown };
  return Array.isArray(errors) ? errors : [];
}
