import { type ResolvedEnvironment, VAULT_MOUNTS } from '@plinth/model';
import { KvStore } from '@plinth/vault';
import { authority, certificates } from './certificates';
import { databases } from './databases';
import { people } from './people';
import { placeOf } from './place';
import { afterAuditing, limits } from './server';
import { kubernetesLogin, services } from './services';
import { snapshots } from './snapshots';

/** Of each path: what was deleted by mistake can be had back. Nobody goes back to an earlier value: that takes reading it. */
const KV_VERSIONS = 10;

/** What the Vault of one environment gives, and to whom. */
export function configureVault(environment: ResolvedEnvironment): void {
  const place = afterAuditing(placeOf(environment));
  limits(place);
  new KvStore(VAULT_MOUNTS.kv, { mountPath: VAULT_MOUNTS.kv, versions: KV_VERSIONS }, place.options);
  databases(place);
  const signer = authority(place);
  const login = kubernetesLogin(place);
  services(place, login);
  certificates(place, signer, login);
  snapshots(place, login);
  people(place);
}
