import type { X509Certificate } from 'node:crypto';

/** One authority, as people compare it with what others see. */
export interface ShownAuthority {
  readonly name: string;
  /** SHA-256, as `3A:5F:…`. */
  readonly fingerprint: string;
  readonly notAfter: string;
}

export function shownAuthority({
  name,
  certificate,
}: {
  readonly name: string;
  readonly certificate: X509Certificate;
}): ShownAuthority {
  return {
    name,
    fingerprint: certificate.fingerprint256,
    notAfter: new Date(certificate.validTo).toISOString(),
  };
}
