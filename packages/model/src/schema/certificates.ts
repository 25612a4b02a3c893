import { z } from 'zod';
import { leaf, text } from './_leaf';
import { durationBetween } from './quantity';

/** How long certificates of services live; each ends before the one that signed it. */
export const certificateLives = z.strictObject({
  /** Of the root, which signs the issuing authority and nothing else. @default "87600h", ten years */
  root: durationBetween('43800h', '219000h').optional(),
  /** Of the authority that issues. @default "26280h", three years */
  issuing: durationBetween('8760h', '87600h').optional(),
  /** Of a service's certificate. @default "24h" */
  leaf: durationBetween('1h', '168h').optional(),
  /** How long before its end a service's certificate is renewed. @default "16h": at a third of its life */
  renewBefore: durationBetween('5m', '160h').optional(),
});

const PEM = /^-----BEGIN CERTIFICATE-----\n(?:[A-Za-z0-9+/=]{1,64}\n)+-----END CERTIFICATE-----\n?$/;

/** A certificate, which is public. */
const certificate = leaf<string>({
  allowed: 'one certificate in PEM, with lines of at most 64 characters',
  fix: 'let `plinth certs trust` write it',
  json: 'string',
  pattern: PEM,
  parse: (value) => (typeof value === 'string' && PEM.test(value) ? value : undefined),
  // It may be what was never to be in a file.
  mistake: (value) => (typeof value === 'string' ? { found: 'other text, not shown' } : undefined),
});

const SECOND = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/;

/** One certificate that everybody in the environment trusts. */
export const authority = z.strictObject({
  /** What Vault calls it. */
  name: text(
    /^[a-z][a-z0-9-]{0,62}$/,
    'the name of an issuer in Vault, such as "root"',
    'write what `plinth certs trust` found',
  ),
  certificate,
  /** When the authority ends that issues under it, which is in no file. @default what the settings say it lives */
  issuingEnds: leaf<string>({
    allowed: 'a second in UTC, such as "2029-11-21T15:23:29Z"',
    fix: 'let `plinth certs trust` write it',
    json: 'string',
    pattern: SECOND,
    parse: (value) =>
      typeof value === 'string' && SECOND.test(value) && !Number.isNaN(Date.parse(value)) ? value : undefined,
  }).optional(),
});

/** Who signs the certificate of Vault's own servers, and nothing else. */
export const vaultAuthority = z.strictObject({
  /** @default unknown: there is no Vault yet */
  certificate: certificate.optional(),
});
