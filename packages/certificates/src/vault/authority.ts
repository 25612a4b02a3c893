import { X509Certificate } from 'node:crypto';
import { show, UserError } from '@plinth/errors';
import { chainFault } from '../judge/chain';
import type { DeclaredCertificate } from '../list/declared-certificate';
import { certificatesIn, toPem } from '../pem';
import { publicKeyOf } from '../renew/certificate-request';
import { reasonsOf, type VaultAnswer, type VaultSession } from './session';

/** A certificate as Vault gave it, with those between it and the authorities. */
export interface SignedCertificate {
  readonly certificate: string;
  readonly leaf: X509Certificate;
}

/**
 * Asks for a certificate. Nothing is as irrevocable as this request.
 * @returns undefined when nobody knows whether Vault has signed
 * @throws UserError when it has not
 */
export async function sign(
  session: VaultSession,
  declared: DeclaredCertificate,
  request: string,
): Promise<SignedCertificate | undefined> {
  const { pki, commonName, dnsNames, life } = declared;
  const answer = await session.writeOnce(`${pki.mount}/sign/${pki.role}`, {
    csr: request,
    common_name: commonName,
    alt_names: dnsNames.join(','),
    ttl: `${life.seconds}s`,
    format: 'pem',
  });
  if (answer === undefined) return undefined;
  const data = dataOf(answer);
  if (answer.status !== 200 || typeof data.certificate !== 'string') throw refused(declared, answer);
  return withChain(data.certificate, [data.ca_chain ?? data.issuing_ca].flat().map(String).join('\n'));
}

/** Serials of all that a mount has signed and keeps. */
export async function serialsOf(session: VaultSession, mount: string): Promise<readonly string[]> {
  const answer = await session.read(`${mount}/certs?list=true`);
  const { keys } = dataOf(answer);
  if (answer.status === 404) return [];
  if (!Array.isArray(keys)) throw noAuthority(mount, reasonsOf(answer));
  return keys.map(String);
}

/** One certificate that a mount has signed, with its chain. */
export async function certificateOf(
  session: VaultSession,
  mount: string,
  serial: string,
): Promise<{ readonly publicKey: string; readonly complete: () => Promise<SignedCertificate> } | undefined> {
  const pem = dataOf(await session.read(`${mount}/cert/${serial}`)).certificate;
  const [leaf] = certificatesIn(typeof pem === 'string' ? pem : '') ?? [];
  if (leaf === undefined || typeof pem !== 'string') return undefined;
  return {
    publicKey: publicKeyOf(leaf),
    complete: async () =>
      withChain(pem, (await issuersOf(session, mount, leaf)) ?? (await authoritiesOf(session, mount))),
  };
}

/** The chain of whichever of a mount's authorities has signed a certificate: another may issue by now. */
async function issuersOf(
  session: VaultSession,
  mount: string,
  leaf: X509Certificate,
): Promise<string | undefined> {
  // Vault tells everybody of these; an older one knows one authority alone.
  const { keys } = dataOf(await session.read(`${mount}/issuers?list=true`));
  for (const id of Array.isArray(keys) ? keys.map(String) : []) {
    const { certificate, ca_chain: chain } = dataOf(await session.read(`${mount}/issuer/${id}/json`));
    const [signer] = certificatesIn(typeof certificate === 'string' ? certificate : '') ?? [];
    if (signer === undefined || !leaf.checkIssued(signer) || !leaf.verify(signer.publicKey)) continue;
    return [chain ?? certificate].flat().map(String).join('\n');
  }
  return undefined;
}

/** The chain of the mount's own authority, in PEM. */
async function authoritiesOf(session: VaultSession, mount: string): Promise<string> {
  const answer = await session.read(`${mount}/cert/ca_chain`);
  const { certificate, ca_chain: chain } = dataOf(answer);
  const text = typeof chain === 'string' && chain !== '' ? chain : certificate;
  if (typeof text !== 'string') throw noAuthority(mount, reasonsOf(answer));
  return text;
}

/**
 * Looks before anything is signed: what this mount signs is trusted, and this role keeps what it signs and lets it live as
 * long as is declared.
 * @throws UserError `vault-authority`, `vault-role`
 */
export async function inspectRole(
  session: VaultSession,
  { pki, life }: DeclaredCertificate,
  authorities: readonly X509Certificate[],
  now: number,
): Promise<void> {
  const chain = certificatesIn(await authoritiesOf(session, pki.mount)) ?? [];
  const fault = chainFault(chain, authorities, now);
  if (fault !== undefined) throw noAuthority(pki.mount, fault);
  const answer = await session.read(`${pki.mount}/roles/${pki.role}`);
  const { no_store: isForgotten, max_ttl: longest } = dataOf(answer);
  const refuse = (found: string, allowed: string, fix: string) => {
    throw new UserError({
      code: 'vault-role',
      where: `${pki.mount}/roles/${pki.role}`,
      found,
      allowed,
      fix,
    });
  };
  if (answer.status !== 200) refuse('no such role', 'a role of Vault', 'look at pki.mount and pki.role');
  if (isForgotten === true)
    refuse(
      'no_store',
      'a role that keeps what it signs',
      'or nobody could tell after a kill what was issued',
    );
  if (typeof longest === 'number' && longest > 0 && longest < life.seconds)
    refuse(
      `max_ttl ${longest}s`,
      `${life.seconds}s or more, the declared life`,
      'shorten life, or lengthen max_ttl',
    );
}

/** What a server shows: the certificate and those between, without the root, which clients have. */
function withChain(certificate: string, chain: string): SignedCertificate {
  const leaf = new X509Certificate(certificate);
  const between = (certificatesIn(chain) ?? []).filter((one) => one.issuer !== one.subject);
  return { certificate: toPem([leaf, ...between]), leaf };
}

function dataOf({ body }: VaultAnswer): Readonly<Record<string, unknown>> {
  const { data } = (body ?? {}) as { readonly data?: unknown };
  return typeof data === 'object' && data !== null ? (data as Readonly<Record<string, unknown>>) : {};
}

function refused({ name, pki }: DeclaredCertificate, answer: VaultAnswer): UserError {
  return new UserError({
    code: 'vault-refused',
    where: `${name}: ${pki.mount}/sign/${pki.role}`,
    found: reasonsOf(answer),
    allowed: 'what the role allows',
    fix: 'look at names, life and key of the list, and at the role',
  });
}

function noAuthority(mount: string, found: string): UserError {
  return new UserError({
    code: 'vault-authority',
    where: show(mount),
    found,
    allowed: 'an authority of the list’s authorities',
    fix: 'look at pki.mount, and at the file of authorities',
  });
}
