import type { X509Certificate } from 'node:crypto';
import { UserError } from '@plinth/errors';
import { certificatesIn } from '../pem';
import { reasonsOf, type VaultAnswer, type VaultSession } from '../vault/session';

/** An authority that a mount of Vault knows, with its key or without. */
export interface Issuer {
  readonly mount: string;
  readonly id: string;
  /** Empty for one that was never named. */
  readonly name: string;
  readonly certificate: X509Certificate;
  readonly hasKey: boolean;
  /** Whether it is meant where nobody names one. */
  readonly isDefault: boolean;
}

export type Fields = Readonly<Record<string, unknown>>;

export function fieldsOf({ body }: VaultAnswer): Fields {
  const { data } = (body ?? {}) as { readonly data?: unknown };
  return typeof data === 'object' && data !== null ? (data as Fields) : {};
}

/**
 * Every authority of a mount, by what anybody may ask.
 * @throws UserError `vault-authority`
 */
export async function readIssuers(session: VaultSession, mount: string): Promise<readonly Issuer[]> {
  const answer = await session.read(`${mount}/issuers?list=true`);
  const { keys = [], key_info: info = {} } = fieldsOf(answer) as {
    readonly keys?: readonly string[];
    readonly key_info?: Readonly<Record<string, Fields>>;
  };
  if (answer.status === 404 && reasonsOf(answer) === 'status 404') return [];
  if (answer.status !== 200) throw noAuthority(mount, reasonsOf(answer));
  return await Promise.all(
    keys.map(async (id) => {
      const { certificate: pem } = fieldsOf(await session.read(`${mount}/issuer/${id}/json`));
      const [certificate] = certificatesIn(typeof pem === 'string' ? pem : '') ?? [];
      if (certificate === undefined) throw noAuthority(mount, `an issuer ${id} without a certificate`);
      const { issuer_name: name, key_id: key, is_default: isDefault } = info[id] ?? {};
      return {
        mount,
        id,
        name: typeof name === 'string' ? name : '',
        certificate,
        hasKey: typeof key === 'string' && key !== '',
        isDefault: isDefault === true,
      };
    }),
  );
}

/** Whether one has signed the other: by name and by signature. */
export function hasSigned(signer: X509Certificate, certificate: X509Certificate): boolean {
  return certificate.checkIssued(signer) && certificate.verify(signer.publicKey);
}

export function isSame(one: X509Certificate, other: X509Certificate): boolean {
  return one.fingerprint256 === other.fingerprint256;
}

export function noAuthority(mount: string, found: string): UserError {
  return new UserError({
    code: 'vault-authority',
    where: `${mount}/issuers`,
    found,
    allowed: 'the authority that stacks/vault makes',
    fix: 'bring up stacks/vault first, or look at VAULT_ADDR',
  });
}
