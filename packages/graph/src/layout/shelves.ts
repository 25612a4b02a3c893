import { callerOrder } from './caller-order';
import { compact } from './compact';
import { type Point, type Rect, rightOf } from './geometry';
import { type Gaps, type Layered, type LayeredEdge, type LayeredNode, layered } from './layered';

/** How much wider than high a picture is to be. */
const ASPECT = 1.6;

/**
 * Places for boxes among which many call each other both ways: a few columns, callers rather to the left, instead of one column for each
 * step of the longest chain. Which box is in which column is decided here; order and places are dagre's.
 * @param last boxes that stand in a column of their own, on the right
 */
export function shelved(
  nodes: readonly LayeredNode[],
  last: readonly LayeredNode[],
  edges: readonly LayeredEdge[],
  gaps: Gaps,
): Layered {
  if (nodes.length + last.length === 0) return layered([], [], gaps);
  const columns = shelvesOf(nodes, edges, gaps);
  const count = Math.max(0, ...columns.values()) + 1;
  for (const { id } of last) columns.set(id, count);
  const columnOf = (id: string) => columns.get(id) ?? 0;
  const bands = new Map<string, LayeredEdge>();
  for (const { from, to, weight } of edges) {
    if (columnOf(from) === columnOf(to)) continue;
    const [left, right] = columnOf(from) < columnOf(to) ? [from, to] : [to, from];
    const key = pair(from, to);
    bands.set(key, { from: left, to: right, weight: weight + (bands.get(key)?.weight ?? 0) });
  }
  const spine = spineOf(columns);
  const plan = layered([...nodes, ...last, ...spine.nodes], [...bands.values(), ...spine.edges], gaps);
  const places = new Map([...plan.nodes].filter(([id]) => columns.has(id)));
  const ways = new Map([...bands.keys()].map((key, index) => [key, plan.ways[index] ?? []]));
  const own = edges.map(({ from, to }) => ways.get(pair(from, to)) ?? []);
  return compact(atTheLeft({ ...plan, nodes: places, ways: own }), gaps);
}

function pair(a: string, b: string): string {
  return JSON.stringify(a < b ? [a, b] : [b, a]);
}

/** In which column each box stands: as many as give the picture its shape, of about the same height. */
function shelvesOf(
  nodes: readonly LayeredNode[],
  edges: readonly LayeredEdge[],
  gaps: Gaps,
): Map<string, number> {
  const sizes = new Map(nodes.map((node) => [node.id, node]));
  const order = callerOrder([...sizes.keys()], edges);
  const heightOf = (id: string) => (sizes.get(id)?.height ?? 0) + gaps.node;
  const total = order.reduce((sum, id) => sum + heightOf(id), 0);
  const width = Math.max(1, ...nodes.map((node) => node.width)) + gaps.column;
  const count = Math.max(1, Math.round(Math.sqrt((total * ASPECT) / width)));
  const columns = new Map<string, number>();
  let above = 0;
  for (const id of order) {
    const middle = above + heightOf(id) / 2;
    columns.set(id, Math.min(count - 1, Math.floor((middle * count) / total)));
    above += heightOf(id);
  }
  return columns;
}

/** A chain without size that holds each box in its column: dagre alone would put it wherever its edges are short. */
function spineOf(columns: ReadonlyMap<string, number>): { nodes: LayeredNode[]; edges: LayeredEdge[] } {
  const vertebra = (index: number) => `spine ${index}`;
  const count = Math.max(0, ...columns.values()) + 3;
  const indices = Array.from({ length: count }, (_, index) => index);
  const chain = indices
    .slice(1)
    .map((index) => ({ from: vertebra(index - 1), to: vertebra(index), weight: 1000 }));
  const pins = [...columns].flatMap(([id, column]) => [
    { from: vertebra(column), to: id, weight: 0 },
    { from: id, to: vertebra(column + 2), weight: 0 },
  ]);
  return {
    nodes: indices.map((index) => ({ id: vertebra(index), width: 0, height: 0 })),
    edges: [...chain, ...pins],
  };
}

/** Without the room that the ends of the spine took. */
function atTheLeft(plan: Layered): Layered {
  const boxes = [...plan.nodes.values()];
  const left = Math.min(...boxes.map(({ x }) => x));
  const moved = <P extends Point>(point: P): P => ({ ...point, x: point.x - left });
  return {
    ...plan,
    width: Math.max(...boxes.map(rightOf)) - left,
    nodes: new Map([...plan.nodes].map(([id, rect]): [string, Rect] => [id, moved(rect)])),
    ways: plan.ways.map((way) => way.map(moved)),
  };
}
