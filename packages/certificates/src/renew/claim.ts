import type { Problem } from '@plinth/errors';
import type { DeclaredCertificate } from '../list/declared-certificate';
import { readVersion, writeVersion } from '../vault/kept-certificate';
import type { VaultSession } from '../vault/session';

/** Who makes the next version of a path. It ends by itself when that version is there. */
export interface Claim {
  /** The version that will be made. */
  readonly version: number;
  /** Digest of the public key: nobody else's run has it. */
  readonly publicKey: string;
  /** For people: which run, and since when. */
  readonly runner: string;
  readonly since: string;
}

/**
 * Says before anybody is asked to sign that this run does, so that two runs on two machines do not both.
 * @returns the claim of another run, when that was first
 */
export async function claim(
  session: VaultSession,
  { mount, path }: DeclaredCertificate['kv'],
  own: Claim,
  { takeOver }: { readonly takeOver: boolean },
): Promise<Claim | undefined> {
  const place = { mount, path: `${path}/claim` };
  for (let isTaken = takeOver; ; isTaken = false) {
    const { version, data } = await readVersion(session, place);
    const other = claimIn(data);
    if (other?.publicKey === own.publicKey && other.version === own.version) return undefined;
    if (other?.version === own.version && !isTaken) return other;
    // Whoever loses looks again at what the winner wrote.
    if (await writeVersion(session, place, version, { ...own })) return undefined;
  }
}

/** Who makes that version of a path, when somebody does. */
export async function claimOf(
  session: VaultSession,
  { mount, path }: DeclaredCertificate['kv'],
  next: number,
): Promise<Claim | undefined> {
  const { data } = await readVersion(session, { mount, path: `${path}/claim` });
  const claim = claimIn(data);
  return claim?.version === next ? claim : undefined;
}

/** Somebody else makes the version that was to be made. */
export function claimed({ name, kv }: DeclaredCertificate, { runner, since }: Claim): Problem {
  return {
    code: 'claimed',
    where: `${name}: ${kv.mount}/${kv.path}`,
    found: `${runner}, which renews it since ${since}`,
    allowed: 'one run at a time',
    fix: 'wait for it, or run it again there; if its state is lost, take over with --take-over',
  };
}

/** Somebody else has written the version that was to be written. */
export function overtaken({ name, kv }: DeclaredCertificate, version: number): Problem {
  return {
    code: 'overtaken',
    where: `${name}: ${kv.mount}/${kv.path}`,
    found: `version ${version}, which somebody else has written meanwhile`,
    allowed: 'one run at a time',
    fix: 'run again: what is there is looked at first',
  };
}

/** Gives a claim back when it is known that nothing was signed under it. */
export async function release(
  session: VaultSession,
  { mount, path }: DeclaredCertificate['kv'],
  own: Claim,
): Promise<void> {
  const place = { mount, path: `${path}/claim` };
  const { version, data } = await readVersion(session, place);
  if (claimIn(data)?.publicKey === own.publicKey) await writeVersion(session, place, version, { version: 0 });
}

function claimIn(data: unknown): Claim | undefined {
  const { version, publicKey, runner, since } = (data ?? {}) as Partial<Claim>;
  if (typeof version !== 'number' || typeof publicKey !== 'string') return undefined;
  return {
    version,
    publicKey,
    runner: isLine(runner) ? runner : 'a run that does not say which',
    since: isLine(since) ? since : 'a time that it does not say',
  };
}

/** What others have written is shown to people. */
function isLine(text: unknown): text is string {
  return typeof text === 'string' && /^[\x20-\x7e]{1,200}$/.test(text);
}
