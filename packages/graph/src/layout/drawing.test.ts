import fc from 'fast-check';
import type { CallGraph } from '../call-graph';
import { graphOf, largeGraph, randomGraph } from '../random-graph.fixture';
import { textWidth } from '../text-width';
import { detail } from './detail';
import type { Cluster, Drawing, Line } from './drawing';
import { bottomOf, type Point, type Rect, rightOf } from './geometry';
import { overview } from './overview';

/** Less than anybody sees. */
const CLOSE = 0.01;

const shapes = fc.record({
  seed: fc.nat(),
  services: fc.integer({ min: 1, max: 18 }),
  squads: fc.integer({ min: 1, max: 6 }),
  outside: fc.nat(5),
  calls: fc.nat(45),
});

const ways = [
  ['each call by itself', detail],
  ['squads as cards', overview],
] as const;

describe.each(ways)('%s', (_, draw) => {
  /** Drawn once: each promise looks at all of them. */
  let drawn: readonly { readonly graph: CallGraph; readonly drawing: Drawing }[];
  beforeAll(() => {
    const graphs = fc.sample(shapes, { seed: 7, numRuns: 40 }).map(randomGraph);
    drawn = graphs.map((graph) => ({ graph, drawing: draw(graph) }));
  });
  const always = (promise: (drawing: Drawing, graph: CallGraph) => void) => {
    for (const { graph, drawing } of drawn) promise(drawing, graph);
  };

  test('every service and dependency has one box', () => {
    always(({ boxes }, { services, dependencies }) => {
      const names = [...services, ...dependencies].map(({ name }) => name);
      expect(boxes.map(({ name }) => name).sort()).toEqual(names.sort());
    });
  });

  test('no two boxes meet, and no two squads', () => {
    always(({ boxes, clusters }) => {
      expect(meetings(boxes)).toEqual([]);
      expect(meetings(clusters)).toEqual([]);
    });
  });

  test('every box is within the picture, and within its squad if it is of one', () => {
    always(({ boxes, clusters, width, height }) => {
      for (const box of boxes) expect(contains({ x: 0, y: 0, width, height }, box)).toBe(true);
      for (const cluster of clusters) {
        const own = boxes.filter(({ name }) => cluster.boxes.includes(name));
        for (const box of own) expect(contains(cluster, box)).toBe(true);
        const others = boxes.filter(({ name }) => !cluster.boxes.includes(name));
        expect(others.filter((box) => meet(cluster, box))).toEqual([]);
      }
    });
  });

  test('every line begins at the edge of its caller and ends at the edge of whom it calls', () => {
    always((drawing) => {
      for (const line of drawing.lines) {
        const [from, to] = endsOf(line, drawing);
        expect(isOnSide(line.path.start, from)).toBe(true);
        expect(isOnSide(lastOf(line), to)).toBe(true);
      }
    });
  });

  test('every call is in one line', () => {
    always(({ lines }, { calls }) => {
      const drawn = lines.reduce((sum, { bundle }) => sum + (bundle ?? 1), 0);
      expect(drawn).toBe(calls.length);
    });
  });

  test('every text fits where it stands', () => {
    always(({ boxes, clusters }) => {
      for (const rect of [...boxes, ...clusters]) {
        for (const { text, x, y, size, room } of rect.labels) {
          expect(textWidth(text, size)).toBeLessThanOrEqual(room);
          expect(x).toBeGreaterThanOrEqual(rect.x);
          expect(x + room).toBeLessThanOrEqual(rightOf(rect) + CLOSE);
          expect(y - size).toBeGreaterThanOrEqual(rect.y - CLOSE);
          expect(y).toBeLessThanOrEqual(bottomOf(rect));
        }
      }
    });
  });

  test('no line runs through a box', () => {
    always((drawing) => {
      const crossed = drawing.lines.flatMap((line) =>
        pointsOf(line).flatMap((point) => drawing.boxes.filter((box) => isInside(point, box))),
      );
      expect(crossed).toEqual([]);
    });
  });

  test('no line and no box covers the words of a squad', () => {
    always((drawing) => {
      const words = drawing.clusters.flatMap(({ labels }) => labels.map(inked));
      const crossed = drawing.lines.flatMap((line) =>
        pointsOf(line).flatMap((point) => words.filter((word) => isInside(point, word))),
      );
      expect(crossed).toEqual([]);
      expect(words.filter((word) => drawing.boxes.some((box) => meet(box, word)))).toEqual([]);
    });
  });

  test('the same graph gives the same drawing, whatever was drawn before', () => {
    const graph = largeGraph();
    const small = graphOf({ squads: ['a'], services: ['b', 'c'], dependencies: [], pairs: [[0, 1]] });
    const first = draw(small);
    if (draw === overview) expect(overview(graph)).toEqual(overview(graph));
    expect(draw(small)).toEqual(first);
  });

  test('a company without a service is an empty picture', () => {
    const drawing = draw(graphOf({ squads: [], services: [], dependencies: [], pairs: [] }));
    expect(drawing).toMatchObject({ width: 0, height: 0, boxes: [], clusters: [], lines: [] });
  });
});

