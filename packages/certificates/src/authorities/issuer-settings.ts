import { UserError } from '@plinth/errors';
import { reasonsOf, type VaultSession } from '../vault/session';
import { type Fields, fieldsOf, type Issuer } from './issuers';

/** The fields of an authority that can be set. A write sets all of them. */
const SETTINGS = [
  'issuer_name',
  'leaf_not_after_behavior',
  'manual_chain',
  'usage',
  'revocation_signature_algorithm',
  'issuing_certificates',
  'crl_distribution_points',
  'delta_crl_distribution_points',
  'ocsp_servers',
  'enable_aia_url_templating',
];

/** What is left to one that signs no certificate any more: lists of those that it has revoked. */
const RETIRED = 'crl-signing,read-only';

/** Sets some fields of an authority and leaves the others as they are. */
export async function change(session: VaultSession, { mount, id }: Issuer, changes: Fields): Promise<void> {
  const path = `${mount}/issuer/${id}`;
  const now = fieldsOf(await session.read(path));
  const kept = Object.fromEntries(
    // Vault takes no empty name back for one that was never named.
    SETTINGS.flatMap((field) =>
      [undefined, null, ''].includes(now[field] as never) ? [] : [[field, now[field]]],
    ),
  );
  const answer = await session.writeAgain(path, { ...kept, ...changes });
  if (answer.status >= 300) throw refused(path, reasonsOf(answer));
}

export async function canSign(session: VaultSession, { mount, id }: Issuer): Promise<boolean> {
  const { usage } = fieldsOf(await session.read(`${mount}/issuer/${id}`));
  return typeof usage !== 'string' || usage.split(',').includes('issuing-certificates');
}

/** From here on it signs nothing but lists of what it has revoked. */
export async function retire(session: VaultSession, issuer: Issuer): Promise<void> {
  await change(session, issuer, { usage: RETIRED });
}

/** Makes one the authority that is meant where nobody names one: by roles, that is. */
export async function makeDefault(session: VaultSession, { mount, id }: Issuer): Promise<void> {
  const path = `${mount}/config/issuers`;
  const { default_follows_latest_issuer: follows = false } = fieldsOf(await session.read(path));
  const answer = await session.writeAgain(path, { default: id, default_follows_latest_issuer: follows });
  if (answer.status >= 300) throw refused(path, reasonsOf(answer));
}

export function refused(path: string, found: string): UserError {
  return new UserError({
    code: 'vault-refused',
    where: path,
    found,
    allowed: 'what a token of root may do with the authority of stacks/vault',
    fix: 'look at what Vault logs, and run again',
  });
}
