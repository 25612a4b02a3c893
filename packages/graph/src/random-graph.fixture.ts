import {
  type CallGraph,
  type GraphCall,
  type GraphDependency,
  type GraphService,
  sortedGraph,
} from './call-graph';

/** A graph from lists of names: each service goes to the squad of its turn, each pair of indices is a call. */
export function graphOf(parts: {
  readonly squads: readonly string[];
  readonly services: readonly string[];
  readonly dependencies: readonly string[];
  readonly pairs: readonly (readonly [number, number])[];
}): CallGraph {
  const { squads, services, dependencies, pairs } = parts;
  const squadOf = (index: number) => squads[index % squads.length] ?? '';
  const callees = [...services, ...dependencies];
  const calls = new Map<string, GraphCall>();
  for (const [caller, callee] of pairs) {
    const from = services[caller % services.length] ?? '';
    const index = callee % callees.length;
    const to = callees[index] ?? '';
    const kind = index < services.length ? 'service' : 'dependency';
    if (from !== to) calls.set(`${from} ${to}`, { from, to, kind });
  }
  return sortedGraph({
    environment: null,
    squads: squads.map((name) => ({ name, contact: `${name}@acme.example` })),
    services: services.map(
      (name, index): GraphService => ({
        name,
        squad: squadOf(index),
        kind: 'web-service',
        ...(index % 5 === 0 && { exposure: { host: 'api', path: `/${name}` } }),
      }),
    ),
    dependencies: dependencies.map(
      (name, index): GraphDependency => ({
        name,
        squad: squadOf(index),
        description: `The dependency ${name}, run by somebody else`,
        ports: { https: 443 },
        reach: index % 3 === 0 ? 'internet' : 'network',
      }),
    ),
    calls: [...calls.values()],
  });
}

/** How large a made-up graph is; the seed decides everything else. */
export interface Shape {
  readonly seed: number;
  readonly services: number;
  readonly squads: number;
  readonly outside: number;
  readonly calls: number;
}

/** A graph with names as they may be declared, short and long, and calls in all directions, also in circles. */
export function randomGraph(shape: Shape): CallGraph {
  const next = numbers(shape.seed);
  const names = (count: number, prefix: string) =>
    Array.from({ length: count }, (_, index) => `${prefix}${index}${word(next)}`);
  return graphOf({
    squads: names(shape.squads, 'q'),
    services: names(shape.services, 's'),
    dependencies: names(shape.outside, 'd'),
    pairs: Array.from({ length: shape.calls }, () => [next(1000), next(1000)] as const),
  });
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789mw';

function word(next: (below: number) => number): string {
  const letters = Array.from({ length: next(34) }, () => LETTERS[next(LETTERS.length)] ?? '');
  return letters.map((letter, index) => (index % 9 === 3 ? `-${letter}` : letter)).join('');
}

/** Numbers that follow from a seed, the same everywhere (Mulberry32). */
function numbers(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

/** A company of 200 services in 20 squads: gateways call services, services call neighbours, databases and a broker. */
export function largeGraph(): CallGraph {
  const indices = Array.from({ length: 200 }, (_, index) => index);
  const squads = Array.from({ length: 20 }, (_, index) => `squad-${index}`);
  const database = (index: number) => 200 + (index % 20);
  return graphOf({
    squads,
    services: indices.map((index) => `service-${index}`),
    dependencies: [...squads.map((squad) => `${squad}-database`), 'broker'],
    pairs: indices.flatMap((index) => [
      [index, database(index)] as const,
      [index, index + 20] as const,
      [index, (index * 7 + 5) % 200] as const,
      ...(index % 4 === 0 ? [[index, 220] as const] : []),
    ]),
  });
}
