import type { X509Certificate } from 'node:crypto';
import type { Problem } from '@plinth/errors';
import { UserError } from '@plinth/errors';
import { type Observed, observe, type Surroundings } from '../check';
import { deploy } from '../deploy/deploy';
import { type SeenCertificate, trustFault } from '../judge/judge';
import type { DeclaredCertificate } from '../list/declared-certificate';
import { toPem } from '../pem';
import { type KeptCertificate, readKept, writeVersion } from '../vault/kept-certificate';
import { isOutage } from '../vault/session';
import { claimed, claimOf, overtaken } from './claim';
import { Issuing, type IssuingOptions } from './issuing';
import type { Journal } from './journal';

export interface RenewOptions extends IssuingOptions {
  readonly journal: Journal;
  /** What is begun is finished, nothing more is begun. */
  readonly stop: AbortSignal;
  /** Of this process: few are passed on to hooks. */
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly progress: (done: number) => void;
}

/** What a run has done with one certificate. */
export interface RenewedCertificate {
  readonly name: string;
  readonly owner: string;
  /** `none`: nothing was due. `left`: the run ended before. */
  readonly action: 'none' | 'issued' | 'installed' | 'left' | 'failed';
  readonly version?: number;
  readonly serial?: string;
  readonly notAfter?: string;
  readonly problems: readonly Problem[];
}

export interface Renewal {
  readonly certificates: readonly RenewedCertificate[];
  /** Why nothing more was begun: neither Vault nor the disk of the state can be used any more, or a bug of ours. */
  readonly outage?: Error;
}

/** What has to be done about a certificate; `trust` is to keep it with other authorities. */
export type RenewalAction = 'none' | 'issue' | 'trust' | 'install';

/** Only a new certificate mends the one that lies in Vault; what lies elsewhere is brought from there. */
export function actionOf(
  { declared, seen, keptProblems }: Pick<Observed, 'declared' | 'seen' | 'keptProblems'>,
  authorities: readonly X509Certificate[],
): RenewalAction {
  if (keptProblems.some(({ code }) => !NOT_MENDED_BY_ANOTHER.includes(code))) return 'issue';
  if (keptProblems.some(({ code }) => code === 'authorities')) return 'trust';
  const at = (place: string) => seen.find((one) => one.place === place);
  const kept = at('vault');
  const file = at('file');
  const isFileOld =
    declared.files !== undefined &&
    (chainOf(file) !== chainOf(kept) ||
      file?.key === undefined ||
      !file.chain[0].checkPrivateKey(file.key) ||
      (declared.files.authorities !== undefined &&
        trustFault(file.authorities ?? [], authorities) !== undefined));
  const served = at('endpoint')?.chain[0].fingerprint256;
  return isFileOld || (served !== undefined && served !== kept?.chain[0].fingerprint256) ? 'install' : 'none';
}

/** Whom to trust, and what time it is, are not of the certificate. */
const NOT_MENDED_BY_ANOTHER: readonly string[] = ['authorities', 'not-yet-valid'];

function chainOf(seen: SeenCertificate | undefined): string {
  return (seen?.chain ?? []).map(({ fingerprint256 }) => fingerprint256).join(' ');
}

/** Renews what is due, or all of it when forced. Whatever ends a run, the next one goes on where it was. */
export async function renewCertificates(
  certificates: readonly DeclaredCertificate[],
  surroundings: Surroundings,
  options: RenewOptions,
): Promise<Renewal> {
  const issuing = new Issuing(surroundings, options.journal, options);
  let outage: Error | undefined;
  let done = 0;
  try {
    await issuing.prepare([...new Set(certificates.map(({ pki }) => pki.mount))]);
  } catch (error) {
    if (!UserError.isUserError(error) || !isOutage(error)) throw error;
    outage = error;
  }
  const one = async (declared: DeclaredCertificate): Promise<RenewedCertificate> => {
    const { name, owner } = declared;
    // Where one question gets no answer, or cannot be written down, the others would fare no better.
    if (outage !== undefined || options.stop.aborted) return { name, owner, action: 'left', problems: [] };
    try {
      return await renewOne(declared, { issuing, surroundings, options });
    } catch (error) {
      if (UserError.isUserError(error) && !isOutage(error) && error.code !== 'state')
        return { name, owner, action: 'failed', problems: error.problems };
      // What others have begun is finished, and told.
      outage = error instanceof Error ? error : new Error(String(error));
      return { name, owner, action: 'left', problems: [] };
    } finally {
      done += 1;
      options.progress(done);
    }
  };
  const renewed = await Promise.all(
    certificates.map((declared) => surroundings.turns.run(() => one(declared))),
  );
  return { certificates: renewed, ...(outage !== undefined && { outage }) };
}

