import { type ResolvedEnvironment, VAULT_MOUNTS } from '@plinth/model';
import { KvStore } from '@plinth/vault';
import { placeOf } from './place';
import { kubernetesLogin, services } from './services';
import { snapshots } from './snapshots';

const KV_VERSIONS = 10;

/** What the Vault of one environment gives, and to whom. */
export function configureVault(environment: ResolvedEnvironment): void {
  const place = placeOf(environment);
  new KvStore(VAULT_MOUNTS.kv, { mountPath: VAULT_MOUNTS.kv, versions: KV_VERSIONS }, place.options);
  const login = kubernetesLogin(place);
  services(place, login);
  snapshots(place, login);
}
