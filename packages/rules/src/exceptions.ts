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
  /** `environments/exceptions.ts:5` */
  readonly place?: string | undefined;
}

/** What the register is judged by. */
export interface RegisterJudgement {
  readonly today: string;
  readonly rules: readonly { readonly id: string }[];
  /** Whether the findings are those of every environment: an entry that covers nothing here may be needed there. */
  readonly everywhere: boolean;
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
 * findings, each once for all environments together. Only entries for the rules given are judged; those of other
 * judges are theirs.
 */
export function exceptionFindings(
  findings: readonly Finding[],
  register: readonly RegisteredException[],
  { today, rules, everywhere }: RegisterJudgement,
): Finding[] {
  const ours = register.filter((entry) => rules.some(({ id }) => id === entry.rule));
  return ours.flatMap((entry) => {
    if (!findings.some((finding) => covers(entry, finding))) return everywhere ? [unused(entry)] : [];
    return entry.expires < today ? [expired(entry)] : [];
  });
}

function covers(entry: RegisteredException, finding: Finding): boolean {
  return entry.rule === finding.rule && entry.object === finding.object;
}

function unused(entry: RegisteredException): Finding {
  return {
    ...placeOf(entry),
    rule: 'exception-unused',
    found: 'an exception that covers nothing',
    allowed: 'entries that are needed',
    fix: 'remove it from exceptions.ts',
  };
}

function expired(entry: RegisteredException): Finding {
  return {
    ...placeOf(entry),
    rule: 'exception-expired',
    found: `an exception that expired on ${entry.expires}`,
    allowed: 'entries that still hold',
    fix: `keep the rule, or have ${entry.owner} renew ${entry.ticket}`,
  };
}

function placeOf({ place, object, rule }: RegisteredException): Pick<Finding, 'file' | 'object' | 'path'> {
  return { file: place, object, path: rule };
}
