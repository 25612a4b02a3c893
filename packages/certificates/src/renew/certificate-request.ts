import { createHash, createPublicKey, type KeyObject, webcrypto, X509Certificate } from 'node:crypto';
import type { DeclaredCertificate } from '../list/declared-certificate';

/** A key pair that never leaves this machine but for Vault's store, and the request that goes to be signed. */
export interface KeyRequest {
  /** PKCS 8 in PEM. */
  readonly key: string;
  /** PKCS 10 in PEM. */
  readonly request: string;
  /** What identifies the key everywhere, public. */
  readonly publicKey: string;
}

/** Makes a new key pair and a request for what is declared. */
export async function newKeyRequest(declared: DeclaredCertificate): Promise<KeyRequest> {
  // Half a hundred milliseconds to load, for the one command that needs it.
  await import('reflect-metadata');
  const x509 = await import('@peculiar/x509');
  x509.cryptoProvider.set(webcrypto as never);
  const hash = declared.key === 'P-384' ? 'SHA-384' : 'SHA-256';
  const algorithm = { name: 'ECDSA', namedCurve: declared.key, hash };
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const request = await x509.Pkcs10CertificateRequestGenerator.create({
    name: [{ CN: [declared.commonName] }],
    keys: keys as never,
    signingAlgorithm: algorithm,
    extensions: [
      new x509.SubjectAlternativeNameExtension(
        declared.dnsNames.map((value) => ({ type: 'dns' as const, value })),
      ),
    ],
  });
  const der = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey));
  const spki = Buffer.from(await webcrypto.subtle.exportKey('spki', keys.publicKey));
  return {
    key: x509.PemConverter.encode(der, 'PRIVATE KEY'),
    request: request.toString('pem'),
    publicKey: digestOf(spki),
  };
}

/** The same for a key and for a certificate of it. */
export function publicKeyOf(of: KeyObject | X509Certificate): string {
  const key = of instanceof X509Certificate ? of.publicKey : createPublicKey(of);
  return digestOf(key.export({ type: 'spki', format: 'der' }));
}

function digestOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
