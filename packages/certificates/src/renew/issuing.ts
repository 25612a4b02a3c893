import { setTimeout as pause } from 'node:timers/promises';
import type { Problem } from '@plinth/errors';
import { UserError } from '@plinth/errors';
import type { Observed, Surroundings } from '../check';
import { judge } from '../judge/judge';
import type { DeclaredCertificate } from '../list/declared-certificate';
import { certificatesIn, endOf, keyIn, serialOf, toPem } from '../pem';
import { certificateOf, inspectRole, type SignedCertificate, serialsOf, sign } from '../vault/authority';
import { type KeptCertificate, readKept, writeVersion } from '../vault/kept-certificate';
import { isOutage } from '../vault/session';
import { newKeyRequest } from './certificate-request';
import { type Claim, claim, claimed, overtaken, release } from './claim';
import type { Journal } from './journal';
import type { Baseline, BegunRequest } from './journal-entry';

export interface IssuingOptions {
  /** Which run this is, for whoever meets its claims. */
  readonly runner: string;
  readonly takeOver: boolean;
  readonly force: boolean;
}

/** A new certificate in Vault's store, or why there is none. */
export type Issued =
  | { readonly kept: KeptCertificate; readonly version: number }
  | { readonly kept?: undefined; readonly problem: Problem };

/**
 * How long a request whose sender is gone may still be worked on by a Vault that answers others, in milliseconds: a
 * signature takes a few of them.
 */
const SETTLING = 2_000;
const MOST_ATTEMPTS = 3;

/**
 * Issues a certificate exactly once. What is asked for is first written down with its key; after a kill or a lost answer the
 * certificate is looked for in Vault under that key before anybody asks again.
 */
export class Issuing {
  readonly #surroundings: Surroundings;
  readonly #journal: Journal;
  readonly #options: IssuingOptions;
  readonly #inspections = new Map<string, Promise<void>>();
  readonly #baselines = new Map<string, ReadonlySet<string>>();
  /** Of mounts where nobody could look for a certificate: none is asked for there. */
  readonly #refusals = new Map<string, UserError>();
  readonly #publicKeys = new Map<string, Promise<string | undefined>>();
  #settled: Promise<void> | undefined;

  constructor(surroundings: Surroundings, journal: Journal, options: IssuingOptions) {
    this.#surroundings = surroundings;
    this.#journal = journal;
    this.#options = options;
  }

  /**
   * Before anything is asked for: which certificates need not be looked at when one is looked for.
   * @throws UserError when Vault does not answer or refuses all, or the state is damaged
   */
  async prepare(mounts: readonly string[]): Promise<void> {
    const isInDoubt = this.#journal.entries.some(({ phase }) => phase === 'asked');
    const known = isInDoubt ? await this.#journal.readBaseline() : await this.#signedBefore(mounts);
    if (!isInDoubt) await this.#journal.writeBaseline(known);
    for (const [mount, serials] of Object.entries(known)) this.#baselines.set(mount, new Set(serials));
  }

