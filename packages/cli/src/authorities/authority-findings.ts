import { X509Certificate } from 'node:crypto';
import { show } from '@plinth/errors';
import { certificateIssuers, certificateLives, type ResolvedEnvironment } from '@plinth/model';
import type { Finding } from '@plinth/rules';

const DAY = 86_400_000;

/** How long before the end of what issues a rotation has to begin: reviews, merges and a quiet week lie in between. */
const ROTATION_DAYS = 90;

/** How long before its end Vault's own authority has to be another in Git: cert-manager makes it a year before. */
const RENEWED_DAYS = 180;

type Environment = Pick<ResolvedEnvironment, 'name' | 'facts'>;

/**
 * What is wrong on a day with those whom services trust. The authority that issues is not in the file, but its end is. In a file
 * that is older than this note, it is taken for made with its root, under the settings of today.
 */
export function authorityFindings({ name, facts }: Environment, day: string): Finding[] {
  const now = Date.parse(`${day}T00:00:00Z`);
  const { issuing } = certificateLives(facts);
  const trusted = (facts.authorities ?? []).map((authority) => ({
    name: authority.name,
    begins: Date.parse(new X509Certificate(authority.certificate).validFrom),
    ends: Date.parse(new X509Certificate(authority.certificate).validTo),
    issuingEnds: authority.issuingEnds,
  }));
  const finding = (rule: string, authority: string, found: string, allowed: string): Finding => ({
    rule,
    object: `the authority ${show(authority)}`,
    file: `environments/${name}/authorities.json`,
    found,
    allowed,
    fix: `run plinth certs rotate-ca --env ${name}${rule === 'authority-ended' ? '' : ' --start'}`,
  });
  const ended = trusted
    .filter(({ ends }) => ends <= now)
    .map((one) =>
      finding(
        'authority-ended',
        one.name,
        `one that ended on ${dayOf(one.ends)}`,
        'authorities that are valid',
      ),
    );
  const [newest] = trusted.filter(({ ends }) => ends > now).sort((a, b) => b.begins - a.begins);
  if (newest === undefined) return ended;
  const isShort = newest.ends < now + issuing.seconds * 1000;
  const made = newest.issuingEnds === undefined ? ', made with it,' : '';
  const noted = newest.issuingEnds === undefined ? undefined : Date.parse(newest.issuingEnds);
  const issuingEnds = Math.min(noted ?? newest.begins + issuing.seconds * 1000, newest.ends);
  const isLate = issuingEnds < now + ROTATION_DAYS * DAY;
  return [
    ...ended,
    ...(isShort
      ? [
          finding(
            'authority-ending',
            newest.name,
            `one that ends on ${dayOf(newest.ends)}`,
            `a root that outlives the ${issuing} of an authority that is made today`,
          ),
        ]
      : []),
    ...(isLate && !isShort
      ? [
          finding(
            'authority-ending',
            newest.name,
            `one whose issuing authority${made} ends on ${dayOf(issuingEnds)}`,
            `an issuing authority that lives for ${ROTATION_DAYS} days and longer`,
          ),
        ]
      : []),
  ];
}

/** What is wrong on a day with the authority by which cert-manager knows Vault. */
export function vaultAuthorityFindings({ name, facts }: Environment, day: string): Finding[] {
  const { certificate } = facts.vaultAuthority ?? {};
  if (certificate === undefined) return [];
  const ends = Date.parse(new X509Certificate(certificate).validTo);
  if (ends > Date.parse(`${day}T00:00:00Z`) + RENEWED_DAYS * DAY) return [];
  return [
    {
      rule: 'authority-ending',
      object: "the authority of Vault's own certificate",
      file: `environments/${name}/vault-authority.json`,
      found: `one that ends on ${dayOf(ends)}`,
      allowed: `one that is valid for ${RENEWED_DAYS} days and longer`,
      fix: `run plinth certs trust --env ${name}: it is renewed a year before its end, with the same key`,
    },
  ];
}

/** Services have certificates, and nobody whom they trust: so it is until Vault has made an authority. */
export function trustsNobody(environment: ResolvedEnvironment): boolean {
  return certificateIssuers(environment).length > 0 && (environment.facts.authorities ?? []).length === 0;
}

/** Services have certificates, and cert-manager does not know the Vault that signs them. */
function knowsNoVault(environment: ResolvedEnvironment): boolean {
  return (
    certificateIssuers(environment).length > 0 && environment.facts.vaultAuthority?.certificate === undefined
  );
}

/** For environments that have the files, which are empty in the beginning. */
export function noAuthorityNotes(environments: readonly ResolvedEnvironment[]): string[] {
  return environments.flatMap((environment) => {
    const { name, facts } = environment;
    const until = `wait for plinth certs trust --env ${name}`;
    return [
      ...(facts.authorities !== undefined && trustsNobody(environment)
        ? [`${name}: services trust no authority yet, and ${until}`]
        : []),
      ...(facts.vaultAuthority !== undefined && knowsNoVault(environment)
        ? [
            `${name}: certificates of services are signed by nobody while Vault's authority is unknown, and ${until}`,
          ]
        : []),
    ];
  });
}

function dayOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 10);
}
