import { isJsonObject, type Json, type JsonObject } from '../json';
import { tryPodOf } from '../pod';
import type { Fault, Rule } from '../rule';
import { type Limit, limitsOf, limitsOfPods } from './limits';

/**
 * What no schema says: the API server refuses some names, ports and sizes although their type is right.
 * `test/cluster/accepted.test.ts` holds each of these limits against a real server.
 */
export const limitsRule: Rule = {
  id: 'limits',
  title: 'names, ports, keys and sizes within objects are what the API server takes',
  controls: ['K04'],
  applies: (object) => limitsOf(object) !== undefined || tryPodOf(object) !== undefined,
  check({ object }) {
    const faults: Fault[] = [];
    for (const limit of limitsOf(object) ?? []) walk(object, [], limit, 0, faults);
    const found = tryPodOf(object);
    if (found === undefined) return faults;
    for (const limit of limitsOfPods) walk(found.pod, found.path, limit, 0, faults);
    return faults;
  },
};

/** Follows the steps of a limit, `*` into each item of a list, and judges what is at their end. */
function walk(
  value: Json | undefined,
  path: readonly (string | number)[],
  limit: Limit,
  at: number,
  faults: Fault[],
): void {
  const step = limit.steps[at];
  if (value === undefined || value === null) return;
  if (step === undefined) {
    faults.push(...limit.judge(path, value));
  } else if (step !== '*') {
    if (isJsonObject(value)) walk((value as JsonObject)[step], [...path, step], limit, at + 1, faults);
  } else if (Array.isArray(value)) {
    value.forEach((item: Json, index) => {
      walk(item, [...path, index], limit, at + 1, faults);
    });
  }
}
