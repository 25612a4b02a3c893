import type { X509Certificate } from 'node:crypto';
import { type Problem, UserError } from '@plinth/errors';
import { disagreement, judge, type SeenCertificate } from './judge/judge';
import type { CertificateList, DeclaredCertificate } from './list/declared-certificate';
import { observeEndpoint } from './observe/endpoint';
import { observeFiles } from './observe/files';
import { endOf, serialOf } from './pem';
import { type KeptVersion, observeKept, readKept } from './vault/kept-certificate';
import { isOutage, type VaultSession } from './vault/session';

/** Lets so many pieces of work run at once. */
export interface Turns {
  run<T>(work: () => Promise<T>): Promise<T>;
}

export interface Surroundings {
  readonly session: VaultSession;
  readonly authorities: readonly X509Certificate[];
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly turns: Turns;
}

/** One certificate in all its places. */
export interface Observed {
  readonly declared: DeclaredCertificate;
  readonly kept: KeptVersion;
  readonly seen: readonly SeenCertificate[];
  readonly problems: readonly Problem[];
  /** Those of what lies in Vault: only a new certificate mends them. */
  readonly keptProblems: readonly Problem[];
}

/** What is said of one certificate. */
export interface CheckedCertificate {
  readonly name: string;
  readonly owner: string;
  /** Of the one that ends first; absent when none was found. */
  readonly notAfter?: string;
  readonly daysLeft?: number;
  /** Of the one in Vault, or else of the one that was found. */
  readonly serial?: string;
  readonly version: number;
  readonly problems: readonly Problem[];
}

/** Looks at one certificate in all its places and changes nothing. */
export async function observe(declared: DeclaredCertificate, surroundings: Surroundings): Promise<Observed> {
  const [kept, files, endpoint] = await Promise.all([
    readKept(surroundings.session, declared.kv),
    observeFiles(declared),
    observeEndpoint(declared),
  ]);
  const inVault = observeKept(declared, kept);
  const judged = ({ seen, problems }: typeof inVault) => [
    ...problems,
    ...(seen === undefined
      ? []
      : judge(seen, { declared, ...surroundings, ...(inVault.seen && { kept: inVault.seen }) })),
  ];
  const keptProblems = judged(inVault);
  const seen = [inVault, files, endpoint].flatMap((one) => one.seen ?? []);
  return {
    declared,
    kept,
    seen,
    keptProblems,
    problems: [...keptProblems, ...judged(files), ...judged(endpoint), ...disagreement(seen, declared)],
  };
}

/**
 * Every certificate of a list, in all its places; the one that ends first comes first.
 * @throws UserError when Vault answers nothing any more
 */
export async function checkCertificates(
  { certificates }: CertificateList,
  surroundings: Surroundings,
): Promise<CheckedCertificate[]> {
  const checked = await Promise.all(
    certificates.map((declared) => surroundings.turns.run(() => checkOne(declared, surroundings))),
  );
  const days = ({ daysLeft = Number.NEGATIVE_INFINITY }: CheckedCertificate) => daysLeft;
  return checked.sort((a, b) => days(a) - days(b) || (a.name < b.name ? -1 : 1));
}

/** What Vault refuses for one certificate says nothing of the others. */
async function checkOne(
  declared: DeclaredCertificate,
  surroundings: Surroundings,
): Promise<CheckedCertificate> {
  try {
    return checkedOf(await observe(declared, surroundings), surroundings.now);
  } catch (error) {
    if (!UserError.isUserError(error) || isOutage(error)) throw error;
    const { name, owner } = declared;
    return { name, owner, version: 0, problems: error.problems };
  }
}

export function checkedOf({ declared, kept, seen, problems }: Observed, now: number): CheckedCertificate {
  const { name, owner } = declared;
  const ends = seen.map(({ chain: [leaf] }) => endOf(leaf));
  const first = ends.length === 0 ? undefined : Math.min(...ends);
  const [leaf] = seen[0]?.chain ?? [];
  return {
    name,
    owner,
    ...(first !== undefined && {
      notAfter: new Date(first).toISOString(),
      daysLeft: Math.floor(((first - now) / 86_400_000) * 10) / 10,
    }),
    ...(leaf !== undefined && { serial: serialOf(leaf) }),
    version: kept.version,
    problems,
  };
}
