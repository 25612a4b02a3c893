import { webcrypto } from 'node:crypto';

const ECDSA = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

export interface CertificateRequestOptions {
  readonly commonName: string;
  readonly dnsNames?: readonly string[];
  readonly uris?: readonly string[];
  readonly addresses?: readonly string[];
}

/** A new key, and a request for a certificate of it: what somebody shows to an authority. */
export interface CertificateRequest {
  /** PKCS#10, PEM. */
  readonly request: string;
  /** PKCS#8, PEM. */
  readonly key: string;
}

/** What cert-manager makes of a Certificate before it asks an issuer. */
export async function certificateRequest(options: CertificateRequestOptions): Promise<CertificateRequest> {
  const { commonName, dnsNames = [], uris = [], addresses = [] } = options;
  // Loaded when it is needed: most tests that use this package sign nothing.
  const x509 = await import('@peculiar/x509');
  x509.cryptoProvider.set(webcrypto as never);
  const keys = await webcrypto.subtle.generateKey(ECDSA, true, ['sign', 'verify']);
  const request = await x509.Pkcs10CertificateRequestGenerator.create({
    name: `CN=${commonName}`,
    keys: keys as never,
    signingAlgorithm: ECDSA,
    extensions: [
      new x509.SubjectAlternativeNameExtension([
        ...dnsNames.map((value) => ({ type: 'dns' as const, value })),
        ...addresses.map((value) => ({ type: 'ip' as const, value })),
        ...uris.map((value) => ({ type: 'url' as const, value })),
      ]),
    ],
  });
  const key = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey);
  return { request: request.toString('pem'), key: x509.PemConverter.encode(key, 'PRIVATE KEY') };
}
