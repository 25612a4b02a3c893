import {
  assignWaves,
  ownerLabels,
  PLATFORM_PROJECT,
  PlatformProject,
  SquadProject,
  StrippedDefaultProject,
  squadProjectName,
} from '@plinth/gitops';
import { chartsRegistry, platformSquad, type ResolvedEnvironment } from '@plinth/model';
import type { Chart } from 'cdk8s';

/** One project for each squad, one for the platform, and `default` with nothing in it. */
export function projects(chart: Chart, environment: ResolvedEnvironment): void {
  const { facts, squads } = environment;
  const owner = platformSquad(environment);
  const labels = (name: string, squad: string) =>
    ownerLabels({ name, squad, component: 'project', environment: environment.name });
  const place = { repository: facts.repository.url, server: facts.cluster };

  new StrippedDefaultProject(chart, 'default', { labels: labels('default', owner.name) });
  new PlatformProject(chart, 'platform', {
    ...place,
    charts: chartsRegistry(facts),
    namespaces: [facts.publicGateway.namespace, ...squads.map(({ name }) => name)],
    group: owner.group,
    labels: labels(PLATFORM_PROJECT, owner.name),
  });
  for (const { name: squad, group } of squads) {
    const name = squadProjectName(squad);
    new SquadProject(chart, name, { ...place, squad, group, labels: labels(name, squad) });
  }
  // Applications choose their wave themselves.
  assignWaves(chart);
}
