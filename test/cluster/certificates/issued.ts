import { createPrivateKey, createPublicKey, type KeyObject, X509Certificate } from 'node:crypto';
import {
  type ApiClient,
  type CertificateContents,
  type KubernetesObject,
  readCertificate,
  refTo,
} from '@plinth/testing';
import type { Certificate } from './conditions';

/** What is in the Secret of a certificate. */
export interface Issued {
  readonly secret: KubernetesObject;
  readonly leaf: X509Certificate;
  /** What the leaf says. */
  readonly contents: CertificateContents;
  /** Who signed it, and so on: as a server sends them after its own. */
  readonly chain: readonly X509Certificate[];
  readonly key: KeyObject;
  /** PEM of both, as a program reads them. */
  readonly files: { readonly cert: string; readonly key: string };
}

/** @throws ApiError when there is no Secret yet */
export async function issued(api: ApiClient, { metadata, spec }: Certificate): Promise<Issued> {
  const secret = await api.get(refTo('v1', 'Secret', spec.secretName, metadata.namespace));
  const text = (file: string) => Buffer.from(secret.data?.[file] ?? '', 'base64').toString();
  const [cert, key] = [text('tls.crt'), text('tls.key')];
  const [first = '', ...others] =
    cert.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  return {
    secret,
    leaf: new X509Certificate(first),
    contents: await readCertificate(first),
    chain: others.map((pem) => new X509Certificate(pem)),
    key: createPrivateKey(key),
    files: { cert, key },
  };
}

/** Whether the key in the Secret is the one that was certified. */
export function belongTogether({ leaf, key }: Issued): boolean {
  return leaf.checkPrivateKey(key) && leaf.publicKey.equals(createPublicKey(key));
}

/** Its number, of which an authority gives each once. */
export function serialOf({ leaf }: Issued): string {
  return leaf.serialNumber;
}

/** When it ends, in milliseconds. */
export function endOf(certificate: Pick<X509Certificate, 'validTo'>): number {
  return Date.parse(certificate.validTo);
}
