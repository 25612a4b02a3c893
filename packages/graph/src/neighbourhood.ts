import type { CallGraph } from './call-graph';

/** One squad's services, whom they call and who calls them; calls among the others are left out. */
export function neighbourhood(graph: CallGraph, squad: string): CallGraph {
  const own = new Set(graph.services.filter((service) => service.squad === squad).map(({ name }) => name));
  const calls = graph.calls.filter(({ from, to }) => own.has(from) || own.has(to));
  const shown = new Set([...own, ...calls.flatMap(({ from, to }) => [from, to])]);
  const services = graph.services.filter(({ name }) => shown.has(name));
  const squads = new Set([squad, ...services.map((service) => service.squad)]);
  return {
    ...graph,
    squads: graph.squads.filter(({ name }) => squads.has(name)),
    services,
    dependencies: graph.dependencies.filter(({ name }) => shown.has(name)),
    calls,
  };
}
