import {
  type Company,
  environment,
  exception,
  externalDependency,
  overlayOf,
  type ReleasesFile,
  type ServiceDeclaration,
  scheduledJob,
  squad,
  statefulNode,
  webService,
  worker,
} from '@plinth/model';
import type { Catalogue, CataloguedService } from './catalogue';

/** A catalogue as the declarations that a repository would load. */
export function companyOf({ services, squads, dependencies, environments, exceptions }: Catalogue): Company {
  const base = {
    services: services.map(declare),
    squads: squads.map(({ name, input }) => squad(name, input)),
    dependencies: dependencies.map(({ name, input }) => externalDependency(name, input)),
  };
  const overlay = overlayOf(base);
  return {
    base,
    environments: environments.map(({ name, facts, overlay: customized }) =>
      environment(name, facts, [overlay(customized as never)]),
    ),
    exceptions: exceptions.map((one) => exception(one)),
  };
}

export function releasesOf({ environments }: Catalogue): Map<string, ReleasesFile> {
  return new Map(
    environments.map(({ name, releases }) => [name, { file: `${name}/releases.json`, text: releases }]),
  );
}

function declare(service: CataloguedService): ServiceDeclaration {
  switch (service.kind) {
    case 'web-service':
      return webService(service.name, service.input);
    case 'worker':
      return worker(service.name, service.input);
    case 'scheduled-job':
      return scheduledJob(service.name, service.input);
    case 'stateful-node':
      return statefulNode(service.name, service.input);
  }
}
