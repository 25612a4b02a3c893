import type { Company, ServiceDeclaration } from '@plinth/model';
import { type CallGraph, type GraphService, sortedGraph } from './call-graph';

/**
 * Who calls whom as the base declares it: every service, released or not.
 * @param company one that has been resolved: what is declared is taken as it stands
 */
export function declaredGraph({ base }: Company): CallGraph {
  const dependencies = new Set(base.dependencies.map(({ name }) => name));
  return sortedGraph({
    environment: null,
    squads: base.squads.map(({ name, input }) => ({ name, contact: input.contact })),
    services: base.services.map(graphService),
    dependencies: base.dependencies.map(({ name, input }) => ({
      name,
      squad: input.squad,
      description: input.description,
      ports: input.ports,
      reach: input.reach ?? 'network',
    })),
    calls: base.services.flatMap(({ name: from, input }) =>
      (input.calls ?? []).map((to) => ({ from, to, kind: dependencies.has(to) ? 'dependency' : 'service' })),
    ),
  });
}

/** The host's default is the schema's: "api". */
function graphService({ name, kind, input }: ServiceDeclaration): GraphService {
  const exposure = kind === 'web-service' ? input.exposure : undefined;
  return {
    name,
    squad: input.squad,
    kind,
    ...(exposure && { exposure: { host: exposure.host ?? 'api', path: exposure.path } }),
  };
}
