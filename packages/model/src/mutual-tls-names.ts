import { Cpu, Duration, Memory } from '@plinth/units';
import type { EnvironmentFacts, ResolvedResources } from './resolved';
import { VAULT_MOUNTS } from './vault-names';

/**
 * Names and numbers of mutual TLS that Vault's configuration, the cluster's manifests and the commands share, each in one place.
 */

/** How long certificates live where an environment does not say: each longer than the next. */
export const CERTIFICATE_LIVES = {
  root: Duration.hours(10 * 365 * 24),
  issuing: Duration.hours(3 * 365 * 24),
  leaf: Duration.hours(24),
  renewBefore: Duration.hours(16),
} as const;

export type CertificateLives = Readonly<Record<keyof typeof CERTIFICATE_LIVES, Duration>>;

/** As an environment has them. */
export function certificateLives({ certificates }: Pick<EnvironmentFacts, 'certificates'>): CertificateLives {
  const { root, issuing, leaf, renewBefore } = { ...CERTIFICATE_LIVES, ...withoutAbsent(certificates ?? {}) };
  return { root, issuing, leaf, renewBefore };
}

function withoutAbsent(lives: Partial<Record<keyof CertificateLives, Duration | undefined>>) {
  return Object.fromEntries(
    Object.entries(lives).filter(
      (entry): entry is [keyof CertificateLives, Duration] => entry[1] !== undefined,
    ),
  );
}

/** The ConfigMap with the authorities that services trust, in each namespace in which one has a certificate. */
export const SERVICE_AUTHORITIES = { configMap: 'service-authorities', file: 'ca.crt' } as const;

/** The label of namespaces in which a service has a certificate. */
export const CERTIFICATES_LABEL = ['plinth/certificates', 'mutual-tls'] as const;

/** Where the program, or the proxy beside it, finds its certificate. */
export const TLS_FOLDER = '/tls';

/** What the names of issuers' accounts end with, and no name of a service or of its account can: it has a dot. */
export const ISSUER_ACCOUNT_SUFFIX = '.issuer';

/** The ServiceAccount under which cert-manager asks Vault for the certificate of a service, and its role there. No pod runs as it. */
export function issuerAccount(service: string): string {
  return `${service}${ISSUER_ACCOUNT_SUFFIX}`;
}

/** For whom the token of that account is made: nobody takes it for anything else. As cert-manager writes it by itself. */
export function issuerAudience({ namespace, name }: ServiceName): string {
  return `vault://${namespace}/${name}`;
}

/** The role of Vault that says what a service's certificate may hold; of that name alone. */
export function certificateRole(service: string): string {
  return service;
}

/** Where a request for the certificate of a service is signed. */
export function signingPath(service: string): string {
  return `${VAULT_MOUNTS.pki}/sign/${certificateRole(service)}`;
}

/** The policy of the account that asks for a certificate. */
export function issuerPolicy(service: string): string {
  return `issuer-${service}`;
}

/** The Secret in which cert-manager keeps certificate and key. */
export function certificateSecret(service: string): string {
  return `${service}-tls`;
}

interface ServiceName {
  readonly name: string;
  readonly namespace: string;
}

/**
 * Who a service is to others, in every connection.
 * @see https://github.com/spiffe/spiffe/blob/main/standards/SPIFFE-ID.md
 */
export function spiffeId(
  { name, namespace }: ServiceName,
  { domain }: Pick<EnvironmentFacts, 'domain'>,
): string {
  return `spiffe://${domain}/ns/${namespace}/sa/${name}`;
}

/** Under which names a service is called; the first of them is its common name too. */
export function dnsNames({ name, namespace }: ServiceName): readonly [string, string] {
  return [`${name}.${namespace}.svc`, `${name}.${namespace}.svc.cluster.local`];
}

/** The longest common name. @see https://www.rfc-editor.org/rfc/rfc5280 (ub-common-name) */
export const LONGEST_COMMON_NAME = 64;

/** The key of `releases.json` under which the image of the proxy stands. */
export const SERVICE_PROXY = 'service-proxy';

/** The public image of the proxy. */
export const PROXY_IMAGE = 'envoyproxy/envoy';

/** Ports that the proxy takes for itself in a pod: `first` for the first call, one more for each other one; `health` for the kubelet. */
export const PROXY_PORTS = { first: 15001, last: 15999, health: 15021 } as const;

/** What the proxy gets beside each program that does not speak TLS itself. */
export const PROXY_RESOURCES: ResolvedResources = {
  cpu: Cpu.millis(50),
  cpuLimit: Cpu.millis(1000),
  memory: Memory.mebibytes(128),
  ephemeralStorage: Memory.mebibytes(16),
};
