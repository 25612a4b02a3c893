import type * as X509 from '@peculiar/x509';

/** What a certificate says, in the words in which cert-manager asks for it. */
export interface CertificateContents {
  /** `CN=till.shop.svc` */
  readonly subject: string;
  readonly dnsNames: readonly string[];
  readonly uris: readonly string[];
  /** Names of any other type: addresses, mail. */
  readonly otherNames: readonly string[];
  /** `digital signature`, `server auth`; what cert-manager has no word for stands there as it is. Sorted. */
  readonly usages: readonly string[];
  readonly isAuthority: boolean;
  readonly notBefore: Date;
  readonly notAfter: Date;
}

const KEY_USAGES = [
  'digital signature',
  'content commitment',
  'key encipherment',
  'data encipherment',
  'key agreement',
  'cert sign',
  'crl sign',
  'encipher only',
  'decipher only',
] as const;

const EXTENDED: Readonly<Record<string, string>> = {
  '1.3.6.1.5.5.7.3.1': 'server auth',
  '1.3.6.1.5.5.7.3.2': 'client auth',
};

/** Reads one certificate in PEM: Node's own class tells neither its key usages nor names by type. */
export async function readCertificate(pem: string): Promise<CertificateContents> {
  const x509 = await import('@peculiar/x509');
  const certificate = new x509.X509Certificate(pem);
  const names = certificate.getExtension(x509.SubjectAlternativeNameExtension)?.names.items ?? [];
  const ofType = (type: X509.GeneralNameType) =>
    names.filter((name) => name.type === type).map(({ value }) => value);
  return {
    subject: certificate.subject,
    dnsNames: ofType('dns'),
    uris: ofType('url'),
    otherNames: names.filter(({ type }) => type !== 'dns' && type !== 'url').map(({ value }) => value),
    usages: usagesOf(x509, certificate),
    isAuthority: certificate.getExtension(x509.BasicConstraintsExtension)?.ca ?? false,
    notBefore: certificate.notBefore,
    notAfter: certificate.notAfter,
  };
}

function usagesOf(x509: typeof X509, certificate: X509.X509Certificate): string[] {
  const flags = certificate.getExtension(x509.KeyUsagesExtension)?.usages ?? 0;
  const extended = certificate.getExtension(x509.ExtendedKeyUsageExtension)?.usages ?? [];
  return [
    ...KEY_USAGES.filter((_, bit) => (flags & (1 << bit)) !== 0),
    ...extended.map((usage) => EXTENDED[String(usage)] ?? String(usage)),
  ].sort();
}
