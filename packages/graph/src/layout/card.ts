import { type CallGraph, compare, type GraphCall, type GraphDependency } from '../call-graph';
import { textWidth } from '../text-width';

/** A squad for the overview: its services in rows, and below them what it alone calls outside. */
export interface Card {
  readonly squad: string;
  /** Callers above whom they call, as far as no cycle forbids it. */
  readonly services: readonly string[];
  readonly dependencies: readonly string[];
  /** Between rows of the card. */
  readonly inner: readonly GraphCall[];
  /** What the squad calls elsewhere, and who calls it: names with numbers, in lines. */
  readonly footer: readonly string[];
}

/** All calls between two cards, or of a card to a dependency that several call. */
export interface Bundle {
  readonly from: string;
  readonly to: string;
  readonly kind: GraphCall['kind'];
  readonly calls: readonly GraphCall[];
}

export interface Cards {
  readonly cards: readonly Card[];
  /** What several squads call, or none. */
  readonly shared: readonly GraphDependency[];
  readonly bundles: readonly Bundle[];
}

/** @param fits whether a line of a footer has room */
export function cardsOf(graph: CallGraph, fits: (line: string) => boolean): Cards {
  const home = homesOf(graph);
  const bundles = bundlesOf(graph.calls, home);
  const cards = graph.squads.flatMap(({ name: squad }): Card[] => {
    const services = graph.services.filter((service) => service.squad === squad).map(({ name }) => name);
    if (services.length === 0) return [];
    const inner = graph.calls.filter(({ from, to }) => home.get(from) === squad && home.get(to) === squad);
    return [
      {
        squad,
        services: callersFirst(services, inner),
        dependencies: graph.dependencies
          .filter(({ name }) => home.get(name) === squad)
          .map(({ name }) => name),
        inner,
        footer: [
          ...wrapped(
            'calls',
            counted(
              bundles.filter(({ from }) => from === squad),
              'to',
            ),
            fits,
          ),
          ...wrapped(
            'called by',
            counted(
              bundles.filter(({ to }) => to === squad),
              'from',
            ),
            fits,
          ),
        ],
      },
    ];
  });
  const shared = graph.dependencies.filter(({ name }) => home.get(name) === undefined);
  return { cards, shared, bundles };
}

/** In which squad's card a box stands. A dependency that one squad alone calls stands with it. */
function homesOf({ services, calls }: CallGraph): Map<string, string> {
  const home = new Map(services.map(({ name, squad }) => [name, squad]));
  const callers = new Map<string, Set<string>>();
  for (const { from, to, kind } of calls) {
    if (kind !== 'dependency') continue;
    const squads = callers.get(to) ?? new Set();
    callers.set(to, squads.add(home.get(from) ?? ''));
  }
  for (const [dependency, squads] of callers) {
    const [only = ''] = squads;
    if (squads.size === 1) home.set(dependency, only);
  }
  return home;
}

function bundlesOf(calls: readonly GraphCall[], home: ReadonlyMap<string, string>): Bundle[] {
  const bundles = new Map<string, GraphCall[]>();
  const placeOf = (name: string) => home.get(name) ?? name;
  for (const call of calls) {
    if (placeOf(call.from) === placeOf(call.to)) continue;
    const key = JSON.stringify([
      placeOf(call.from),
      home.has(call.to) ? 'service' : 'dependency',
      placeOf(call.to),
    ]);
    bundles.set(key, [...(bundles.get(key) ?? []), call]);
  }
  return [...bundles]
    .sort(([a], [b]) => compare(a, b))
    .map(([key, all]) => {
      const [from, kind, to] = JSON.parse(key) as [string, GraphCall['kind'], string];
      return { from, to, kind, calls: all };
    });
}

/** Those whom nobody left calls come first, by name; in a cycle the first by name. */
function callersFirst(services: readonly string[], inner: readonly GraphCall[]): string[] {
  const left = new Set(services);
  const order: string[] = [];
  while (left.size > 0) {
    const called = new Set(inner.filter(({ from, to }) => from !== to && left.has(from)).map(({ to }) => to));
    const next = [...left].filter((name) => !called.has(name));
    const [first] = left;
    for (const name of next.length > 0 ? next : [first as string]) {
      order.push(name);
      left.delete(name);
    }
  }
  return order;
}

function counted(bundles: readonly Bundle[], end: 'from' | 'to'): string[] {
  return bundles.map((bundle) =>
    bundle.calls.length === 1 ? bundle[end] : `${bundle[end]} ×${bundle.calls.length}`,
  );
}

function wrapped(word: string, names: readonly string[], fits: (line: string) => boolean): string[] {
  const lines: string[] = [];
  let line = `${word}:`;
  for (const [index, name] of names.entries()) {
    const piece = index === names.length - 1 ? name : `${name},`;
    if (line !== `${word}:` && !fits(`${line} ${piece}`)) {
      lines.push(line);
      line = piece;
    } else line = `${line} ${piece}`;
  }
  return names.length === 0 ? [] : [...lines, line];
}

export function widest(names: readonly string[], size: number): number {
  return Math.max(0, ...names.map((name) => textWidth(name, size)));
}
