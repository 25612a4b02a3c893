import type { X509Certificate } from 'node:crypto';
import { show } from '@plinth/errors';
import type { Duration } from '@plinth/units';
import { dayOf } from '../judge/chain';
import { beginOf, endOf } from '../pem';
import { hasSigned } from './issuers';

/** Whose root is expected. */
export interface ExpectedRoot {
  /** How its common name begins: `acme.example services root`. */
  readonly commonName: string;
  readonly organization: string;
  /** How long the authority lives that it signs. */
  readonly issuing: Duration;
  /** Milliseconds since 1970. */
  readonly now: number;
}

const CURVES = ['secp384r1', 'secp521r1', 'prime256v1'];
const LEAST_BITS = 3072;

/** It signs the authority that issues, which signs no other. */
const PATH_LENGTH = 1;

/** Why a certificate is not to be trusted as the root of an environment; empty when it is. */
export async function rootFlaws(root: X509Certificate, expected: ExpectedRoot): Promise<readonly string[]> {
  const { commonName, organization, issuing, now } = expected;
  const { CN = '', O = '' } = subjectOf(root);
  const isOfEnvironment = O === organization && (CN === commonName || CN.startsWith(`${commonName}-`));
  return [
    ...authorityFlaws(root),
    ...((await pathLengthOf(root)) === PATH_LENGTH ? [] : [`a root whose path length is not ${PATH_LENGTH}`]),
    ...(isOfEnvironment ? [] : [`the authority ${show(`${CN}, ${O}`)} of another environment`]),
    ...(beginOf(root) > now ? [`a root that begins on ${dayOf(beginOf(root))}`] : []),
    ...(endOf(root) <= now ? [`a root that ended on ${dayOf(endOf(root))}`] : []),
    ...(endOf(root) - beginOf(root) < issuing.seconds * 1000
      ? [`a root that lives shorter than the ${issuing} of the authority under it`]
      : []),
  ];
}

/** Why a certificate is no root, or a weak one, on any day. */
function authorityFlaws(root: X509Certificate): readonly string[] {
  if (!root.ca) return ['a certificate that is no authority'];
  if (!hasSigned(root, root)) return ['an authority that somebody else has signed, and no root'];
  return isStrong(root) ? [] : ['a root with a weak key'];
}

function isStrong({ publicKey }: X509Certificate): boolean {
  const { namedCurve = '', modulusLength = 0 } = publicKey.asymmetricKeyDetails ?? {};
  switch (publicKey.asymmetricKeyType) {
    case 'ec':
      return CURVES.includes(namedCurve);
    case 'rsa':
      return modulusLength >= LEAST_BITS;
    default:
      return publicKey.asymmetricKeyType === 'ed25519';
  }
}

async function pathLengthOf({ raw }: X509Certificate): Promise<number | undefined> {
  await import('reflect-metadata');
  const { BasicConstraintsExtension, X509Certificate: Parsed } = await import('@peculiar/x509');
  return new Parsed(raw).getExtension(BasicConstraintsExtension)?.pathLength;
}

/** Node writes one attribute in each line. */
function subjectOf({ subject }: X509Certificate): Readonly<Record<string, string>> {
  return Object.fromEntries(
    subject.split('\n').map((line) => {
      const at = line.indexOf('=');
      return [line.slice(0, at), line.slice(at + 1)];
    }),
  );
}
