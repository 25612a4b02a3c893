import fc from 'fast-check';
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

/** Names as they may be declared; unique, because services and dependencies share them. */
const name = fc.stringMatching(/^[a-z][a-z0-9]{0,9}(-[a-z0-9]{1,9}){0,3}$/);

export function anyGraph(most: {
  readonly services: number;
  readonly calls: number;
}): fc.Arbitrary<CallGraph> {
  return fc
    .record({
      names: fc.uniqueArray(name, { minLength: 1, maxLength: most.services }),
      squads: fc.uniqueArray(name, { minLength: 1, maxLength: 6 }),
      outside: fc.nat({ max: 5 }),
      pairs: fc.array(fc.tuple(fc.nat(999), fc.nat(999)), { maxLength: most.calls }),
    })
    .map(({ names, squads, outside, pairs }) => {
      const services = names.slice(0, Math.max(1, names.length - outside));
      return graphOf({ squads, services, dependencies: names.slice(services.length), pairs });
    });
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
