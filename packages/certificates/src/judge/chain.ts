import type { X509Certificate } from 'node:crypto';
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
  let [current] = chain;
  for (let steps = 0; current !== undefined && steps < LONGEST; steps += 1) {
    const signers = [...authorities, ...chain].filter((one) => hasSigned(one, current as X509Certificate));
    const valid = signers.filter((one) => beginOf(one) <= now && now < endOf(one));
    const [expired] = signers;
    if (valid.length === 0 && expired !== undefined)
      return `an authority that ended on ${dayOf(endOf(expired))}`;
    if (valid.some((one) => authorities.some((authority) => isSame(one, authority)))) return undefined;
    [current] = valid.filter((one) => !isSame(one, current as X509Certificate));
  }
  return `a certificate of ${issuerOf(chain[0])}, which leads to none of the authorities`;
}

function issuerOf(certificate: X509Certificate | undefined): string {
  return show(certificate?.issuer.split('\n').at(-1) ?? '');
}

function hasSigned(authority: X509Certificate, certificate: X509Certificate): boolean {
  return authority.ca && certificate.checkIssued(authority) && certificate.verify(authority.publicKey);
}

function isSame(one: X509Certificate, other: X509Certificate): boolean {
  return one.fingerprint256 === other.fingerprint256;
}

export function dayOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 10);
}
