import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PlannedObject } from '@plinth/rules';
import { load } from 'js-yaml';
import { CHECKOUT } from '../cli/run-plinth';

/** One entry of `plans/<env>/<stack>.yaml`. */
export interface ReviewedResource {
  readonly type: string;
  readonly name: string;
  readonly parent?: string;
  readonly provider?: string;
  // biome-ignore lint/suspicious/noExplicitAny: what a provider takes has a shape for each of its types
  readonly inputs: { readonly [key: string]: any };
  readonly options?: {
    readonly protect?: true;
    readonly retainOnDelete?: true;
    readonly ignoreChanges?: readonly string[];
  };
}

/** A plan as reviewers see it. */
export interface ReviewedPlan {
  readonly project: string;
  readonly stack: string;
  readonly resources: readonly ReviewedResource[];
  readonly outputs?: { readonly [key: string]: unknown };
  readonly file: string;
  readonly text: string;
}

const PLANS = join(CHECKOUT, 'plans');

export const plannedEnvironments = readdirSync(PLANS).sort();

export function plansOf(environment: string): ReviewedPlan[] {
  return readdirSync(join(PLANS, environment))
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => {
      const text = readFileSync(join(PLANS, environment, name), 'utf8');
      const plan = load(text) as ReviewedPlan;
      const resources = plan.resources.map((resource) => ({ ...resource, inputs: resource.inputs ?? {} }));
      return { ...plan, resources, file: `plans/${environment}/${name}`, text };
    });
}

/** Every resource of an environment as rules read it. */
export function resourcesOf(environment: string): PlannedObject[] {
  return plansOf(environment).flatMap(({ resources, file }) => {
    const byName = new Map(resources.map((resource) => [`${resource.type} ${resource.name}`, resource]));
    const around = (parent: string | undefined): string[] => {
      const resource = parent === undefined ? undefined : byName.get(parent);
      return resource === undefined ? [] : [...around(resource.parent), resource.type];
    };
    return resources.map(({ type, name, inputs, parent }) => ({
      type,
      name,
      inputs,
      within: around(parent),
      file,
    }));
  });
}
