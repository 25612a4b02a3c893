import { DIGEST_LIST } from './digest-list';
import type { Journal } from './journal';
import type { SectionPlan } from './section-plan';

/** What a step has done. Paths are relative to the root, sorted; digest lists are not counted. */
export interface OutputReport {
  readonly written: readonly string[];
  readonly removed: readonly string[];
  readonly unchanged: number;
}

/** The plans of all sections as one step. */
export function journalOf(plans: readonly SectionPlan[]): Journal {
  return {
    version: 1,
    removals: plans.flatMap((plan) => plan.removals),
    emptied: plans.flatMap((plan) => plan.emptied),
    installations: plans.flatMap((plan) => plan.installations),
  };
}

export function isNothing(journal: Journal): boolean {
  return journal.removals.length + journal.emptied.length + journal.installations.length === 0;
}

export function reportOf(plans: readonly SectionPlan[]): OutputReport {
  return {
    written: pathsOf(plans.flatMap((plan) => plan.installations)),
    removed: pathsOf(plans.flatMap((plan) => plan.removals)),
    unchanged: plans.reduce((sum, plan) => sum + plan.unchanged, 0),
  };
}

function pathsOf(changes: readonly { readonly path: string }[]): readonly string[] {
  return changes
    .map((change) => change.path)
    .filter((path) => !path.endsWith(`/${DIGEST_LIST}`))
    .sort();
}
