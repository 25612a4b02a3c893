import type { CloudPlan } from '@plinth/cloud-plan';
import type { PlannedObject } from '@plinth/rules';

/** The resources of a plan as rules read them, each with the components around it. */
export function plannedObjects({ resources }: CloudPlan, file: string): PlannedObject[] {
  const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  const typesAround = (urn: string | undefined): string[] => {
    const parent = urn === undefined ? undefined : byUrn.get(urn);
    return parent === undefined ? [] : [...typesAround(parent.parent), parent.type];
  };
  return resources.map(({ type, name, inputs, parent }) => ({
    type,
    name,
    inputs,
    within: typesAround(parent),
    file,
  }));
}