interface Run {
  readonly issuing: Issuing;
  readonly surroundings: Surroundings;
  readonly options: RenewOptions;
}

async function renewOne(declared: DeclaredCertificate, run: Run): Promise<RenewedCertificate> {
  const { surroundings, options } = run;
  const { name, owner } = declared;
  const observed = await observe(declared, surroundings);
  const { kept, version } = observed.kept;
  const { journal } = options;
  if (journal.request(name) !== undefined) return await issueOne(observed, run);
  const isOnItsWay = journal.isOnItsWay(name);
  const needed = options.force && !isOnItsWay ? 'issue' : actionOf(observed, surroundings.authorities);
  if (needed === 'issue') {
    await journal.remove(name);
    return await issueOne(observed, run);
  }
  if ((needed === 'none' && !isOnItsWay) || kept === undefined)
    return { name, owner, action: 'none', version, ...shown(kept), problems: observed.problems };
  const brought = { kept, version };
  return needed === 'trust' ? await trustOne(declared, brought, run) : await bring(declared, brought, run);
}

/** A version of Vault's store. */
interface Stored {
  readonly kept: KeptCertificate;
  readonly version: number;
}

async function issueOne(observed: Observed, run: Run): Promise<RenewedCertificate> {
  const { declared } = observed;
  const { name, owner } = declared;
  const { issuing } = run;
  const issued = await issuing.issue(observed);
  if (issued.kept === undefined)
    return { name, owner, action: 'failed', version: observed.kept.version, problems: [issued.problem] };
  const { kept, version } = issued;
  const problems = await bringFrom(declared, { kept, version }, run);
  return {
    name,
    owner,
    action: problems.length > 0 ? 'failed' : 'issued',
    version,
    ...shown(kept),
    problems,
  };
}

/** The same certificate, and the authorities of the list beside it: nothing is asked of an authority for that. */
async function trustOne(
  declared: DeclaredCertificate,
  { kept, version }: Stored,
  run: Run,
): Promise<RenewedCertificate> {
  const { name, owner, kv } = declared;
  const { journal, takeOver } = run.options;
  const { authorities, session } = run.surroundings;
  const next = version + 1;
  const failed = (problem: Problem) =>
    ({ name, owner, action: 'failed', version, ...shown(kept), problems: [problem] }) as const;
  // Whoever has had a certificate signed for that version would find it taken.
  const other = takeOver ? undefined : await claimOf(session, kv, next);
  if (other !== undefined) return failed(claimed(declared, other));
  const trusting = { ...kept, authorities: toPem(authorities) };
  await journal.write({ name, phase: 'stored', version: next });
  if (await writeVersion(session, kv, version, trusting))
    return await bring(declared, { kept: trusting, version: next }, run);
  // Its own, when the answer got lost; or another machine has done the same.
  const there = await readKept(session, kv);
  if (there.kept?.certificate === kept.certificate && there.kept.authorities === trusting.authorities)
    return await bring(declared, { kept: there.kept, version: there.version }, run);
  await journal.remove(name);
  return failed(overtaken(declared, there.version));
}

async function bring(declared: DeclaredCertificate, stored: Stored, run: Run): Promise<RenewedCertificate> {
  const { name, owner } = declared;
  const problems = await bringFrom(declared, stored, run);
  const action = problems.length > 0 ? 'failed' : 'installed';
  return { name, owner, action, version: stored.version, ...shown(stored.kept), problems };
}

/** From Vault's store to where it is used. What fails, or is killed, is brought there again by the next run, hook included. */
async function bringFrom(
  declared: DeclaredCertificate,
  { kept, version }: Stored,
  { options: { journal, variables } }: Run,
): Promise<Problem[]> {
  const { name } = declared;
  const isBegun = journal.isOnItsWay(name);
  await journal.write({ name, phase: 'stored', version });
  const problems = await deploy(declared, kept, { variables, isBegun });
  if (problems.length === 0) await journal.remove(name);
  return problems;
}

function shown(kept: KeptCertificate | undefined): { serial?: string; notAfter?: string } {
  return kept === undefined ? {} : { serial: kept.serial, notAfter: kept.notAfter };
}
