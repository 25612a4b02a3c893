import { join } from 'node:path';
import { GOOGLE_HEALTH_CHECKS, METADATA_SERVER, type ResolvedEnvironment } from '@plinth/model';
import { contractFindings, type Finding } from '@plinth/rules';
import type { EnvironmentPlans } from './plan-environment';
import { plannedObjects } from './planned-objects';
import { renderedObjects } from './rendered';

/** The folder of plans. */
export const PLANS = 'plans';

/** What manifests and programs of one environment call by one name has to be on both sides. */
export function judgePlans(
  { name: environment, facts, dependencies }: ResolvedEnvironment,
  { plans }: EnvironmentPlans,
  root: string,
): Finding[] {
  const others = dependencies.filter(({ cloudSql }) => cloudSql === undefined);
  return contractFindings({
    objects: renderedObjects(join(root, 'manifests'), environment),
    resources: plans.flatMap((plan) => plannedObjects(plan, `${PLANS}/${environment}/${plan.project}.yaml`)),
    manifests: `manifests/${environment}`,
    plans: `${PLANS}/${environment}`,
    google: [...GOOGLE_HEALTH_CHECKS, METADATA_SERVER],
    elsewhere: [
      ...others.flatMap(({ addresses }) => addresses),
      ...facts.repository.addresses,
      ...(facts.vault?.signIn.addresses ?? []),
    ],
  });
}
