import { isJsonObject, type Json } from './json';
import type { Fault, Rule } from './rule';

const FIX = 'write maxUnavailable: 1, or no budget at all for what has one pod';

/**
 * A budget that lets nobody go stops every drain for ever, and so the maintenance of the whole cluster. A number of
 * pods that may be missing cannot come to that, however the pods scale; a number or a share that must be there can.
 * @see https://kubernetes.io/docs/tasks/run-application/configure-pdb/
 */
export const disruptionBudgetRule: Rule = {
  id: 'disruption-budget',
  title: 'a disruption budget always lets somebody go',
  controls: ['B09', 'B10'],
  applies: (object) => object.kind === 'PodDisruptionBudget',
  *check({ object }) {
    const spec = isJsonObject(object.spec) ? object.spec : {};
    if (spec.minAvailable !== undefined) yield refused('spec.minAvailable', spec.minAvailable);
    const { maxUnavailable } = spec;
    if (maxUnavailable === undefined) {
      if (spec.minAvailable === undefined) yield refused('spec.maxUnavailable', undefined);
    } else if (!Number.isInteger(maxUnavailable) || Number(maxUnavailable) < 1) {
      yield refused('spec.maxUnavailable', maxUnavailable);
    }
  },
};

function refused(path: string, value: Json | undefined): Fault {
  return {
    path,
    found: value === undefined ? 'nothing' : JSON.stringify(value),
    allowed: 'maxUnavailable, a whole number from 1',
    fix: FIX,
  };
}
