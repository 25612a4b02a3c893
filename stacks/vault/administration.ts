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

/** Both mounts of certificates: settings, and the authorities themselves. No certificate can be had of either. */
const authority = (mount: string): Grant[] => [
  manage(`${mount}/config`),
  manage(`${mount}/roles`),
  see(`${mount}/issuers`),
  see(`${mount}/issuer`, true),
  see(`${mount}/keys`),
  see(`${mount}/key`, true),
  see(`${mount}/tidy-status`),
];

/**
 * What this program does in a run, and no more: no value that somebody has put, no account of a database, no
 * certificate. Who writes policies could give herself those, as everywhere: then it stands in the audit log, and the
 * next run takes it away.
 */
export const ADMINISTRATION: readonly Grant[] = [
  see('sys/mounts'),
  manage('sys/mounts'),
  see('sys/auth'),
  guarded(manage('sys/auth')),
  guarded(see('sys/audit')),
  guarded(manage('sys/audit')),
  see('sys/policies/acl'),
  manage('sys/policies/acl'),
  see('sys/quotas/rate-limit'),
  manage('sys/quotas/rate-limit'),
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
  // Which paths there are, for who asks what is missing.
  see(`${kv}/metadata`, true),
  see(`${database}/config`),
  manage(`${database}/config`),
  see(`${database}/roles`),
  manage(`${database}/roles`),
  ...authority(pkiRoot),
  ...authority(pki),
  set(`${pkiRoot}/root/generate/internal`),
  set(`${pkiRoot}/root/sign-intermediate`),
  set(`${pkiRoot}/revoke`),
  set(`${pki}/intermediate/generate/internal`),
  set(`${pki}/intermediate/set-signed`),
];
