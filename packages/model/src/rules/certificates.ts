import { X509Certificate } from 'node:crypto';
import { show } from '@plinth/errors';
import { Duration } from '@plinth/units';
import { certificateLives } from '../mutual-tls-names';
import type { Mistake } from '../report';
import type { EnvironmentFacts } from '../resolved';
import type { EnvironmentRule } from './environment-rule';

const ORDER = ['root', 'issuing', 'leaf', 'renewBefore'] as const;

/** What each life is, in words. */
const LIFE = {
  root: 'the root lives',
  issuing: 'the authority that issues lives',
  leaf: 'a certificate of a service lives',
  renewBefore: 'a certificate of a service is renewed before its end',
} as const;

/**
 * Nobody outlives who signed him, and nothing is renewed before it was made: root > issuing authority > certificate > window of
 * renewal. What comes below, the longest roll-out, is judged with the services.
 */
export const livesFormLattice: EnvironmentRule = ({ environment, facts, report }) => {
  const lives = certificateLives(facts);
  for (const [index, shorter] of ORDER.entries()) {
    const longer = ORDER[index - 1];
    if (longer === undefined || lives[shorter].compare(lives[longer]) < 0) continue;
    const written = facts.certificates?.[shorter] === undefined ? longer : shorter;
    report.add({
      code: 'certificate-lattice',
      at: environment,
      path: ['certificates', written],
      found: `${LIFE[shorter]} ${lives[shorter]}`,
      allowed: `less than ${lives[longer]}, which ${LIFE[longer]}`,
      fix: written === shorter ? `shorten certificates.${shorter}` : `lengthen certificates.${longer}`,
    });
  }
};

/**
 * An outage of whoever issues ends before a certificate does; and a certificate lives for a while before the next is made, or each
 * would be followed by another at once, for ever.
 */
export const renewalHasRoom: EnvironmentRule = ({ environment, facts, report }) => {
  const { leaf, renewBefore } = certificateLives(facts);
  const share = renewBefore.seconds / leaf.seconds;
  // A window that is no window is told by the lattice.
  if (share >= 1 || (share >= SHARE.least && share <= SHARE.most)) return;
  const [least, most] = [SHARE.least, SHARE.most].map((part) =>
    Duration.seconds(Math.round(leaf.seconds * part)),
  );
  const written = facts.certificates?.renewBefore === undefined ? 'leaf' : 'renewBefore';
  report.add({
    code: 'renewal-window',
    at: environment,
    path: ['certificates', written],
    found: `${LIFE.renewBefore} ${renewBefore}`,
    allowed: `from ${least} to ${most}: a third to three quarters of ${leaf}, which ${LIFE.leaf}`,
    fix: written === 'renewBefore' ? 'choose one between them' : 'set certificates.renewBefore as well',
  });
};

const SHARE = { least: 1 / 3, most: 3 / 4 } as const;

/**
 * Each authority once: a name and a certificate stand for one key; and each is a root. Whether it has ended is judged with a date.
 * An empty list says that Vault has made none yet.
 */
export const authoritiesDiffer: EnvironmentRule = ({ environment, facts, report }) => {
  for (const { path, ...mistake } of authorityMistakes(facts.authorities ?? []))
    report.add({ ...mistake, at: environment, path: ['authorities', ...path] });
};

interface AuthorityMistake extends Omit<Mistake, 'at'> {
  readonly found: string;
}

/** What is wrong with authorities, from wherever they were read; paths begin at their list. */
export function authorityMistakes(
  authorities: NonNullable<EnvironmentFacts['authorities']>,
): readonly AuthorityMistake[] {
  const mistakes: AuthorityMistake[] = [];
  const seen = new Map<string, number>();
  for (const [index, { name, certificate }] of authorities.entries()) {
    const flaw = flawOf(certificate);
    if (flaw !== undefined)
      mistakes.push({
        code: 'authority-certificate',
        path: [index, 'certificate'],
        found: `${flaw}, under the name ${show(name)}`,
        allowed: 'the certificate of a root',
        fix: 'restore the file from Git, or let `plinth certs trust` write it',
      });
    for (const key of [name, certificate.trim()]) {
      const first = seen.get(key);
      seen.set(key, index);
      if (first === undefined || first === index) continue;
      mistakes.push({
        code: 'duplicate-authority',
        path: [index, key === name ? 'name' : 'certificate'],
        found: key === name ? `the name ${show(name)} again` : `the certificate of ${show(name)} again`,
        allowed: 'each authority once',
        fix: 'remove one of the two',
      });
    }
  }
  return mistakes;
}

/** Vault is known by the one that has signed itself; whoever that one has signed may be anybody. */
export const vaultIsKnownByItsAuthority: EnvironmentRule = ({ environment, facts, report }) => {
  const pem = facts.vaultAuthority?.certificate;
  const flaw = pem === undefined ? undefined : flawOf(pem);
  if (flaw === undefined) return;
  report.add({
    code: 'authority-certificate',
    at: environment,
    path: ['vaultAuthority', 'certificate'],
    found: flaw,
    allowed: "the certificate of vault-ca, which signs Vault's own and itself",
    fix: 'restore the file from Git, or let `plinth certs trust` write it',
  });
};

function flawOf(pem: string): string | undefined {
  try {
    const certificate = new X509Certificate(pem);
    if (!certificate.ca) return 'a certificate that is no authority';
    const isRoot = certificate.checkIssued(certificate) && certificate.verify(certificate.publicKey);
    return isRoot ? undefined : 'an authority that somebody else has signed';
  } catch {
    return 'text that is no certificate';
  }
}
