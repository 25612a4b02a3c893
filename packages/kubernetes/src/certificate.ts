import { Certificate, Issuer } from '@plinth/crds';
import type { Manifest } from '@plinth/manifest';
import type { Construct } from 'constructs';
import type { ServiceAccount } from './kinds';
import type { ResolvedMutualTls } from './mutual-tls';
import type { Identity } from './owner';
import { _serviceAccount } from './service-account';

/** What makes and renews the certificate of a workload. */
export interface CertificateNodes {
  readonly certificate: Certificate;
  readonly issuer: Issuer;
  /** Under which cert-manager asks; no pod runs as it. */
  readonly issuerAccount: Manifest<ServiceAccount>;
}

/** The Secret in which cert-manager keeps certificate and key of a workload. */
export function _certificateSecret({ name }: Identity): string {
  return `${name}-tls`;
}

/**
 * A certificate of the workload's own, an issuer that can sign nothing else, and an account that can do nothing but ask. The
 * account is not the workload's: whoever makes tokens for it gets certificates, and neither its secrets nor its rights in the cloud.
 */
export function _certificate(
  scope: Construct,
  identity: Identity,
  mutualTls: ResolvedMutualTls | undefined,
): CertificateNodes | undefined {
  if (mutualTls === undefined) return undefined;
  const { certificate, issuer } = mutualTls;
  const metadata = { name: identity.name, labels: identity.labels, annotations: identity.annotations };
  return {
    certificate: new Certificate(scope, 'Certificate', {
      metadata,
      spec: {
        secretName: _certificateSecret(identity),
        secretTemplate: { labels: identity.labels },
        commonName: certificate.commonName,
        dnsNames: certificate.dnsNames,
        uris: [certificate.identity],
        privateKey: { algorithm: 'ECDSA', size: 256, encoding: 'PKCS8', rotationPolicy: 'Always' },
        duration: certificate.duration.toString(),
        renewBefore: certificate.renewBefore.toString(),
        revisionHistoryLimit: 2,
        usages: [
          'digital signature',
          ...(certificate.usedBy.server ? (['server auth'] as const) : []),
          ...(certificate.usedBy.client ? (['client auth'] as const) : []),
        ],
        issuerRef: { group: 'cert-manager.io', kind: 'Issuer', name: identity.name },
      },
    }),
    issuer: new Issuer(scope, 'Issuer', {
      metadata,
      spec: {
        vault: {
          server: issuer.address,
          path: issuer.path,
          ...(issuer.authority && { caBundle: Buffer.from(issuer.authority).toString('base64') }),
          auth: {
            kubernetes: {
              role: issuer.role,
              mountPath: `/v1/auth/${issuer.authMount}`,
              serviceAccountRef: { name: issuer.account },
            },
          },
        },
      },
    }),
    issuerAccount: _serviceAccount(scope, 'IssuerAccount', { ...identity, name: issuer.account }),
  };
}
