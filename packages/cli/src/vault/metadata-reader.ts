import { UserError } from '@plinth/errors';
import { kvMetadata, VAULT_MOUNTS } from '@plinth/model';
import type { VaultConnection } from './connection';
import { type TransportAnswer, VaultTransport } from './transport';

/** What Vault knows of a path, without its value. */
export type PathState =
  | { readonly state: 'there' }
  | { readonly state: 'never put' | 'deleted' | 'destroyed'; readonly version: number };

/** Asks a Vault what it knows of paths, and nothing else: not a value, not a list. */
export class MetadataReader {
  readonly #transport: VaultTransport;

  /** @param seconds how long an answer may take */
  constructor(connection: VaultConnection, seconds = 15) {
    this.#transport = new VaultTransport(connection, { seconds });
  }

  /**
   * Whether a value is at a path.
   * @returns undefined when this token may not ask
   * @throws UserError `vault-unreachable`, `vault-answer`
   */
  async stateOf(path: string): Promise<PathState | undefined> {
    const answer = await this.#transport.send('GET', kvMetadata(path));
    const { status, body } = answer;
    if (status === 200) return stateIn(answer);
    if (status === 403) return undefined;
    if (status === 404 && errorsIn(body).length === 0) return { state: 'never put', version: 0 };
    throw this.#unexpected(status);
  }

  close(): void {
    this.#transport.close();
  }

  #unexpected(status: number): UserError {
    const [found, fix] = STATUSES[status] ?? [`an answer with status ${status}`, 'look at what Vault logs'];
    return new UserError({
      code: 'vault-answer',
      where: this.#transport.address,
      found,
      allowed: `a Vault that is open, with secrets at ${VAULT_MOUNTS.kv}/`,
      fix,
    });
  }
}

const STATUSES: Readonly<Record<number, readonly [found: string, fix: string]>> = {
  301: ['an address that sends elsewhere', 'name the server that answers in VAULT_ADDR'],
  302: ['an address that sends elsewhere', 'name the server that answers in VAULT_ADDR'],
  307: ['a server that is not the active one', 'name the active one in VAULT_ADDR'],
  308: ['an address that sends elsewhere', 'name the server that answers in VAULT_ADDR'],
  404: ['no store of secrets there', 'bring up stacks/vault first, or look at VAULT_ADDR'],
  429: ['a Vault that has been asked too often', 'wait a moment and run again'],
  503: ['a Vault that is sealed', 'have it opened and run again'],
};

interface Version {
  readonly deletion_time?: string;
  readonly destroyed?: boolean;
}

function stateIn({ body, date }: TransportAnswer): PathState {
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
