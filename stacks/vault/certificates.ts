import {
  type CertificateIssuer,
  certificateIssuers,
  certificateLives,
  VAULT_ADDRESS,
  VAULT_MOUNTS,
} from '@plinth/model';
import { Duration } from '@plinth/units';
import { AccessPolicy, CertificateAuthority, type KubernetesLogin } from '@plinth/vault';
import type { Place } from './place';

/** Cert-manager logs in anew for each certificate. */
const TOKEN = { ttl: Duration.minutes(5), maxTtl: Duration.minutes(5) };

/** The authority of the environment's certificates, which no other environment trusts. */
export function authority({ environment, options }: Place): CertificateAuthority {
  const { root, issuing } = certificateLives(environment.facts);
  return new CertificateAuthority(
    VAULT_MOUNTS.pki,
    {
      mountPath: VAULT_MOUNTS.pki,
      rootMountPath: VAULT_MOUNTS.pkiRoot,
      commonName: `${environment.facts.domain} services`,
      organization: environment.facts.project,
      address: VAULT_ADDRESS,
      life: { root, issuing },
    },
    options,
  );
}

/** Every service that has a certificate, with a role that holds its names alone and an account that may use that role alone. */
export function certificates(
  { environment, options }: Place,
  signer: CertificateAuthority,
  login: KubernetesLogin,
): void {
  for (const issuer of certificateIssuers(environment)) {
    const { account, namespace, audience } = issuer;
    signer.addRole(roleOf(issuer));
    const policy = policyOf(issuer, options);
    login.addRole({ roleName: account, namespace, serviceAccount: account, policy, audience, token: TOKEN });
  }
}

function roleOf({ role, certificate }: CertificateIssuer): Parameters<CertificateAuthority['addRole']>[0] {
  const { dnsNames, identity, duration } = certificate;
  return {
    roleName: role,
    dnsNames,
    identity,
    // As in the manifests: what Vault leaves out, cert-manager does not miss.
    usedBy: { server: true, client: true },
    life: duration,
  };
}

function policyOf({ policy: policyName, path }: CertificateIssuer, options: Place['options']): AccessPolicy {
  return new AccessPolicy(policyName, { policyName, grants: [{ path, capabilities: ['update'] }] }, options);
}
