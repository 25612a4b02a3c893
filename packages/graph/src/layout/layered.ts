import { Graph, type GraphLabel, layout } from '@dagrejs/dagre';
import type { Point, Rect, Size } from './geometry';

export interface LayeredNode extends Size {
  readonly id: string;
  readonly cluster?: string;
}

export interface LayeredEdge {
  readonly from: string;
  readonly to: string;
  /** How much it wants to be short and straight. */
  readonly weight: number;
}

/** Places for nodes in columns from callers to called, and the way of each edge between them. */
export interface Layered extends Size {
  readonly nodes: ReadonlyMap<string, Rect>;
  readonly clusters: ReadonlyMap<string, Rect>;
  /** In the order of the edges: where each passes the columns between its ends. */
  readonly ways: readonly (readonly Point[])[];
}

export interface Gaps {
  /** Between neighbours in a column. */
  readonly node: number;
  /** Between lines. */
  readonly line: number;
  /** Between columns. */
  readonly column: number;
}

/**
 * Columns by dagre: edges run to the right but for those that close a cycle, neighbours stand near each other, a cluster's nodes together.
 * Its result depends on the order of nodes and edges alone.
 */
export function layered(nodes: readonly LayeredNode[], edges: readonly LayeredEdge[], gaps: Gaps): Layered {
  if (nodes.length === 0) return { width: 0, height: 0, nodes: new Map(), clusters: new Map(), ways: [] };
  const graph = new Graph({ compound: true });
  const settings: GraphLabel = {
    rankdir: 'LR',
    nodesep: gaps.node,
    edgesep: gaps.line,
    ranksep: gaps.column,
  };
  graph.setGraph(settings);
  const clusters = [...new Set(nodes.flatMap(({ cluster }) => (cluster === undefined ? [] : [cluster])))];
  for (const cluster of clusters) graph.setNode(clusterId(cluster), {});
  for (const { id, width, height, cluster } of nodes) {
    graph.setNode(nodeId(id), { width, height });
    if (cluster !== undefined) graph.setParent(nodeId(id), clusterId(cluster));
  }
  for (const { from, to, weight } of edges) graph.setEdge(nodeId(from), nodeId(to), { weight });
  layout(graph);
  const rectOf = (id: string): Rect => cornered(graph.node(id) as Rect);
  const { width = 0, height = 0 } = graph.graph() as GraphLabel;
  return {
    width,
    height,
    nodes: new Map(nodes.map(({ id }) => [id, rectOf(nodeId(id))])),
    clusters: new Map(clusters.map((cluster) => [cluster, rectOf(clusterId(cluster))])),
    ways: edges.map(({ from, to }) => {
      const { points } = graph.edge(nodeId(from), nodeId(to)) as { readonly points: readonly Point[] };
      return points.slice(1, -1);
    }),
  };
}

/** A squad may be named as a service is. */
function clusterId(name: string): string {
  return `cluster ${name}`;
}

function nodeId(name: string): string {
  return `node ${name}`;
}

/** dagre says where the middle is. */
function cornered({ x, y, width, height }: Rect): Rect {
  return { x: x - width / 2, y: y - height / 2, width, height };
}