test('200 services keep every promise', () => {
  const drawing = overview(largeGraph());
  expect(drawing.boxes).toHaveLength(221);
  expect(meetings(drawing.boxes)).toEqual([]);
  expect(meetings(drawing.clusters)).toEqual([]);
  expect(drawing.width).toBeLessThan(3000);
  expect(drawing.height).toBeLessThan(3000);
});

test('a dependency that one squad alone calls stands on its card, one that several call beside them', () => {
  const drawing = overview(largeGraph());
  const homeOf = (name: string) => drawing.clusters.find(({ boxes }) => boxes.includes(name))?.name;
  expect(homeOf('squad-3-database')).toBe('squad-3');
  expect(homeOf('broker')).toBeUndefined();
});

test('a card says in words whom its squad calls and who calls it', () => {
  const graph = graphOf({
    squads: ['retail', 'bank'],
    services: ['shop', 'core', 'till'],
    dependencies: [],
    pairs: [
      [0, 1],
      [2, 1],
    ],
  });
  const words = Object.fromEntries(
    overview(graph).clusters.map(({ name, labels }) => [name, textsOf(labels)]),
  );
  expect(words).toEqual({ retail: ['retail', 'calls: bank ×2'], bank: ['bank', 'called by: retail ×2'] });
});

/** What a text covers. */
function inked({ text, x, y, size }: Cluster['labels'][number]): Rect {
  return { x, y: y - size * 0.8, width: textWidth(text, size), height: size };
}

function textsOf(labels: Cluster['labels']): string[] {
  return labels.map(({ text }) => text);
}

function meet(a: Rect, b: Rect): boolean {
  return (
    a.x < rightOf(b) - CLOSE &&
    b.x < rightOf(a) - CLOSE &&
    a.y < bottomOf(b) - CLOSE &&
    b.y < bottomOf(a) - CLOSE
  );
}

function meetings<R extends Rect & { readonly name: string }>(rects: readonly R[]): string[] {
  return rects.flatMap((a, index) =>
    rects
      .slice(index + 1)
      .filter((b) => meet(a, b))
      .map((b) => `${a.name} and ${b.name}`),
  );
}

function contains(outer: Rect, inner: Rect): boolean {
  return (
    inner.x >= outer.x - CLOSE &&
    inner.y >= outer.y - CLOSE &&
    rightOf(inner) <= rightOf(outer) + CLOSE &&
    bottomOf(inner) <= bottomOf(outer) + CLOSE
  );
}

function isInside({ x, y }: Point, rect: Rect): boolean {
  return x > rect.x + CLOSE && x < rightOf(rect) - CLOSE && y > rect.y + CLOSE && y < bottomOf(rect) - CLOSE;
}

function isOnSide({ x, y }: Point, rect: Rect): boolean {
  const onEdge = Math.abs(x - rect.x) < CLOSE || Math.abs(x - rightOf(rect)) < CLOSE;
  return onEdge && y >= rect.y && y <= bottomOf(rect);
}

function lastOf({ path }: Line): Point {
  return path.curves.at(-1)?.[2] ?? path.start;
}

/** A bundle begins at a squad, and ends at one or at a dependency; other lines join boxes. */
function endsOf({ from, to, kind, bundle }: Line, { boxes, clusters }: Drawing): [Rect, Rect] {
  const box = (name: string) => boxes.find((one) => one.name === name) as Rect;
  const cluster = (name: string) => clusters.find((one) => one.name === name) as Rect;
  if (bundle === undefined) return [box(from), box(to)];
  return [cluster(from), kind === 'service' ? cluster(to) : box(to)];
}

/** Along each curve, in small steps. */
function pointsOf({ path }: Line): Point[] {
  const steps = Array.from({ length: 24 }, (_, index) => (index + 1) / 24);
  let from = path.start;
  return path.curves.flatMap(([a, b, to]) => {
    const start = from;
    from = to;
    return steps.map((t) => ({
      x: bezier(t, start.x, a.x, b.x, to.x),
      y: bezier(t, start.y, a.y, b.y, to.y),
    }));
  });
}

function bezier(t: number, p: number, q: number, r: number, s: number): number {
  const u = 1 - t;
  return u * u * u * p + 3 * u * u * t * q + 3 * u * t * t * r + t * t * t * s;
}
