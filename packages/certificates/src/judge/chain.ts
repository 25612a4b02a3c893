import type { KeyObject, X509Certificate } from 'node:crypto';
import { show } from '@plinth/errors';
import { beginOf, endOf } from '../pem';

/** Longer chains are made by nobody but who wants to keep a verifier busy. */
const LONGEST = 8;

/** Why a certificate leads to none of the authorities; undefined when it leads to one. */
export function chainFault(
  chain: readonly X509Certificate[],
  authorities: readonly X509Certificate[],
  now: number,
): string | undefined {
  let expired: X509Certificate | undefined;
  // An authority may have been signed by several others: every way is gone, a step at a time.
  let reached = chain.slice(0, 1);
  for (let steps = 0; reached.length > 0 && steps < LONGEST; steps += 1) {
    const signers = reached.flatMap((one) =>
      [...authorities, ...chain].filter((other) => hasSigned(other, one)),
    );
    const valid = signers.filter((one) => beginOf(one) <= now && now < endOf(one));
    if (valid.some((one) => authorities.some((authority) => isSame(one, authority)))) return undefined;
    expired ??= signers.find((one) => now >= endOf(one));
    reached = chain.filter((one) => valid.some((other) => isSame(one, other)));
  }
  if (expired !== undefined) return `an authority that ended on ${dayOf(endOf(expired))}`;
  return `a certificate of ${lastPartOf(chain[0]?.issuer)}, which leads to none of the authorities`;
}

/** What a name in a certificate ends with. Node has none for one that is empty, whatever its types say. */
export function lastPartOf(name: string | undefined): string {
  return name === undefined ? 'somebody without a name' : show(name.split('\n').at(-1));
}

function hasSigned(authority: X509Certificate, certificate: X509Certificate): boolean {
  const key = authority.ca && certificate.checkIssued(authority) ? keyOf(authority) : undefined;
  return key !== undefined && certificate.verify(key);
}

/** Undefined where it is none that can be read; the certificate around it can. */
export function keyOf(certificate: X509Certificate): KeyObject | undefined {
  try {
    return certificate.publicKey;
  } catch {
    return undefined;
  }
}

export function isSame(one: X509Certificate, other: X509Certificate): boolean {
  return one.fingerprint256 === other.fingerprint256;
}

export function dayOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 10);
}
