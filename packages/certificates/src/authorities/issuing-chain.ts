import { show } from '@plinth/errors';
import { endOf } from '../pem';
import type { VaultSession } from '../vault/session';
import { hasSigned, type Issuer, isSame, noAuthority, readIssuers } from './issuers';

/** Where the two mounts of an authority are. */
export interface AuthorityMounts {
  /** Of those that issue. */
  readonly issuing: string;
  /** Of roots. */
  readonly root: string;
}

/** The authority that issues, and the root in which its chain ends. */
export interface IssuingChain {
  readonly issuing: Issuer;
  readonly root: Issuer;
}

/**
 * The root in which the chain of the authority really ends that Vault issues with.
 * @throws UserError `vault-authority`
 */
export async function readIssuingChain(
  session: VaultSession,
  mounts: AuthorityMounts,
): Promise<IssuingChain> {
  const [roots, issuers] = await Promise.all([
    readIssuers(session, mounts.root),
    readIssuers(session, mounts.issuing),
  ]);
  return issuingChain(roots, issuers, mounts);
}

/** @throws UserError `vault-authority` */
export function issuingChain(
  roots: readonly Issuer[],
  issuers: readonly Issuer[],
  mounts: AuthorityMounts,
): IssuingChain {
  const issuing = issuers.find(({ isDefault }) => isDefault);
  if (issuing === undefined) throw noAuthority(mounts.issuing, 'no authority that issues');
  if (!issuing.hasKey)
    throw noAuthority(mounts.issuing, `the default ${show(issuing.name)}, whose key is not in Vault`);
  const root = roots.find(({ certificate }) => hasSigned(certificate, issuing.certificate));
  if (root === undefined || isSame(root.certificate, issuing.certificate))
    throw noAuthority(mounts.issuing, `an authority that none of ${mounts.root} has signed`);
  if (root.name === '') throw noAuthority(mounts.root, 'a root without a name');
  if (endOf(issuing.certificate) > endOf(root.certificate))
    throw noAuthority(mounts.issuing, 'an authority that outlives its root');
  return { issuing, root };
}
