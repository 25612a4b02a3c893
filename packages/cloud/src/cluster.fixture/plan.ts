import { type CloudPlan, type PlannedResource, planProgram } from '@plinth/cloud-plan';

/** What the program of this folder would register: a network, a cluster and two pools. */
export function planCluster(stack = 'test'): Promise<CloudPlan> {
  return planProgram({ folder: __dirname, stack });
}

/** @param type without provider and module: `Cluster` */
export function resource(plan: CloudPlan, type: string, name: string): PlannedResource {
  const found = plan.resources.filter(
    (one) => one.type.endsWith(`:${type}`) && one.custom && one.name === name,
  );
  if (found[0] === undefined || found.length > 1)
    throw new Error(`${found.length} resources ${type} ${name}`);
  return found[0];
}
