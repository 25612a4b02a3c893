import {
  beforeRolloutName,
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

/**
 * Long enough to outlive a Vault that is away for some minutes, short for who takes one. What a token has made, the accounts of
 * databases, ends with it: after a longer outage Vault takes those back as soon as it is open again.
 */
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
    const policy = policyOf(one, options);
    login.addRole({ roleName: role, namespace, serviceAccount: role, policy, knownBy: knownBy(one) });
  }
}

/** Argo CD makes the ServiceAccount of a job before a roll-out anew with each: the mount is one cluster's, so the name says enough. */
function knownBy({ role, service }: VaultLogin): 'uid' | 'name' {
  return role === beforeRolloutName(service) ? 'name' : 'uid';
}

function policyOf(login: VaultLogin, options: Place['options']): AccessPolicy {
  const policyName = servicePolicy(login.role);
  return new AccessPolicy(policyName, { policyName, grants: grantsOf(login) }, options);
}
