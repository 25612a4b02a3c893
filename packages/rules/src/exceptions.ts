import type { Finding } from './rule';

/** An entry of the exception register, as far as judging needs it. */
export interface RegisteredException {
  /** The id of the rule. */
  readonly rule: string;
  /** The object as a finding prints it. */
  readonly object: string;
  /** The last day on which it holds, `2027-03-31`. */
  readonly expires: string;
  readonly owner: string;
  readonly ticket: string;
}

/** The findings that no entry of the register covers, expired or not: what is written knows no date. */
export function withoutExceptions(
  findings: readonly Finding[],
  register: readonly RegisteredException[],
): Finding[] {
  return findings.filter((finding) => !register.some((entry) => covers(entry, finding)));
}

/**
 * The register itself on a given day: an entry that has expired, and one that covers nothing any more, are
 * findings. Only entries for the rules given are judged; those of other judges are theirs.
 */
export function exceptionFindings(
  findings: readonly Finding[],
  register: readonly RegisteredException[],
  { today, rules }: { readonly today: string; readonly rules: readonly { readonly id: string }[] },
): Finding[] {
  const ours = register.filter((entry) => rules.some(({ id }) => id === entry.rule));
  return ours.flatMap((entry) => {
    if (!findings.some((finding) => covers(entry, finding))) {
      return [
        registerFinding(
          entry,
          'exception-unused',
          'an exception that covers nothing',
          'entries that are needed',
          'remove it from exceptions.ts',
        ),
      ];
    }
    if (entry.expires >= today) return [];
    return [
      registerFinding(
        entry,
        'exception-expired',
        `an exception that expired on ${entry.expires}`,
        'entries that still hold',
        `keep the rule, or have ${entry.owner} renew ${entry.ticket}`,
      ),
    ];
  });
}

function covers(entry: RegisteredException, finding: Finding): boolean {
  return entry.rule === finding.rule && entry.object === finding.object;
}

function registerFinding(
  entry: RegisteredException,
  rule: string,
  found: string,
  allowed: string,
  fix: string,
): Finding {
  return { rule, object: entry.object, path: entry.rule, found, allowed, fix };
}
