import type { CloudPlan, PlannedOptions, PlannedResource } from '@plinth/cloud-plan';
import type { ReviewedPlan } from './reviewed-plan';

/** A reviewed plan as programs read it: what reviewers see is what judges judge. */
export function asCloudPlan({ project, stack, resources }: ReviewedPlan): CloudPlan {
  return {
    project,
    stack,
    outputs: {},
    resources: resources.map(
      ({ type, name, inputs, options }): PlannedResource => ({
        urn: `urn:pulumi:${stack}::${project}::${type}::${name}`,
        type,
        name,
        custom: !type.startsWith('plinth:'),
        inputs,
        dependencies: [],
        options: (options ?? {}) as PlannedOptions,
      }),
    ),
  };
}