  /** What Vault refuses for one mount says nothing of the others; what it refuses for all is told once. */
  async #signedBefore(mounts: readonly string[]): Promise<Baseline> {
    const signed = mounts.map(async (mount): Promise<[string, readonly string[]][]> => {
      try {
        return [[mount, await serialsOf(this.#surroundings.session, mount)]];
      } catch (error) {
        if (!UserError.isUserError(error) || isOutage(error)) throw error;
        this.#refusals.set(mount, error);
        return [];
      }
    });
    const known = (await Promise.all(signed)).flat();
    const [refusal] = this.#refusals.values();
    if (known.length === 0 && refusal !== undefined) throw refusal;
    return Object.fromEntries(known);
  }

  /** @throws UserError what Vault says when it does not answer, or refuses */
  async issue({ declared, kept }: Pick<Observed, 'declared' | 'kept'>): Promise<Issued> {
    const begun = await this.#begun(declared);
    if (begun !== undefined && kept.version >= begun.version) return await this.#overtaken(declared, begun);
    if (begun?.phase === 'signed') return await this.#store(declared, begun);
    if (begun === undefined) await this.#inspect(declared);
    const entry = begun ?? (await this.#begin(declared, kept.version + 1));
    const found = begun === undefined ? undefined : await this.#find(entry);
    const { session } = this.#surroundings;
    if (found === undefined) {
      const other = await claim(session, declared.kv, this.#claimOf(entry), this.#options);
      if (other !== undefined) {
        await this.#journal.remove(declared.name);
        return { problem: claimed(declared, other) };
      }
    }
    const { certificate } = found ?? (await this.#ask(declared, entry));
    const signed: BegunRequest = { ...entry, phase: 'signed', certificate };
    await this.#journal.write(signed);
    return await this.#store(declared, signed);
  }

  /** What an earlier run has begun. By force, what it got and cannot use is given up. */
  async #begun(declared: DeclaredCertificate): Promise<BegunRequest | undefined> {
    const entry = this.#journal.request(declared.name);
    const isUseless = entry?.phase === 'signed' && this.#faultOf(declared, entry) !== undefined;
    if (entry === undefined || !isUseless || !this.#options.force) return entry;
    await this.#giveUp(declared, entry);
    return undefined;
  }

  /** The claim first: nobody could give back one whose key is gone. */
  async #giveUp(declared: DeclaredCertificate, entry: BegunRequest): Promise<void> {
    await release(this.#surroundings.session, declared.kv, this.#claimOf(entry));
    await this.#journal.remove(declared.name);
  }

  async #begin(declared: DeclaredCertificate, version: number): Promise<BegunRequest> {
    const entry: BegunRequest = {
      name: declared.name,
      phase: 'asked',
      ...(await newKeyRequest(declared)),
      mount: declared.pki.mount,
      version,
      since: new Date(this.#surroundings.now).toISOString(),
    };
    await this.#journal.write(entry);
    return entry;
  }

  async #ask(declared: DeclaredCertificate, entry: BegunRequest): Promise<SignedCertificate> {
    const { session } = this.#surroundings;
    for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt += 1) {
      try {
        const signed = await sign(session, declared, entry.request);
        if (signed !== undefined) return signed;
      } catch (error) {
        if (UserError.isUserError(error)) await this.#giveUp(declared, entry);
        throw error;
      }
      // The answer was lost, or there was none: only Vault knows.
      this.#settled = undefined;
      const found = await this.#find(entry);
      if (found !== undefined) return found;
    }
    throw session.outage(500);
  }

  /** The certificate of a request whose answer nobody has heard. */
  async #find({ mount, publicKey }: BegunRequest): Promise<SignedCertificate | undefined> {
    const { session } = this.#surroundings;
    this.#settled ??= serialsOf(session, mount).then(() => pause(SETTLING));
    await this.#settled;
    const baseline = this.#baselines.get(mount) ?? new Set();
    const serials = (await serialsOf(session, mount)).filter((serial) => !baseline.has(serial));
    for (const serial of serials) {
      const key = `${mount}/${serial}`;
      const known =
        this.#publicKeys.get(key) ?? certificateOf(session, mount, serial).then((one) => one?.publicKey);
      this.#publicKeys.set(key, known);
      if ((await known) === publicKey) return await (await certificateOf(session, mount, serial))?.complete();
    }
    return undefined;
  }

  /** What is not as declared is never used; it stays in the journal, so that it is not asked for again and again. */
  async #store(declared: DeclaredCertificate, entry: BegunRequest): Promise<Issued> {
    const fault = this.#faultOf(declared, entry);
    if (fault !== undefined) return { problem: fault };
    const kept = this.#keptOf(declared, entry);
    const { session } = this.#surroundings;
    if (!(await writeVersion(session, declared.kv, entry.version - 1, kept)))
      return await this.#overtaken(declared, entry);
    await this.#journal.write({ name: declared.name, phase: 'stored', version: entry.version });
    return { kept, version: entry.version };
  }

  /** The version that was to be made is there. */
  async #overtaken(declared: DeclaredCertificate, entry: BegunRequest): Promise<Issued> {
    const { version, kept } = await readKept(this.#surroundings.session, declared.kv);
    if (entry.phase === 'signed' && kept?.serial === this.#keptOf(declared, entry).serial) {
      // It was this run's own, and the answer got lost.
      await this.#journal.write({ name: declared.name, phase: 'stored', version });
      return { kept, version };
    }
    await this.#journal.remove(declared.name);
    return { problem: overtaken(declared, version) };
  }

  #faultOf(
    declared: DeclaredCertificate,
    { certificate = '', key: pem, name }: BegunRequest,
  ): Problem | undefined {
    const [leaf, ...rest] = certificatesIn(certificate) ?? [];
    const key = keyIn(pem);
    if (leaf === undefined) return undefined;
    const where = `what ${declared.pki.mount}/sign/${declared.pki.role} gave`;
    const seen = { place: 'vault', where, chain: [leaf, ...rest], ...(key && { key }) } as const;
    const fix = `mend the list or the role, then run plinth certs renew --name ${name} --force`;
    return judge(seen, { declared, ...this.#surroundings })
      .filter(({ code }) => code !== 'not-yet-valid')
      .map((problem) => ({ ...problem, fix }))[0];
  }

  #keptOf({ pki }: DeclaredCertificate, { certificate = '', key }: BegunRequest): KeptCertificate {
    const [leaf] = certificatesIn(certificate) ?? [];
    if (leaf === undefined) throw new Error('what is stored has been signed');
    return {
      certificate,
      privateKey: key,
      authorities: toPem(this.#surroundings.authorities),
      serial: serialOf(leaf),
      notAfter: new Date(endOf(leaf)).toISOString(),
      issuedBy: `${pki.mount}/sign/${pki.role}`,
    };
  }

  #claimOf({ version, publicKey, since }: BegunRequest): Claim {
    return { version, publicKey, runner: this.#options.runner, since };
  }

  async #inspect(declared: DeclaredCertificate): Promise<void> {
    const refusal = this.#refusals.get(declared.pki.mount);
    if (refusal !== undefined) throw refusal;
    const { session, authorities, now } = this.#surroundings;
    const key = `${declared.pki.mount}/${declared.pki.role}/${declared.life}`;
    const known = this.#inspections.get(key) ?? inspectRole(session, declared, authorities, now);
    this.#inspections.set(key, known);
    await known;
  }
}
