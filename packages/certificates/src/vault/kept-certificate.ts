import type { Problem } from '@plinth/errors';
import { UserError } from '@plinth/errors';
import type { SeenCertificate } from '../judge/judge';
import type { DeclaredCertificate } from '../list/declared-certificate';
import type { Observation } from '../observe/files';
import { certificatesIn, keyIn } from '../pem';
import { reasonsOf, type VaultAnswer, type VaultSession } from './session';

/** What lies in Vault for one certificate. All of it is text. */
export interface KeptCertificate {
  /** The certificate and those between it and the authorities. */
  readonly certificate: string;
  readonly privateKey: string;
  readonly authorities: string;
  readonly serial: string;
  readonly notAfter: string;
  readonly issuedBy: string;
}

const FIELDS = ['certificate', 'privateKey', 'authorities', 'serial', 'notAfter', 'issuedBy'] as const;

/** The newest version at a path: 0 when nothing was ever there. */
export interface KeptVersion {
  readonly version: number;
  /** Absent when it was deleted, or is something else. */
  readonly kept?: KeptCertificate;
}

type Kv = DeclaredCertificate['kv'];

const dataPath = ({ mount, path }: Kv) => `${mount}/data/${path}`;

interface VersionedBody {
  readonly data?: { readonly data?: unknown; readonly metadata?: { readonly version?: number } };
}

/** @throws UserError when there is no versioned store */
export async function readVersion(
  session: VaultSession,
  kv: Kv,
): Promise<{ version: number; data: unknown }> {
  const answer = await session.read(dataPath(kv));
  const { data } = (answer.body ?? {}) as VersionedBody;
  const isThere = answer.status === 200 && data?.metadata?.version !== undefined;
  // What is no store, or no Vault, answers 404 too, and says so.
  const isGone = answer.status === 404 && !hasErrors(answer);
  if (!isThere && !isGone) throw noStore(kv, reasonsOf(answer));
  return { version: data?.metadata?.version ?? 0, data: isThere ? data?.data : undefined };
}

function hasErrors({ body }: VaultAnswer): boolean {
  const { errors } = (body ?? {}) as { readonly errors?: unknown };
  return Array.isArray(errors) && errors.length > 0;
}

export async function readKept(session: VaultSession, kv: Kv): Promise<KeptVersion> {
  const { version, data } = await readVersion(session, kv);
  const fields = (typeof data === 'object' ? data : undefined) as Partial<KeptCertificate> | undefined | null;
  const isWhole = FIELDS.every((field) => typeof fields?.[field] === 'string');
  return { version, ...(isWhole && { kept: fields as KeptCertificate }) };
}

/**
 * Writes a version over the one that was seen.
 * @returns false when somebody else has written since
 */
export async function writeVersion(
  session: VaultSession,
  kv: Kv,
  over: number,
  data: object,
): Promise<boolean> {
  const answer = await session.writeAgain(dataPath(kv), { options: { cas: over }, data });
  if (answer.status === 200) return true;
  const reasons = reasonsOf(answer);
  if (answer.status === 400 && reasons.includes('check-and-set')) return false;
  throw noStore(kv, reasons);
}

function noStore(kv: Kv, found: string): UserError {
  return new UserError({
    code: 'vault-store',
    where: dataPath(kv),
    found,
    allowed: 'a path of a versioned store of Vault (KV version 2)',
    fix: 'look at kv.mount and kv.path of the list',
  });
}

/** A kept certificate as one of the places that are judged. */
export function observeKept({ name, kv }: DeclaredCertificate, { version, kept }: KeptVersion): Observation {
  const where = `${kv.mount}/${kv.path} (version ${version})`;
  const [leaf, ...rest] = certificatesIn(kept?.certificate ?? '') ?? [];
  if (leaf === undefined || kept === undefined) {
    const problem: Problem = {
      code: 'missing',
      where: `${name}: ${kv.mount}/${kv.path}`,
      found: version === 0 ? 'nothing' : `version ${version}, which is deleted or no certificate`,
      allowed: 'a certificate with its key',
      fix: `run plinth certs renew --name ${name}`,
    };
    return { problems: [problem] };
  }
  const key = keyIn(kept.privateKey);
  const seen: SeenCertificate = {
    place: 'vault',
    where,
    chain: [leaf, ...rest],
    ...(key && { key }),
    authorities: certificatesIn(kept.authorities) ?? [],
  };
  if (key !== undefined) return { seen, problems: [] };
  const fix = `run plinth certs renew --name ${name}`;
  const found = 'text that is no private key';
  return {
    seen,
    problems: [
      { code: 'unreadable', where: `${name}: ${where}`, found, allowed: 'a private key in PEM', fix },
    ],
  };
}
