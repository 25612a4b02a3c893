/** A directed edge of some weight. */
interface Weighted {
  readonly from: string;
  readonly to: string;
  readonly weight: number;
}

/**
 * An order in which most calls lead onwards: whom nobody calls first, who calls nobody last, of the others next who calls most beyond being called.
 * @see Eades, Lin, Smyth: A fast and effective heuristic for the feedback arc set problem (1993)
 */
export function callerOrder(names: readonly string[], edges: readonly Weighted[]): string[] {
  const left = new Set(names);
  const head: string[] = [];
  const tail: string[] = [];
  while (left.size > 0) {
    const scores = scoresOf(left, edges);
    const sinks = [...left].filter((name) => scores.get(name)?.out === 0);
    const sources = [...left].filter((name) => scores.get(name)?.in === 0 && !sinks.includes(name));
    const best = [...left].reduce((a, b) => (surplus(scores, b) > surplus(scores, a) ? b : a));
    const taken = sinks.length + sources.length > 0 ? sources : [best];
    head.push(...taken);
    tail.unshift(...sinks);
    for (const name of [...taken, ...sinks]) left.delete(name);
  }
  return [...head, ...tail];
}

type Scores = ReadonlyMap<string, { out: number; in: number }>;

function scoresOf(left: ReadonlySet<string>, edges: readonly Weighted[]): Scores {
  const scores = new Map([...left].map((name) => [name, { out: 0, in: 0 }]));
  for (const { from, to, weight } of edges) {
    const [caller, called] = [scores.get(from), scores.get(to)];
    if (caller === undefined || called === undefined) continue;
    caller.out += weight;
    called.in += weight;
  }
  return scores;
}

function surplus(scores: Scores, name: string): number {
  const { out, in: into } = scores.get(name) ?? { out: 0, in: 0 };
  return out - into;
}
