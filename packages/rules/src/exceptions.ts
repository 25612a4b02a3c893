import { didYouMean, oneOf, show } from '@plinth/errors';
import type { Finding } from './rule';

/** Judges that we did not write: an entry for one of their checks says whose it is, `checkov/CKV_K8S_40`. */
export const FOREIGN_JUDGES = ['checkov', 'kube-score'] as const;

/** Whoever accepted a risk looks at it again within half a year. */
const MOST_DAYS = 180;

/** An entry of the exception register, as far as judging needs it. */
export interface RegisteredException {
  /** The id of the rule; for a check of another judge, `<judge>/<check>`. */
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
  /** Whether an entry for this rule is judged here: other judges judge theirs. */
  readonly isJudged: (rule: string) => boolean;
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
 * findings, each once for all environments together.
 */
export function exceptionFindings(
  findings: readonly Finding[],
  register: readonly RegisteredException[],
  { today, isJudged, everywhere }: RegisterJudgement,
): Finding[] {
  const judged = register.filter(({ rule }) => isJudged(rule));
  return judged.flatMap((entry) => {
    if (!findings.some((finding) => covers(entry, finding))) return everywhere ? [unused(entry)] : [];
    if (entry.expires < today) return [expired(entry)];
    return daysBetween(today, entry.expires) > MOST_DAYS ? [lasting(entry)] : [];
  });
}

/** An entry that no judge will ever ask for loosens nothing, and looks as if it did. */
export function unknownRuleFindings(
  register: readonly RegisteredException[],
  rules: readonly { readonly id: string }[],
): Finding[] {
  const ids = rules.map(({ id }) => id);
  return register
    .filter(({ rule }) => !ids.includes(rule) && !FOREIGN_JUDGES.some((judge) => isOf(judge, rule)))
    .map((entry) => ({
      ...placeOf(entry),
      rule: 'exception-rule',
      found: `an exception from ${show(entry.rule)}`,
      allowed: oneOf([...ids, ...FOREIGN_JUDGES.map((judge) => `${judge}/<check>`)]),
      fix: didYouMean(entry.rule, ids, 'copy the id from the finding'),
    }));
}

/** Whether a rule of the register is a check of this judge. */
export function isOf(judge: string, rule: string): boolean {
  return rule.startsWith(`${judge}/`) && rule.length > judge.length + 1;
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

function lasting(entry: RegisteredException): Finding {
  return {
    ...placeOf(entry),
    rule: 'exception-lasting',
    found: `an exception until ${entry.expires}`,
    allowed: `at most ${MOST_DAYS} days from today`,
    fix: 'choose an earlier day; it can be renewed',
  };
}

function daysBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / 86_400_000;
}

function placeOf({ place, object, rule }: RegisteredException): Pick<Finding, 'file' | 'object' | 'path'> {
  return { file: place, object, path: rule };
}
