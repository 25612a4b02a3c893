import { Bundle, Certificate, type CertificateSpec, ClusterIssuer, Issuer } from '@plinth/crds';
import { PLATFORM_NAMESPACES, SYNC_OPTIONS_ANNOTATION } from '@plinth/gitops';
import { ADD_ON_IDENTITIES, VAULT_CA } from '@plinth/model';
import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { metadataOf, type Place } from '../place';
import { serverHost, serverPods } from './vault-config';

const { namespace: NAMESPACE } = ADD_ON_IDENTITIES.vault;

/** The label of namespaces in which somebody talks to Vault. */
export const SECRETS_LABEL = ['plinth/secrets', 'vault'] as const;

/** The authority, the Secret of its key, the issuer that signs with it, and the bundle that makes it known. */
const AUTHORITY = VAULT_CA.configMap;

const YEAR = 365 * 24;

/**
 * The certificate of Vault's servers. Vault signs everybody else's, so its own comes from an authority that signs nothing
 * but this (docs/adr/0014-vault-authority.md). Its key is where only cert-manager is: who may read Secrets in the
 * servers' namespace has a server's key, and not the one that makes servers. Returns the name of the servers' Secret.
 */
export function vaultCertificate(scope: Construct, place: Place, replicas: number): string {
  authority(scope, place);
  const chart = new Chart(new Construct(scope, 'vault-certificate'), 'server-certificate', {
    namespace: NAMESPACE,
  });
  const name = 'vault-server-tls';
  new Certificate(chart, `Certificate-${name}`, {
    metadata: metadata(name, 'certificate', place),
    spec: {
      secretName: name,
      privateKey: { ...KEY, rotationPolicy: 'Always' },
      dnsNames: namesOf(replicas),
      ipAddresses: ['127.0.0.1'],
      duration: '2160h',
      renewBefore: '720h',
      usages: ['digital signature', 'server auth', 'client auth'],
      issuerRef: issuer('ClusterIssuer', AUTHORITY),
    },
  });
  return name;
}

/**
 * Signs itself, in cert-manager's namespace, and is copied to whoever talks to Vault. Its key stays when its certificate is
 * renewed, a year before the end: old and new then vouch for each other's servers, and nobody has to learn the new one
 * at once. A new key is a step that people take (docs/guides/running-vault.md).
 */
function authority(scope: Construct, place: Place): void {
  const own = new Chart(new Construct(scope, 'vault-authority'), AUTHORITY, {
    namespace: PLATFORM_NAMESPACES.certManager,
  });
  new Issuer(own, 'Issuer-vault-ca', {
    metadata: metadata(AUTHORITY, 'issuer', place),
    spec: { selfSigned: {} },
  });
  new Certificate(own, 'Certificate-vault-ca', {
    metadata: metadata(AUTHORITY, 'certificate', place),
    spec: {
      secretName: AUTHORITY,
      privateKey: { ...KEY, rotationPolicy: 'Never' },
      isCA: true,
      commonName: AUTHORITY,
      duration: `${5 * YEAR}h`,
      renewBefore: `${YEAR}h`,
      usages: ['cert sign', 'crl sign'],
      issuerRef: issuer('Issuer', AUTHORITY),
    },
  });
  const everywhere = new Chart(scope, AUTHORITY);
  new ClusterIssuer(everywhere, 'ClusterIssuer-vault-ca', {
    metadata: metadata(AUTHORITY, 'issuer', place),
    spec: { ca: { secretName: AUTHORITY } },
  });
  new Bundle(everywhere, 'Bundle-vault-ca', {
    metadata: metadata(AUTHORITY, 'bundle', place),
    spec: {
      sources: [{ secret: { name: AUTHORITY, key: 'tls.crt' } }],
      target: {
        configMap: { key: VAULT_CA.file },
        namespaceSelector: { matchLabels: Object.fromEntries([SECRETS_LABEL]) },
      },
    },
  });
}

const KEY = { algorithm: 'ECDSA', size: 256 } as const;

/** On an empty cluster the definitions arrive in the same sync. */
function metadata(name: string, component: string, place: Place) {
  const { annotations, ...rest } = metadataOf(name, component, place);
  return {
    ...rest,
    annotations: { ...annotations, [SYNC_OPTIONS_ANNOTATION]: 'SkipDryRunOnMissingResource=true' },
  };
}

function issuer(kind: 'ClusterIssuer' | 'Issuer', name: string): CertificateSpec['issuerRef'] {
  return { group: 'cert-manager.io', kind, name };
}

/** Every name by which a server is called inside the cluster; none stands for another. */
function namesOf(replicas: number): string[] {
  return [
    'vault',
    `vault.${NAMESPACE}`,
    `vault.${NAMESPACE}.svc`,
    `vault-active.${NAMESPACE}.svc`,
    ...serverPods(replicas).flatMap((pod) => [serverHost(pod), serverHost(pod, NAMESPACE)]),
  ];
}
