import { ADD_ON_IDENTITIES } from '@plinth/model';
import { AccessPolicy, type KubernetesLogin } from '@plinth/vault';
import type { Place } from './place';

const { namespace, serviceAccount: NAME } = ADD_ON_IDENTITIES.vaultSnapshot;

/** Who copies Vault's store, encrypted as it is, can do that and end its login. */
export function snapshots({ options }: Place, login: KubernetesLogin): void {
  const policy = new AccessPolicy(
    NAME,
    {
      policyName: NAME,
      grants: [
        { path: 'sys/storage/raft/snapshot', capabilities: ['read'] },
        { path: 'auth/token/revoke-self', capabilities: ['update'] },
      ],
    },
    options,
  );
  login.addRole({ roleName: NAME, namespace, serviceAccount: NAME, policy });
}
