import { join } from 'node:path';
import { GOOGLE_HEALTH_CHECKS, METADATA_SERVER } from '@plinth/model';
import { contractFindings, type Finding } from '@plinth/rules';
import type { EnvironmentPlans } from './plan-environment';
import { plannedObjects } from './planned-objects';
import { renderedObjects } from './rendered';

/** The folder of plans. */
export const PLANS = 'plans';

/** What manifests and programs of one environment call by one name has to be on both sides. */
export function judgePlans({ environment, plans }: EnvironmentPlans, root: string): Finding[] {
  return contractFindings({
    objects: renderedObjects(join(root, 'manifests'), environment),
    resources: plans.flatMap((plan) => plannedObjects(plan, `${PLANS}/${environment}/${plan.project}.yaml`)),
    manifests: `manifests/${environment}`,
    plans: `${PLANS}/${environment}`,
    elsewhere: [...GOOGLE_HEALTH_CHECKS, METADATA_SERVER],
  });
}
