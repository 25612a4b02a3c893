import { allRules } from './all-rules';
import type { Finding, RenderedObject, Rule } from './rule';
import { RuleRun } from './rule-run';

/** Checks the objects of one environment; for a stream of them, feed a `RuleRun`. */
export function checkObjects(
  objects: Iterable<RenderedObject>,
  rules: readonly Rule[] = allRules,
): readonly Finding[] {
  const run = new RuleRun(rules);
  for (const rendered of objects) run.add(rendered);
  return run.finish();
}
