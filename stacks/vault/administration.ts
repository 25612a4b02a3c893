import { VAULT_MOUNTS } from '@plinth/model';
import type { Capability, Grant } from '@plinth/vault';

const { kv, database, pki, pkiRoot, kubernetes, oidc } = VAULT_MOUNTS;

const MANAGE: readonly Capability[] = ['create', 'read', 'update', 'delete', 'list'];
const SET: readonly Capability[] = ['create', 'read', 'update'];

const manage = (path: string): Grant => ({ path, below: true, capabilities: MANAGE });
const set = (path: string): Grant => ({ path, capabilities: SET });
const see = (path: string, below = false): Grant => ({ path, below, capabilities: ['read', 'list'] });
/** What Vault gives to nobody who is not told so by this word. */
const guarded = ({ path, below = false, capabilities }: Grant): Grant => ({
  path,
  below,
  capabilities: [...capabilities, 'sudo'],
});

/**
 * Both mounts of certificates: what the program sets, and the authorities, to look at. An authority is made, brought from
 * elsewhere, signed and revoked with a token of root alone, and no certificate can be had of either mount.
 */
const authority = (mount: string): Grant[] => [
  ...['cluster', 'urls', 'crl', 'auto-tidy'].map((part) => set(`${mount}/config/${part}`)),
  manage(`${mount}/roles`),
  see(`${mount}/issuers`),
  see(`${mount}/issuer`, true),
  see(`${mount}/keys`),
  see(`${mount}/key`, true),
  see(`${mount}/tidy-status`),
];

/**
 * What this program does in a run after the first, and no more: no value that somebody has put, no account of a database,
 * no certificate. What cannot be had back, and what others judge her by, a holder of this cannot take away: mounts with
 * all that is in them, and devices of the audit log, of which she can make none either (one could write secrets as they
 * are). Who writes policies could give herself all that, as everywhere: then it stands in the audit log, from which
 * nobody takes it. A run with `--refresh` sees a policy of ours that was changed, and makes it again; it does not see one more.
 */
export const ADMINISTRATION: readonly Grant[] = [
  see('sys/mounts'),
  { ...set('sys/mounts'), below: true },
  see('sys/auth'),
  guarded(manage('sys/auth')),
  guarded(see('sys/audit')),
  see('sys/policies/acl'),
  manage('sys/policies/acl'),
  see('sys/quotas/rate-limit'),
  manage('sys/quotas/rate-limit'),
  // Another server decides: for upgrades.
  guarded({ path: 'sys/step-down', capabilities: ['update'] }),
  set('sys/storage/raft/autopilot/configuration'),
  see('sys/storage/raft/autopilot/state'),
  see('sys/storage/raft/configuration'),
  // Takes back what has leaked.
  guarded({ path: 'sys/leases/revoke-prefix', below: true, capabilities: ['update'] }),
  set(`auth/${kubernetes}/config`),
  see(`auth/${kubernetes}/role`),
  manage(`auth/${kubernetes}/role`),
  set(`auth/${oidc}/config`),
  see(`auth/${oidc}/role`),
  manage(`auth/${oidc}/role`),
  manage('identity/group'),
  set('identity/group'),
  manage('identity/group-alias'),
  set('identity/group-alias'),
  set('identity/lookup/group'),
  set(`${kv}/config`),
  // Which paths there are, for who asks what is missing; and away with one that nobody declares any more.
  { path: `${kv}/metadata`, below: true, capabilities: ['read', 'delete', 'list'] },
  see(`${database}/config`),
  manage(`${database}/config`),
  see(`${database}/roles`),
  manage(`${database}/roles`),
  ...authority(pkiRoot),
  ...authority(pki),
];
