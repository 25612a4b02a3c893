import { join } from 'node:path';
import { GOOGLE_HEALTH_CHECKS, METADATA_SERVER, type ResolvedEnvironment } from '@plinth/model';
import { contractFindings, type Finding, plannedKeyFindings } from '@plinth/rules';
import type { EnvironmentPlans } from './plan-environment';
import { plannedObjects } from './planned-objects';
import { renderedObjects } from './rendered';

/** The folder of plans. */
export const PLANS = 'plans';

/** What manifests and programs of one environment call by one name has to be on both sides; and no plan says a key. */
export function judgePlans(
  { name: environment, facts, dependencies }: ResolvedEnvironment,
  { plans }: EnvironmentPlans,
  root: string,
): Finding[] {
  const others = dependencies.filter(({ cloudSql }) => cloudSql === undefined);
  const resources = plans.flatMap((plan) =>
    plannedObjects(plan, `${PLANS}/${environment}/${plan.project}.yaml`),
  );
  const contract = contractFindings({
    objects: renderedObjects(join(root, 'manifests'), environment),
    resources,
    manifests: `manifests/${environment}`,
    plans: `${PLANS}/${environment}`,
    google: [...GOOGLE_HEALTH_CHECKS, METADATA_SERVER],
    elsewhere: [
      ...others.flatMap(({ addresses }) => addresses),
      ...facts.repository.addresses,
      ...(facts.vault?.signIn.addresses ?? []),
    ],
  });
  return [...contract, ...plannedKeyFindings(resources)];
}
