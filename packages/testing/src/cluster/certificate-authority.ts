import { webcrypto } from 'node:crypto';
import type * as X509 from '@peculiar/x509';

const ECDSA = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const DAY = 24 * 60 * 60 * 1000;

/** A certificate and its key, both PEM. */
export interface KeyPair {
  readonly certificate: string;
  readonly key: string;
}

/** Signs the servers of one local cluster. It lives as long as the cluster, and is trusted by nothing else. */
export class CertificateAuthority {
  readonly certificate: string;

  private constructor(
    private readonly x509: typeof X509,
    private readonly issuer: X509.X509Certificate,
    private readonly keys: webcrypto.CryptoKeyPair,
  ) {
    this.certificate = issuer.toString('pem');
  }

  static async create(name: string): Promise<CertificateAuthority> {
    // Loaded when it is needed: most tests that use this package sign nothing.
    const x509 = await import('@peculiar/x509');
    x509.cryptoProvider.set(webcrypto as never);
    const keys = await newKeys();
    const certificate = await x509.X509CertificateGenerator.createSelfSigned({
      name: `CN=${name}`,
      keys: keys as never,
      signingAlgorithm: ECDSA,
      ...lifetime(),
      extensions: [
        new x509.BasicConstraintsExtension(true, 0, true),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      ],
    });
    return new CertificateAuthority(x509, certificate, keys);
  }

  /** A certificate for a server on loopback. */
  async issueServer(name: string, dnsNames: readonly string[] = []): Promise<KeyPair> {
    const { x509 } = this;
    const keys = await newKeys();
    const certificate = await x509.X509CertificateGenerator.create({
      subject: `CN=${name}`,
      issuer: this.issuer.subject,
      publicKey: keys.publicKey as never,
      signingKey: this.keys.privateKey as never,
      signingAlgorithm: ECDSA,
      ...lifetime(),
      extensions: [
        new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth], true),
        new x509.SubjectAlternativeNameExtension([
          { type: 'ip', value: '127.0.0.1' },
          ...['localhost', ...dnsNames].map((value) => ({ type: 'dns' as const, value })),
        ]),
      ],
    });
    const key = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey);
    return { certificate: certificate.toString('pem'), key: x509.PemConverter.encode(key, 'PRIVATE KEY') };
  }
}

function newKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(ECDSA, true, ['sign', 'verify']);
}

function lifetime(): { notBefore: Date; notAfter: Date } {
  const now = Date.now();
  // A minute back: clocks of the same machine agree, but certificates count in seconds.
  return { notBefore: new Date(now - 60_000), notAfter: new Date(now + DAY) };
}
