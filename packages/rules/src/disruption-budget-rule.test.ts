import { disruptionBudgetRule } from './disruption-budget-rule';
import type { JsonObject } from './json';
import { RuleRun } from './rule-run';

const faultsIn = (spec: JsonObject) => {
  const run = new RuleRun([disruptionBudgetRule]);
  const metadata = { name: 'shop', namespace: 'retail' };
  run.add({
    object: { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata, spec },
    file: 'shop.yaml',
  });
  return run.finish().map(({ path, found }) => `${path} ${found}`);
};

test('a budget lets at least one pod go', () => {
  expect(faultsIn({ maxUnavailable: 1 })).toEqual([]);
  expect(faultsIn({ maxUnavailable: 2 })).toEqual([]);
});

test.each<[string, JsonObject, string]>([
  ['nobody may go', { maxUnavailable: 0 }, 'spec.maxUnavailable 0'],
  ['a share may go, which can be nobody', { maxUnavailable: '10%' }, 'spec.maxUnavailable "10%"'],
  ['some must stay, which can be all', { minAvailable: 3 }, 'spec.minAvailable 3'],
  ['a share must stay', { minAvailable: '100%' }, 'spec.minAvailable "100%"'],
  ['it does not say', {}, 'spec.maxUnavailable nothing'],
])('fails when %s', (_, spec, fault) => {
  expect(faultsIn(spec)).toEqual([fault]);
});

test('other objects have no such budget', () => {
  expect(disruptionBudgetRule.applies({ kind: 'Deployment' })).toBe(false);
});
