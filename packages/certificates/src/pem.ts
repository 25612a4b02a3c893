import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';

const BLOCK = /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g;

/** The certificates of a text, in its order; undefined when one of them cannot be read. */
export function certificatesIn(pem: string): readonly X509Certificate[] | undefined {
  try {
    return (pem.match(BLOCK) ?? []).map((block) => new X509Certificate(block));
  } catch {
    return undefined;
  }
}

/** A text of certificates as every program reads it. */
export function toPem(certificates: readonly X509Certificate[]): string {
  return certificates.map((one) => `${one.toString().trim()}\n`).join('');
}

/** Undefined for what is no key, and for one behind a passphrase. */
export function keyIn(pem: string): KeyObject | undefined {
  try {
    return createPrivateKey(pem);
  } catch {
    return undefined;
  }
}

/** When a certificate ends, in milliseconds. */
export function endOf({ validTo }: X509Certificate): number {
  return Date.parse(validTo);
}

export function beginOf({ validFrom }: X509Certificate): number {
  return Date.parse(validFrom);
}

/** As this product writes serials: `3f2a…`, lower case, no colons. */
export function serialOf({ serialNumber }: X509Certificate): string {
  return serialNumber.toLowerCase();
}
