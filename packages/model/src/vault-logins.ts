import type { ResolvedEnvironment, ResolvedSecret, ResolvedService } from './resolved';
import { kvData, VAULT_MOUNTS } from './vault-names';

/** A ServiceAccount that logs in to Vault, and the secrets for which it does. */
export interface VaultLogin {
  /** Of its role, and of its ServiceAccount. */
  readonly role: string;
  readonly namespace: string;
  /** The service that declares the secrets. */
  readonly service: string;
  readonly secrets: readonly ResolvedSecret[];
}

/** One path of Vault's API, and what may be done there. */
export interface VaultGrant {
  readonly path: string;
  readonly capabilities: readonly ('read' | 'update')[];
  /** The declared secret that needs it; absent for what a token may do with itself. */
  readonly secret?: string;
}

/** Everybody who logs in with a ServiceAccount, by role. */
export function vaultLogins({ services }: Pick<ResolvedEnvironment, 'services'>): VaultLogin[] {
  return services.flatMap(loginsOf).sort((a, b) => (a.role < b.role ? -1 : 1));
}

/** A service's own login, and that of the job before its roll-out. */
export function loginsOf(service: ResolvedService): VaultLogin[] {
  const { name, namespace } = service;
  const before = 'beforeRollout' in service ? service.beforeRollout : undefined;
  return [service.vault, before?.vault].flatMap((vault) =>
    vault === undefined ? [] : [{ role: vault.role, namespace, service: name, secrets: vault.secrets }],
  );
}

/** What a token may do with itself: live on, look at itself, end. */
const OWN_TOKEN: readonly VaultGrant[] = [
  { path: 'auth/token/lookup-self', capabilities: ['read'] },
  { path: 'auth/token/renew-self', capabilities: ['update'] },
  { path: 'auth/token/revoke-self', capabilities: ['update'] },
];

/** Accounts that Vault has made live on while they are asked to. */
const OWN_LEASES: VaultGrant = { path: 'sys/leases/renew', capabilities: ['update'] };

/** Exactly what a login may do: nothing is granted anywhere else. Sorted by path. */
export function grantsOf({ secrets }: Pick<VaultLogin, 'secrets'>): VaultGrant[] {
  const own = secrets.some(({ engine }) => engine === 'database') ? [...OWN_TOKEN, OWN_LEASES] : OWN_TOKEN;
  return [...secrets.map(grantOf), ...own].sort((a, b) => (a.path < b.path ? -1 : 1));
}

function grantOf(secret: ResolvedSecret): VaultGrant {
  const path = secret.engine === 'kv' ? kvData(secret.path) : `${VAULT_MOUNTS.database}/creds/${secret.role}`;
  return { path, capabilities: ['read'], secret: secret.name };
}
