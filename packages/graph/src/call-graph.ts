import type { ServiceKind } from '@plinth/model';

/** Raised when a field of the graph changes its meaning or goes away. */
export const GRAPH_VERSION = 1;

export interface GraphSquad {
  readonly name: string;
  readonly contact: string;
}

export interface GraphService {
  readonly name: string;
  readonly squad: string;
  readonly kind: ServiceKind;
  /** Present: reached from the internet. Without an environment the host is the label below its domain. */
  readonly exposure?: { readonly host: string; readonly path: string };
}

/** What services call and the platform does not run. */
export interface GraphDependency {
  readonly name: string;
  /** Who answers for it. */
  readonly squad: string;
  readonly description: string;
  /** By name, as callers know them. */
  readonly ports: Readonly<Record<string, number>>;
  readonly reach: 'network' | 'internet';
}

export interface GraphCall {
  readonly from: string;
  readonly to: string;
  readonly kind: 'service' | 'dependency';
}

/** Who calls whom, as plain data. Every list is sorted by name; every end of a call is in one of them. */
export interface CallGraph {
  readonly version: typeof GRAPH_VERSION;
  /** Null: as the base declares it, whatever is released. */
  readonly environment: string | null;
  readonly squads: readonly GraphSquad[];
  readonly services: readonly GraphService[];
  readonly dependencies: readonly GraphDependency[];
  readonly calls: readonly GraphCall[];
}

/** The lists in the one order in which they are told. */
export function sortedGraph(graph: Omit<CallGraph, 'version'>): CallGraph {
  return {
    version: GRAPH_VERSION,
    environment: graph.environment,
    squads: byName(graph.squads),
    services: byName(graph.services),
    dependencies: byName(graph.dependencies),
    calls: [...graph.calls].sort((a, b) => compare(a.from, b.from) || compare(a.to, b.to)),
  };
}

function byName<T extends { readonly name: string }>(list: readonly T[]): T[] {
  return [...list].sort((a, b) => compare(a.name, b.name));
}

/** By code unit: the same on every machine, whatever its language. */
export function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
