import { UserError } from '@plinth/errors';
import type { Turns } from '../check';
import { certificatesIn, endOf } from '../pem';
import { serialsOf } from '../vault/authority';
import { reasonsOf, type VaultSession } from '../vault/session';
import { fieldsOf, type Issuer } from './issuers';

/** Certificates that are still valid and lead to an older root. */
export interface OlderCertificates {
  readonly count: number;
  /** When the last of them ends, in milliseconds since 1970; absent when there is none. */
  readonly until?: number;
}

/**
 * What older authorities have signed that somebody may still show.
 * @throws UserError `vault-role` when a role forgets what it signs: then nobody can tell
 */
export async function olderCertificates(
  session: VaultSession,
  issuing: Issuer,
  { now, turns }: { readonly now: number; readonly turns: Turns },
): Promise<OlderCertificates> {
  const { mount } = issuing;
  await requireKept(session, mount, turns);
  const serials = await serialsOf(session, mount);
  const ends = await Promise.all(
    serials.map((serial) =>
      turns.run(async () => {
        const fields = fieldsOf(await session.read(`${mount}/cert/${serial}`));
        const { certificate: pem, revocation_time: revoked } = fields;
        const [one] = certificatesIn(typeof pem === 'string' ? pem : '') ?? [];
        // Gone since it was listed.
        if (one === undefined || one.ca || one.checkIssued(issuing.certificate)) return [];
        return typeof revoked === 'number' && revoked > 0 ? [] : [endOf(one)];
      }),
    ),
  );
  const valid = ends.flat().filter((end) => end > now);
  return { count: valid.length, ...(valid.length > 0 && { until: Math.max(...valid) }) };
}

async function requireKept(session: VaultSession, mount: string, turns: Turns): Promise<void> {
  const answer = await session.read(`${mount}/roles?list=true`);
  const { keys = [] } = fieldsOf(answer) as { readonly keys?: readonly string[] };
  if (answer.status !== 200 && answer.status !== 404) throw new Error(reasonsOf(answer));
  const forgetful = await Promise.all(
    keys.map((role) =>
      turns.run(async () => {
        const { no_store: forgets } = fieldsOf(await session.read(`${mount}/roles/${role}`));
        return forgets === true ? [role] : [];
      }),
    ),
  );
  UserError.throwIfAny(
    forgetful.flat().map((role) => ({
      code: 'vault-role',
      where: `${mount}/roles/${role}`,
      found: 'no_store',
      allowed: 'roles that keep what they sign: nobody else can tell whether the old root is needed',
      fix: 'have the role keep it, and wait for max_ttl of the role',
    })),
  );
}
