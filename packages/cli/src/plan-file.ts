import type { CloudPlan, PlannedResource } from '@plinth/cloud-plan';
import type { Json } from '@plinth/rules';
import { emitYaml } from '@plinth/synth';

/** A plan as a reviewer reads it: one entry for each resource, in an order that no run changes. */
export function planFile(plan: CloudPlan): string {
  const { project, stack, resources, outputs } = plan;
  const names = new Map(resources.map((resource) => [resource.urn, nameOf(resource)]));
  const shown = resources.filter(({ parent }) => parent !== undefined);
  return emitYaml([
    {
      project,
      stack,
      resources: shown.map((resource) => entryOf(resource, names)),
      ...(Object.keys(outputs).length > 0 && { outputs }),
    },
  ]);
}

function entryOf(resource: PlannedResource, names: ReadonlyMap<string, string>): Json {
  const { type, name, parent, provider, inputs, options } = resource;
  const parentName = parent === undefined ? undefined : names.get(parent);
  return {
    type,
    name,
    ...(parentName !== undefined && !parentName.startsWith('pulumi:pulumi:Stack ') && { parent: parentName }),
    ...(provider !== undefined && { provider: names.get(provider) ?? provider }),
    ...(Object.keys(inputs).length > 0 && { inputs }),
    ...(Object.keys(options).length > 0 && { options: { ...options } }),
  };
}

function nameOf({ type, name }: PlannedResource): string {
  return `${type} ${name}`;
}
