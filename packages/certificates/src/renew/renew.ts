import type { X509Certificate } from 'node:crypto';
import type { Problem } from '@plinth/errors';
import { UserError } from '@plinth/errors';
import { type Observed, observe, type Surroundings } from '../check';
import { deploy } from '../deploy/deploy';
import { trustFault } from '../judge/judge';
import type { DeclaredCertificate } from '../list/declared-certificate';
import { toPem } from '../pem';
import { type KeptCertificate, writeVersion } from '../vault/kept-certificate';
import { isOutage } from '../vault/session';
import { Issuing, type IssuingOptions, overtaken } from './issuing';
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
  /** Why Vault could not be asked any more. */
  readonly outage?: UserError;
}

/** What has to be done about a certificate; `trust` is to keep it with other authorities. */
export type RenewalAction = 'none' | 'issue' | 'trust' | 'install';

/** Only a new certificate mends the one that lies in Vault; what lies elsewhere is brought from there. */
export function actionOf(
  { declared, seen, keptProblems }: Pick<Observed, 'declared' | 'seen' | 'keptProblems'>,
  authorities: readonly X509Certificate[],
): RenewalAction {
  if (keptProblems.some(({ code }) => code !== 'authorities')) return 'issue';
  if (keptProblems.length > 0) return 'trust';
  const at = (place: string) => seen.find((one) => one.place === place);
  const kept = at('vault')?.chain[0].fingerprint256;
  const file = at('file');
  const isFileOld =
    declared.files !== undefined &&
    (file?.chain[0].fingerprint256 !== kept ||
      file?.key === undefined ||
      !file.chain[0].checkPrivateKey(file.key) ||
      (declared.files.authorities !== undefined &&
        trustFault(file.authorities ?? [], authorities) !== undefined));
  const served = at('endpoint')?.chain[0].fingerprint256;
  return isFileOld || (served !== undefined && served !== kept) ? 'install' : 'none';
}

/** Renews what is due, or all of it when forced. Whatever ends a run, the next one goes on where it was. */
export async function renewCertificates(
  certificates: readonly DeclaredCertificate[],
  surroundings: Surroundings,
  options: RenewOptions,
): Promise<Renewal> {
  const issuing = new Issuing(surroundings, options.journal, options);
  let outage: UserError | undefined;
  let done = 0;
  try {
    await issuing.prepare([...new Set(certificates.map(({ pki }) => pki.mount))]);
  } catch (error) {
    if (!UserError.isUserError(error) || !isOutage(error)) throw error;
    outage = error;
  }
  const one = async (declared: DeclaredCertificate): Promise<RenewedCertificate> => {
    const { name, owner } = declared;
    // Where one question gets no answer, the others would get none either.
    if (outage !== undefined || options.stop.aborted) return { name, owner, action: 'left', problems: [] };
    try {
      return await renewOne(declared, { issuing, surroundings, options });
    } catch (error) {
      if (!UserError.isUserError(error)) throw error;
      if (!isOutage(error)) return { name, owner, action: 'failed', problems: error.problems };
      outage = error;
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
  const begun = options.journal.entry(name);
  const isStored = begun?.phase === 'stored';
  if (begun !== undefined && !isStored) return await issueOne(observed, run);
  const needed = options.force && !isStored ? 'issue' : actionOf(observed, surroundings.authorities);
  if (needed === 'issue') {
    await options.journal.remove(name);
    return await issueOne(observed, run);
  }
  if (needed === 'trust' && kept !== undefined)
    return await trustOne(declared, { kept, version }, run, isStored);
  if ((needed === 'none' && !isStored) || kept === undefined)
    return { name, owner, action: 'none', version, ...shown(kept), problems: observed.problems };
  const problems = await bringFrom(declared, kept, run, isStored);
  const ended = problems.length > 0 ? 'failed' : 'installed';
  return { name, owner, action: ended, version, ...shown(kept), problems };
}

async function issueOne(observed: Observed, run: Run): Promise<RenewedCertificate> {
  const { declared } = observed;
  const { name, owner } = declared;
  const { issuing } = run;
  const issued = await issuing.issue(observed);
  if (issued.kept === undefined)
    return { name, owner, action: 'failed', version: observed.kept.version, problems: [issued.problem] };
  const { kept, version } = issued;
  const problems = await bringFrom(declared, kept, run, false);
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
  { kept, version }: Required<Observed['kept']>,
  run: Run,
  isBegun: boolean,
): Promise<RenewedCertificate> {
  const { name, owner } = declared;
  const { authorities, session } = run.surroundings;
  const trusting = { ...kept, authorities: toPem(authorities) };
  if (!(await writeVersion(session, declared.kv, version, trusting))) {
    const problems = [overtaken(declared, version + 1)];
    return { name, owner, action: 'failed', version, ...shown(kept), problems };
  }
  const problems = await bringFrom(declared, trusting, run, isBegun);
  const action = problems.length > 0 ? 'failed' : 'installed';
  return { name, owner, action, version: version + 1, ...shown(kept), problems };
}

/** From Vault's store to where it is used. After that the store says it all: what failed is brought from there by the next run. */
async function bringFrom(
  declared: DeclaredCertificate,
  kept: KeptCertificate,
  { options: { journal, variables } }: Run,
  isBegun: boolean,
): Promise<Problem[]> {
  const problems = await deploy(declared, kept, { variables, isBegun });
  await journal.remove(declared.name);
  return problems;
}

function shown(kept: KeptCertificate | undefined): { serial?: string; notAfter?: string } {
  return kept === undefined ? {} : { serial: kept.serial, notAfter: kept.notAfter };
}
