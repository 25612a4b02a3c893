import type { CallGraph } from './call-graph';

/** The graph for programs that are not ours, each map in the order of the alphabet. */
export function graphJson(graph: CallGraph): string {
  return `${JSON.stringify(graph, sortedPorts, 2)}\n`;
}

/** Ports are declared in any order; every other map is built in one. */
function sortedPorts(key: string, value: unknown): unknown {
  if (key !== 'ports') return value;
  return Object.fromEntries(
    Object.entries(value as Record<string, number>).sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}
