import type { Duration } from '@plinth/units';

/** Kinds of keys that are made. @see https://pages.nist.gov/800-63-3/ */
export const KEY_TYPES = ['P-256', 'P-384'] as const;
export type KeyType = (typeof KEY_TYPES)[number];

/** Files that programs read. All are PEM. */
export interface CertificateFiles {
  /** The certificate and those between it and the authorities, mode 0644. */
  readonly certificate: string;
  /** PKCS 8, mode 0600. */
  readonly key: string;
  /** Whom to trust, mode 0644. */
  readonly authorities?: string;
}

/** Who must show the certificate. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
  /** The name that is asked for (SNI). */
  readonly serverName: string;
  /** For servers that want to know who asks. */
  readonly client?: { readonly certificate: string; readonly key: string };
  /** How long it may go on showing the old one after the hook. */
  readonly within: Duration;
}

/** What makes a program read its files again. */
export interface Reload {
  /** Program and arguments; no shell. */
  readonly command: readonly string[];
  readonly timeout: Duration;
}

/** One certificate of something outside the cluster: what it is, where it is kept, who shows it. */
export interface DeclaredCertificate {
  readonly name: string;
  readonly owner: string;
  readonly pki: { readonly mount: string; readonly role: string };
  readonly commonName: string;
  readonly dnsNames: readonly string[];
  readonly life: Duration;
  /** It is due when less than this is left. */
  readonly renewBefore: Duration;
  readonly key: KeyType;
  readonly kv: { readonly mount: string; readonly path: string };
  readonly files?: CertificateFiles;
  readonly endpoint?: Endpoint;
  readonly reload?: Reload;
}

/** What is declared about certificates outside the cluster. */
export interface CertificateList {
  /** A file with the authorities up to which every certificate must lead. */
  readonly authorities: string;
  readonly certificates: readonly DeclaredCertificate[];
}
