import { didYouMean, oneOf } from '@plinth/errors';
import type { BaseRule } from './base-rule';

/** Every service and dependency belongs to a squad that is declared. */
export const ownersExist: BaseRule = ({ base, parsed, report }) => {
  const known = new Set(base.squads.map(({ name }) => name));
  for (const { declaration, input } of parsed.readable) {
    if (input.squad === undefined || known.has(input.squad)) continue;
    report.add({
      code: 'unknown-squad',
      at: declaration,
      path: ['squad'],
      value: input.squad,
      allowed: `a declared squad: ${oneOf([...known])}`,
      fix: didYouMean(input.squad, known, 'declare the squad first'),
    });
  }
};

/** Lead and deputy are two different members of the squad. */
export const leadsAreMembers: BaseRule = ({ parsed, report }) => {
  for (const { declaration, input } of parsed.squads.values()) {
    const members = Object.keys(input.members);
    for (const role of ['lead', 'deputy'] as const) {
      if (members.includes(input[role])) continue;
      report.add({
        code: 'lead-is-no-member',
        at: declaration,
        path: [role],
        value: input[role],
        allowed: `a member of the squad: ${oneOf(members)}`,
        fix: didYouMean(input[role], members, 'add the person to `members`'),
      });
    }
    if (input.lead === input.deputy) {
      report.add({
        code: 'lead-is-deputy',
        at: declaration,
        path: ['deputy'],
        value: input.deputy,
        allowed: 'another member than the lead',
        fix: 'name who decides when the lead is away',
      });
    }
  }
};

/** Somebody answers every call at night: fallbacks exist and their chains end. */
export const fallbacksEnd: BaseRule = ({ base, parsed, report }) => {
  const known = base.squads.map(({ name }) => name);
  for (const { name, declaration, input } of parsed.squads.values()) {
    if (input.fallback === undefined) continue;
    if (!known.includes(input.fallback)) {
      report.add({
        code: 'unknown-squad',
        at: declaration,
        path: ['fallback'],
        value: input.fallback,
        allowed: `a declared squad: ${oneOf(known)}`,
        fix: didYouMean(input.fallback, known, 'declare the squad first'),
      });
    } else if (returns(name, (squad) => parsed.squads.get(squad)?.input.fallback)) {
      report.add({
        code: 'fallback-cycle',
        at: declaration,
        path: ['fallback'],
        value: input.fallback,
        allowed: 'a chain of fallbacks that ends',
        fix: 'leave `fallback` out of the last squad of the chain',
      });
    }
  }
};

/** One squad stands behind all others, and owns what belongs to nobody. */
export const oneSquadIsLast: BaseRule = ({ parsed, report }) => {
  const [first, ...others] = [...parsed.squads.values()].filter(({ input }) => input.fallback === undefined);
  for (const { declaration } of others) {
    report.add({
      code: 'two-last-squads',
      at: declaration,
      path: ['fallback'],
      value: undefined,
      allowed: `one squad without fallback, which is ${first?.name}`,
      fix: 'name the squad that is called when nobody of this one answers',
    });
  }
};

function returns(start: string, next: (name: string) => string | undefined): boolean {
  const seen = new Set<string>();
  let at = next(start);
  while (at !== undefined && at !== start && !seen.has(at)) {
    seen.add(at);
    at = next(at);
  }
  return at === start;
}
