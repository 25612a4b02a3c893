import {
  grantsOf,
  servicePolicy,
  VAULT_AUDIENCE,
  VAULT_MOUNTS,
  type VaultLogin,
  vaultLogins,
} from '@plinth/model';
import { Duration } from '@plinth/units';
import { AccessPolicy, KubernetesLogin } from '@plinth/vault';
import type { Place } from './place';

/** Long enough to outlive a Vault that is away for a while, short for who takes one. */
const TOKEN = { ttl: Duration.minutes(20), maxTtl: Duration.hours(24) };

/** How everything in the cluster logs in. */
export function kubernetesLogin({ options }: Place): KubernetesLogin {
  return new KubernetesLogin(
    VAULT_MOUNTS.kubernetes,
    {
      mountPath: VAULT_MOUNTS.kubernetes,
      apiServer: 'https://kubernetes.default.svc',
      audience: VAULT_AUDIENCE,
      token: TOKEN,
    },
    options,
  );
}

/** Every ServiceAccount that declares secrets, with a role and a policy of its own that allows those, and nothing else. */
export function services({ environment, options }: Place, login: KubernetesLogin): void {
  for (const one of vaultLogins(environment)) {
    const { role, namespace } = one;
    login.addRole({ roleName: role, namespace, serviceAccount: role, policy: policyOf(one, options) });
  }
}

function policyOf(login: VaultLogin, options: Place['options']): AccessPolicy {
  const policyName = servicePolicy(login.role);
  return new AccessPolicy(policyName, { policyName, grants: grantsOf(login) }, options);
}
