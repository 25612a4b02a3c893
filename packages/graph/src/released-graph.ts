import type { ResolvedEnvironment } from '@plinth/model';
import { type CallGraph, sortedGraph } from './call-graph';

/** Who calls whom in an environment: services that have a release there, and the dependencies that they call. */
export function releasedGraph(environment: ResolvedEnvironment): CallGraph {
  const { name, squads, services, dependencies } = environment;
  return sortedGraph({
    environment: name,
    squads: squads.map(({ name: squad, contact }) => ({ name: squad, contact })),
    services: services.map((service) => ({
      name: service.name,
      squad: service.squad,
      kind: service.kind,
      ...(service.kind === 'web-service' && service.exposure && { exposure: service.exposure }),
    })),
    dependencies: dependencies.map(({ name: dependency, squad, description, ports, reach }) => ({
      name: dependency,
      squad,
      description,
      ports,
      reach: reach ?? 'network',
    })),
    calls: services.flatMap(({ name: from, calls }) =>
      calls.map((call) => ({ from, to: call.name, kind: call.kind })),
    ),
  });
}
