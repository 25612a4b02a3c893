import { setTimeout as pause } from 'node:timers/promises';
import { show, UserError } from '@plinth/errors';

/** An answer of Vault: whatever status it has. */
export interface VaultAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** The way to one Vault, under one token. */
export interface VaultRequests {
  /** For messages. */
  readonly address: string;
  /**
   * One request, once.
   * @throws UserError `vault-unreachable` when there is no answer; then it is not known what Vault has done
   */
  send(method: 'GET' | 'POST', path: string, body?: object): Promise<VaultAnswer>;
}

/** Between attempts, in milliseconds: an election of a new leader takes a few seconds. */
const PAUSES = [250, 500, 1000, 2000, 4000];

/** Asks again where that is safe, and says in our words what Vault refuses. */
export class VaultSession {
  readonly #requests: VaultRequests;

  constructor(requests: VaultRequests) {
    this.#requests = requests;
  }

  /** @returns undefined where nothing is */
  async read(path: string): Promise<VaultAnswer> {
    return await this.#patiently(() => this.#requests.send('GET', path), path);
  }

  /** A write that does the same when it is done twice. */
  async writeAgain(path: string, body: object): Promise<VaultAnswer> {
    return await this.#patiently(() => this.#requests.send('POST', path, body), path);
  }

  /**
   * A write that must not be done twice: undefined when nobody knows whether it was done.
   * @throws UserError when it was not
   */
  async writeOnce(path: string, body: object): Promise<VaultAnswer | undefined> {
    let answer: VaultAnswer;
    try {
      answer = await this.#requests.send('POST', path, body);
    } catch (error) {
      if (UserError.isUserError(error)) return undefined;
      throw error;
    }
    if (answer.status >= 500 || isOfAnother(answer)) return undefined;
    return answer.status === 429 ? undefined : this.#accepted(answer, path);
  }

  async #patiently(ask: () => Promise<VaultAnswer>, path: string): Promise<VaultAnswer> {
    for (let attempt = 0; ; attempt += 1) {
      const wait = PAUSES[attempt];
      try {
        const answer = await ask();
        if (isOfAnother(answer)) throw this.#noVault(answer);
        if (!isPassing(answer.status)) return this.#accepted(answer, path);
        if (wait === undefined) throw this.outage(answer.status);
      } catch (error) {
        const isUnreachable = UserError.isUserError(error) && error.code === 'vault-unreachable';
        if (!isUnreachable || wait === undefined) throw error;
      }
      await pause(wait);
    }
  }

  #accepted(answer: VaultAnswer, path: string): VaultAnswer {
    if (answer.status === 403)
      throw new UserError({
        code: 'vault-token',
        where: path,
        found: 'a token that has ended, or that may not do this',
        allowed: 'a token with the policy of docs/guides/certificates-outside.md',
        fix: 'sign in again, or have the path added to the policy',
      });
    return answer;
  }

  #noVault({ status }: VaultAnswer): UserError {
    return new UserError({
      code: 'vault-answer',
      where: this.#requests.address,
      found: isRedirect(status) ? `answers with status ${status}` : 'answers that are not Vault’s',
      allowed: 'a Vault',
      fix: 'look at VAULT_ADDR',
    });
  }

  outage(status: number): UserError {
    const isSealed = status === 503;
    return new UserError({
      code: 'vault-answer',
      where: this.#requests.address,
      found: isSealed ? 'a Vault that is sealed' : `answers with status ${status}`,
      allowed: 'a Vault that is open',
      fix: isSealed ? 'have it opened and run again' : 'look at what Vault logs, and run again',
    });
  }
}

/** A page of somebody else's, or a way to somewhere else: no redirect is followed with a token. */
function isOfAnother({ status, body }: VaultAnswer): boolean {
  const { errors } = (body ?? {}) as { readonly errors?: unknown };
  const isNoJson = Array.isArray(errors) && errors.length === 1 && errors[0] === '';
  return isRedirect(status) || (isNoJson && [200, 404].includes(status));
}

function isRedirect(status: number): boolean {
  return status >= 300 && status < 400;
}

/** What passes by itself: too many requests, an election, a standby that lags behind. */
function isPassing(status: number): boolean {
  return status === 412 || status === 429 || status >= 500;
}

/** Whether nothing else will be answered either. */
export function isOutage(error: UserError): boolean {
  return ['vault-unreachable', 'vault-answer'].includes(error.code);
}

/** What Vault says about a request that it refuses. It quotes names and roles, never keys. */
export function reasonsOf({ status, body }: VaultAnswer): string {
  const { errors } = (body ?? {}) as { readonly errors?: unknown };
  const reasons = Array.isArray(errors) ? errors.map((reason) => show(String(reason).slice(0, 200))) : [];
  return [`status ${status}`, ...reasons].join(': ');
}
