import {
  ARGOCD_NAMESPACE,
  ManifestApplication,
  manifestPath,
  ownerLabels,
  PLATFORM_PROJECT,
  RootApplication,
  squadProjectName,
} from '@plinth/gitops';
import { platformSquad, type ResolvedEnvironment, type ResolvedService } from '@plinth/model';
import type { Chart } from 'cdk8s';

/** Reads this stack's own files, its own included. */
export function rootApplication(chart: Chart, environment: ResolvedEnvironment): void {
  const { name, facts } = environment;
  new RootApplication(chart, 'application', {
    source: { ...gitOf(environment), path: manifestPath(name, 'delivery') },
    server: facts.cluster,
    labels: platformLabels('root', environment),
  });
}

/**
 * Reads what the platform stack renders, before any service: its namespaces are where they live. Its name
 * begins as no service's does, so that a service may be called `platform`.
 */
export function platformApplication(chart: Chart, environment: ResolvedEnvironment): void {
  const { name, facts } = environment;
  new ManifestApplication(chart, 'application', {
    name: 'stack-platform',
    project: PLATFORM_PROJECT,
    source: { ...gitOf(environment), path: manifestPath(name, 'platform') },
    destination: { server: facts.cluster, namespace: ARGOCD_NAMESPACE },
    wave: 'namespaces',
    // Namespaces would go with it, and everything in them.
    onRemoval: 'keep',
    labels: platformLabels('stack-platform', environment),
  });
}

/** Reads the one file of a service. */
export function serviceApplication(
  chart: Chart,
  { name, namespace, squad }: ResolvedService,
  environment: ResolvedEnvironment,
): void {
  new ManifestApplication(chart, 'application', {
    name,
    project: squadProjectName(squad),
    source: { ...gitOf(environment), path: manifestPath(environment.name, 'workloads', namespace) },
    file: `${name}.yaml`,
    destination: { server: environment.facts.cluster, namespace },
    labels: ownerLabels({ name, squad, component: 'application', environment: environment.name }),
  });
}

function gitOf({ facts: { repository } }: ResolvedEnvironment) {
  return { repository: repository.url, revision: repository.revision };
}

function platformLabels(name: string, environment: ResolvedEnvironment): Readonly<Record<string, string>> {
  const squad = platformSquad(environment).name;
  return ownerLabels({ name, squad, component: 'application', environment: environment.name });
}
