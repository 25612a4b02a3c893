import { createHash, type X509Certificate } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Duration } from '@plinth/units';
import { certificatesIn, toPem } from '../pem';
import { certificateOf, serialsOf } from '../vault/authority';
import { reasonsOf, type VaultAnswer, type VaultSession } from '../vault/session';
import { nameOfGeneration } from './generation';
import { change, refused } from './issuer-settings';
import { type Fields, fieldsOf, hasSigned, type Issuer, isSame, readIssuers } from './issuers';
import type { AuthorityMounts } from './issuing-chain';

/** What a new authority is. */
export interface NewAuthority {
  readonly mounts: AuthorityMounts;
  readonly generation: number;
  /** What both call themselves, after which comes "root-2" or "issuing-2": `acme.example services`. */
  readonly commonName: string;
  readonly organization: string;
  readonly life: { readonly root: Duration; readonly issuing: Duration };
}

/**
 * How long a request whose sender is gone may still be worked on by a Vault that answers others, in milliseconds.
 */
const SETTLING = 2_000;
const MOST_ATTEMPTS = 3;

/** Makes the root of the next generation. Its name is given once: who asks twice is refused, and sees it there. */
export async function makeRoot(session: VaultSession, authority: NewAuthority): Promise<void> {
  const { mounts, generation, life } = authority;
  const name = nameOfGeneration('root', generation);
  const isKeyThere = (await keysOf(session, mounts.root)).has(name);
  // Of a Vault that was stopped in between, or of a run whose request is still worked on.
  if (isKeyThere) await pause(SETTLING);
  if ((await readIssuers(session, mounts.root)).some((issuer) => issuer.name === name)) return;
  const answer = await session.writeOnce(
    `${mounts.root}/issuers/generate/root/${isKeyThere ? 'existing' : 'internal'}`,
    {
      ...subject(authority, name),
      issuer_name: name,
      ...(isKeyThere ? { key_ref: name } : { key_name: name, key_type: 'ec', key_bits: 384 }),
      max_path_length: 1,
      ttl: `${life.root.seconds}s`,
    },
  );
  await requireMade(session, answer, `${mounts.root}/issuers/generate/root`, async () =>
    (await readIssuers(session, mounts.root)).some((issuer) => issuer.name === name),
  );
}

/**
 * Makes the authority under a root: a key, a signature, a name. Each is looked for before it is asked for, so that a run which is
 * killed anywhere is finished by the next.
 */
export async function makeIssuing(
  session: VaultSession,
  authority: NewAuthority,
  root: Issuer,
): Promise<void> {
  const { mounts, generation } = authority;
  const name = nameOfGeneration('issuing', generation);
  const isKeyThere = (await keysOf(session, mounts.issuing)).has(name);
  if (!isKeyThere) await makeKey(session, mounts.issuing, name);
  const request = await requestOf(session, authority, name);
  const signed = await signOnce(session, authority, { request, root, isInDoubt: isKeyThere });
  await session.writeAgain(`${mounts.issuing}/issuers/import/cert`, {
    pem_bundle: toPem([signed, root.certificate]),
  });
  const imported = (await readIssuers(session, mounts.issuing)).find(({ certificate }) =>
    isSame(certificate, signed),
  );
  if (imported === undefined || !imported.hasKey)
    throw refused(`${mounts.issuing}/issuers/import/cert`, 'an authority that did not come in');
  await change(session, imported, { issuer_name: name });
}

function subject({ commonName, organization }: NewAuthority, name: string): Fields {
  return { common_name: `${commonName} ${name}`, organization, exclude_cn_from_sans: true };
}

async function keysOf(session: VaultSession, mount: string): Promise<ReadonlySet<string>> {
  const { key_info: keys = {} } = fieldsOf(await session.read(`${mount}/keys?list=true`)) as {
    readonly key_info?: Readonly<Record<string, { readonly key_name?: string }>>;
  };
  return new Set(Object.values(keys).flatMap(({ key_name: name = '' }) => (name === '' ? [] : [name])));
}

async function makeKey(session: VaultSession, mount: string, name: string): Promise<void> {
  const path = `${mount}/keys/generate/internal`;
  const answer = await session.writeOnce(path, { key_name: name, key_type: 'ec', key_bits: 256 });
  await requireMade(session, answer, path, async () => (await keysOf(session, mount)).has(name));
}

async function requestOf(session: VaultSession, authority: NewAuthority, name: string): Promise<string> {
  const path = `${authority.mounts.issuing}/issuers/generate/intermediate/existing`;
  const answer = await session.writeAgain(path, { ...subject(authority, name), key_ref: name });
  const { csr } = fieldsOf(answer);
  if (typeof csr !== 'string') throw refused(path, reasonsOf(answer));
  return csr;
}

interface Signing {
  readonly request: string;
  readonly root: Issuer;
  /** Whether an earlier run may have asked already. */
  readonly isInDoubt: boolean;
}

async function signOnce(
  session: VaultSession,
  authority: NewAuthority,
  { request, root, isInDoubt }: Signing,
): Promise<X509Certificate> {
  const { mounts, generation, life } = authority;
  const path = `${mounts.root}/issuer/${root.id}/sign-intermediate`;
  let inDoubt = isInDoubt;
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
    if (inDoubt) await pause(SETTLING);
    const found = await signedBy(session, root, await publicKeyIn(request));
    if (found !== undefined) return found;
    const answer = await session.writeOnce(path, {
      csr: request,
      ...subject(authority, nameOfGeneration('issuing', generation)),
      max_path_length: 0,
      ttl: `${life.issuing.seconds}s`,
    });
    inDoubt = answer === undefined;
    if (answer !== undefined && answer.status !== 200) throw refused(path, reasonsOf(answer));
  }
  throw session.outage(500);
}

/** What the root has signed for a key: the first, should there be several. */
async function signedBy(
  session: VaultSession,
  { mount, certificate: root }: Issuer,
  publicKey: string,
): Promise<X509Certificate | undefined> {
  for (const serial of [...(await serialsOf(session, mount))].sort()) {
    const found = await certificateOf(session, mount, serial);
    if (found?.publicKey !== publicKey) continue;
    const [certificate] = certificatesIn((await found.complete()).certificate) ?? [];
    if (certificate !== undefined && hasSigned(root, certificate)) return certificate;
  }
  return undefined;
}

async function publicKeyIn(request: string): Promise<string> {
  await import('reflect-metadata');
  const { Pkcs10CertificateRequest } = await import('@peculiar/x509');
  const { rawData } = new Pkcs10CertificateRequest(request).publicKey;
  return createHash('sha256').update(Buffer.from(rawData)).digest('hex');
}

/** What was asked for once is there: by this run, or by another one before it. */
async function requireMade(
  session: VaultSession,
  answer: VaultAnswer | undefined,
  path: string,
  isThere: () => Promise<boolean>,
): Promise<void> {
  if (answer === undefined) await pause(SETTLING);
  if (await isThere()) return;
  throw answer === undefined ? session.outage(500) : refused(path, reasonsOf(answer));
}
