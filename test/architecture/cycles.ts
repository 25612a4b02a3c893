import { importsOf, packageOf, relativeTarget } from './imports';
import { type Check, isCode, isTest, ownerOf, type SourceFile } from './source-tree';

type Graph = Map<string, Map<string, string>>;

/**
 * No package needs itself, however indirectly. Type-only imports count: declarations are published with
 * the package, and the compiler builds packages one after the other.
 */
export const packageCycles: Check = (files) => {
  const graph: Graph = new Map();
  for (const file of files.filter(({ path }) => isCode(path) && !isTest(path))) {
    const from = ownerOf(file.path);
    for (const imported of importsOf(file)) {
      const name = packageOf(imported.specifier);
      const to = name.replace(/^@plinth\//, 'packages/');
      // A program of a package may import it by name.
      if (to === name || to === from) continue;
      connect(graph, from, to, imported.place);
    }
  }
  return cyclesOf(graph);
};

/**
 * No file needs itself to load. Type-only imports do not count: they are erased, so they can never hand out
 * a half-loaded module, and two types that speak of each other are no fault.
 */
export const fileCycles: Check = (files) => {
  const paths = new Map(files.map((file) => [file.path, file]));
  const graph: Graph = new Map();
  for (const file of files.filter(({ path }) => isCode(path))) {
    for (const imported of importsOf(file)) {
      const target = relativeTarget(imported);
      const loaded = target === undefined ? undefined : resolve(target, paths);
      if (loaded === undefined || imported.typeOnly) continue;
      connect(graph, file.path, loaded, imported.place);
    }
  }
  return cyclesOf(graph);
};

function connect(graph: Graph, from: string, to: string, place: string): void {
  const edges = graph.get(from) ?? new Map<string, string>();
  graph.set(from, edges.set(to, edges.get(to) ?? place));
}

function resolve(target: string, paths: ReadonlyMap<string, SourceFile>): string | undefined {
  const candidates = [target, `${target}.ts`, `${target}.js`, `${target}/index.ts`];
  return candidates.find((candidate) => paths.has(candidate) && isCode(candidate));
}

/** One line per knot, with the imports that tie it. */
function cyclesOf(graph: Graph): string[] {
  return knots(graph).map((knot) => {
    const members = new Set(knot);
    const edges = [...knot]
      .sort()
      .flatMap((from) =>
        [...(graph.get(from) ?? [])]
          .filter(([to]) => members.has(to))
          .map(([to, place]) => `${place} imports ${to}`),
      );
    return `cycle: ${edges.join('; ')}`;
  });
}

/** Strongly connected components of more than one node, or of one that imports itself (Tarjan 1972). */
function knots(graph: Graph): string[][] {
  const result: string[][] = [];
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const visit = (node: string): void => {
    index.set(node, index.size);
    low.set(node, index.size - 1);
    stack.push(node);
    for (const next of graph.get(node)?.keys() ?? []) {
      if (!index.has(next)) visit(next);
      else if (!stack.includes(next)) continue;
      low.set(node, Math.min(low.get(node) ?? 0, low.get(next) ?? 0));
    }
    if (low.get(node) !== index.get(node)) return;
    const knot = stack.splice(stack.indexOf(node));
    if (knot.length > 1 || graph.get(node)?.has(node) === true) result.push(knot);
  };
  for (const node of [...graph.keys()].sort()) if (!index.has(node)) visit(node);
  return result;
}
