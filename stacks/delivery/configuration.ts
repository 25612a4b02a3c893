import { ArgoCdConfiguration, ownerLabels, PLATFORM_PROJECT, squadProjectName } from '@plinth/gitops';
import { platformSquad, type ResolvedEnvironment } from '@plinth/model';
import type { Chart } from 'cdk8s';

/** What Argo CD itself is told: made by `stacks/bootstrap` before its first start, and kept by the root application from then on. */
export function configuration(chart: Chart, environment: ResolvedEnvironment): void {
  const owner = platformSquad(environment);
  new ArgoCdConfiguration(chart, 'configuration', {
    members: [
      { project: PLATFORM_PROJECT, group: owner.group },
      ...environment.squads.map(({ name, group }) => ({ project: squadProjectName(name), group })),
    ],
    labels: ownerLabels({
      name: 'argocd',
      squad: owner.name,
      component: 'configuration',
      environment: environment.name,
    }),
  });
}
