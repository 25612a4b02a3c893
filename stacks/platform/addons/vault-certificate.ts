import { Certificate, type CertificateSpec, Issuer } from '@plinth/crds';
import { SYNC_OPTIONS_ANNOTATION } from '@plinth/gitops';
import { ADD_ON_IDENTITIES } from '@plinth/model';
import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { metadataOf, type Place } from '../place';

const { namespace: NAMESPACE } = ADD_ON_IDENTITIES.vault;

/**
 * The certificate of Vault's own listener. Vault signs everybody else's, so its own comes from an authority
 * that signs nothing but this. Returns the name of the Secret that cert-manager writes.
 */
export function vaultCertificate(scope: Construct, place: Place, replicas: number): string {
  const chart = new Chart(new Construct(scope, 'vault-certificate'), 'server-certificate', {
    namespace: NAMESPACE,
  });
  const metadata = (name: string, component: string) => {
    const { annotations, ...rest } = metadataOf(name, component, place);
    // On an empty cluster the definitions arrive in the same sync.
    return {
      ...rest,
      annotations: { ...annotations, [SYNC_OPTIONS_ANNOTATION]: 'SkipDryRunOnMissingResource=true' },
    };
  };
  const certificate = (name: string, spec: Omit<CertificateSpec, 'secretName'>) => {
    new Certificate(chart, `Certificate-${name}`, {
      metadata: metadata(name, 'certificate'),
      spec: { secretName: name, ...KEY, ...spec },
    });
  };

  new Issuer(chart, 'Issuer-vault-root', {
    metadata: metadata('vault-root', 'issuer'),
    spec: { selfSigned: {} },
  });
  certificate('vault-ca', {
    isCA: true,
    commonName: 'vault-ca',
    duration: '43800h',
    renewBefore: '8760h',
    usages: ['cert sign', 'crl sign'],
    issuerRef: issuer('vault-root'),
  });
  new Issuer(chart, 'Issuer-vault-ca', {
    metadata: metadata('vault-ca', 'issuer'),
    spec: { ca: { secretName: 'vault-ca' } },
  });
  certificate('vault-server-tls', {
    dnsNames: namesOf(replicas),
    ipAddresses: ['127.0.0.1'],
    duration: '2160h',
    renewBefore: '720h',
    usages: ['digital signature', 'server auth', 'client auth'],
    issuerRef: issuer('vault-ca'),
  });
  return 'vault-server-tls';
}

const KEY = { privateKey: { algorithm: 'ECDSA', size: 256, rotationPolicy: 'Always' } } as const;

function issuer(name: string): CertificateSpec['issuerRef'] {
  return { group: 'cert-manager.io', kind: 'Issuer', name };
}

/** Every name by which a server is called inside the cluster; none stands for another. */
function namesOf(replicas: number): string[] {
  const servers = Array.from({ length: replicas }, (_, index) => `vault-${index}.vault-internal`);
  return [
    'vault',
    `vault.${NAMESPACE}`,
    `vault.${NAMESPACE}.svc`,
    `vault-active.${NAMESPACE}.svc`,
    ...servers,
  ];
}
