import type { KeyObject, X509Certificate } from 'node:crypto';
import { oneOf, type Problem, show } from '@plinth/errors';
import type { DeclaredCertificate, KeyType } from '../list/declared-certificate';
import { beginOf, endOf } from '../pem';
import { chainFault, dayOf, isSame, keyOf, lastPartOf } from './chain';

const DAY = 86_400_000;
const SERVER_AUTH = '1.3.6.1.5.5.7.3.1';

/** A certificate in one of the places where it has to be. */
export interface SeenCertificate {
  readonly place: 'file' | 'vault' | 'endpoint';
  /** How messages call the place: a path, an address. */
  readonly where: string;
  /** The certificate, then those that it came with. */
  readonly chain: readonly [X509Certificate, ...X509Certificate[]];
  /** The private key that lies beside it; an endpoint has shown that it has one. */
  readonly key?: KeyObject;
  /** Whom programs find there to trust; absent where they find it elsewhere. */
  readonly authorities?: readonly X509Certificate[];
}

export interface Judgement {
  readonly declared: DeclaredCertificate;
  readonly authorities: readonly X509Certificate[];
  /** Milliseconds since 1970. */
  readonly now: number;
  /** What lies in Vault, where that is known. */
  readonly kept?: SeenCertificate;
}

/** Everything that is wrong with one certificate in one place. */
export function judge(seen: SeenCertificate, judgement: Judgement): Problem[] {
  const { declared, authorities, now } = judgement;
  const [leaf] = seen.chain;
  const problems: Problem[] = [];
  const where = `${declared.name}: ${seen.where}`;
  const renew = `run plinth certs renew --name ${declared.name}`;
  const find = (code: string, found: string, allowed: string, fix = renew) =>
    problems.push({ code, where, found, allowed, fix });

  const left = endOf(leaf) - now;
  if (left <= 0) find('expired', `a certificate that ended on ${dayOf(endOf(leaf))}`, 'one that is valid');
  else if (left < declared.renewBefore.seconds * 1000)
    find('due', `${daysOf(left)} left`, `${declared.renewBefore} or more`);
  if (beginOf(leaf) > now)
    find(
      'not-yet-valid',
      `a certificate that begins on ${dayOf(beginOf(leaf))}`,
      'one that is valid',
      'look at the clocks',
    );
  const broken = chainFault(seen.chain, authorities, now);
  if (broken !== undefined && isShownAlone(seen, judgement))
    find(
      'chain',
      'a server that shows its certificate without those between',
      'the certificate and those between',
      `let it show all of ${declared.files?.certificate ?? 'what lies in Vault as certificate'}`,
    );
  else if (broken !== undefined) find('chain', broken, 'a certificate of an authority of the list');
  const trust = seen.authorities && trustFault(seen.authorities, authorities);
  if (trust !== undefined) find('authorities', trust, 'those of the list');
  const names = nameFault(leaf, declared.dnsNames);
  if (names !== undefined) find('names', names, oneOf([...declared.dnsNames]));
  const kind = kindOfKey(keyOf(leaf));
  if (kind !== declared.key) find('key-type', `a key of kind ${kind}`, declared.key);
  if (declared.endpoint !== undefined && leaf.keyUsage?.includes(SERVER_AUTH) !== true)
    find(
      'usage',
      'a certificate that is not for servers',
      'one for server authentication',
      'look at its role in Vault',
    );
  if (seen.key !== undefined && !leaf.checkPrivateKey(seen.key))
    find('key-mismatch', 'a private key of another certificate', 'the key of this one');
  return problems;
}

/** The right certificate, whose chain is whole in Vault: another one would be shown without its chain as well. */
function isShownAlone({ place, chain }: SeenCertificate, { kept, authorities, now }: Judgement): boolean {
  if (place !== 'endpoint' || kept === undefined || !isSame(chain[0], kept.chain[0])) return false;
  return chainFault(kept.chain, authorities, now) === undefined;
}

/** Places that hold different certificates of one name. */
export function disagreement(seen: readonly SeenCertificate[], { name }: DeclaredCertificate): Problem[] {
  const serials = new Set(seen.map(({ chain: [leaf] }) => leaf.fingerprint256));
  if (serials.size < 2) return [];
  const shown = seen.map(
    ({ where, chain: [leaf] }) => `${leaf.serialNumber.toLowerCase().slice(0, 16)} in ${where}`,
  );
  const fix = `run plinth certs renew --name ${name}`;
  return [
    {
      code: 'disagree',
      where: name,
      found: shown.join(', '),
      allowed: 'the same certificate in all places',
      fix,
    },
  ];
}

/** Shown as days; hours when it is less than two. */
export function daysOf(milliseconds: number): string {
  const days = milliseconds / DAY;
  return days < 2 ? `${Math.floor(days * 24)} hours` : `${Math.floor(days)} days`;
}

/**
 * How those whom programs trust differ from the list's; undefined when they do not. While an authority is replaced by another,
 * everybody has to trust both before the new one signs anything.
 */
export function trustFault(
  trusted: readonly X509Certificate[],
  authorities: readonly X509Certificate[],
): string | undefined {
  const missing = authorities.filter((one) => !trusted.some((other) => isSame(one, other)));
  const excess = trusted.filter((one) => !authorities.some((other) => isSame(one, other)));
  if (missing.length > 0) return `authorities without ${missing.map(subjectOf).join(', ')}`;
  return excess.length > 0 ? `authorities with ${excess.map(subjectOf).join(', ')} more` : undefined;
}

/** A name too many is somebody else's as much as one too few is missing. */
function nameFault(leaf: X509Certificate, declared: readonly string[]): string | undefined {
  const has = (leaf.subjectAltName ?? '').split(', ').filter((one) => one !== '');
  const wanted = declared.map((name) => `DNS:${name}`);
  const missing = wanted.filter((name) => !has.includes(name));
  const excess = has.filter((name) => !wanted.includes(name));
  if (missing.length > 0) return `a certificate without the names ${missing.map(plain).join(', ')}`;
  return excess.length > 0 ? `a certificate with the names ${excess.map(plain).join(', ')} more` : undefined;
}

const subjectOf = ({ subject }: X509Certificate) => lastPartOf(subject);

/** Whatever somebody has put into a certificate is shown and does nothing to the terminal. */
const plain = (name: string) => show(name.replace(/^DNS:/, ''));

const CURVES: Readonly<Record<string, KeyType>> = { prime256v1: 'P-256', secp384r1: 'P-384' };

function kindOfKey(key: KeyObject | undefined): string {
  if (key === undefined) return 'that nobody knows';
  const { namedCurve = '', modulusLength } = key.asymmetricKeyDetails ?? {};
  if (key.asymmetricKeyType === 'ec') return CURVES[namedCurve] ?? namedCurve;
  return [key.asymmetricKeyType, modulusLength].filter((part) => part !== undefined).join(' ');
}
