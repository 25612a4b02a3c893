import {
  type Base,
  externalDependency,
  type ServiceDeclaration,
  scheduledJob,
  squad,
  statefulNode,
  webService,
  worker,
} from '@plinth/model';

/** The same declarations with another home: each is declared again, here, and in the opposite order. */
export function redeclare(base: Base): Base {
  return {
    services: base.services.map(redeclareService).reverse(),
    squads: base.squads.map(({ name, input }) => squad(name, input)).reverse(),
    dependencies: base.dependencies.map(({ name, input }) => externalDependency(name, input)).reverse(),
  };
}

function redeclareService(service: ServiceDeclaration): ServiceDeclaration {
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
