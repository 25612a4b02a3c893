import { type Column, columnAt, passing } from './columns';
import type { Path } from './drawing';
import { bottomOf, type Point, type Rect, rightOf } from './geometry';

/** A line that is to be drawn: its ends, and where it passes the columns between them. */
export interface Wire {
  readonly from: Rect;
  readonly to: Rect;
  readonly way: readonly Point[];
}

/**
 * Paths for all lines at once. A line leaves its box on the side of the column to which it goes, bends between columns only, where no box
 * stands, and runs level through each column. Where several lines meet a side, they share it evenly in the order in which they come.
 */
export function route(wires: readonly Wire[], columns: readonly Column[]): Path[] {
  const plans = wires.map((wire) => planOf(wire, columns));
  const ends = spread(plans);
  return plans.map((plan, index) => pathOf(plan, ends[index] as Ends));
}

/** How far a line within a column may go to the side; gaps between columns are wider. */
const MOST_ASIDE = 80;

interface Plan {
  readonly wire: Wire;
  readonly forward: boolean;
  readonly columns: readonly [Column, Column];
  /** The levels at which it passes the columns between, in its direction. */
  readonly levels: readonly { readonly column: Column; readonly y: number }[];
}

interface Ends {
  start: number;
  end: number;
}

function planOf(wire: Wire, columns: readonly Column[]): Plan {
  const [first, last] = [columnAt(columns, wire.from), columnAt(columns, wire.to)];
  const forward = first <= last;
  const between = columns.slice(Math.min(first, last) + 1, Math.max(first, last));
  const levels = between.flatMap((column) => {
    const y = passing(wire.way, column);
    return y === undefined ? [] : [{ column, y }];
  });
  return {
    wire,
    forward,
    columns: [columns[first] as Column, columns[last] as Column],
    levels: forward ? levels : levels.reverse(),
  };
}

/** Where each line leaves and arrives. */
function spread(plans: readonly Plan[]): Ends[] {
  const ends = plans.map((): Ends => ({ start: 0, end: 0 }));
  const sides = new Map<string, { box: Rect; uses: { y: number; set: (y: number) => void }[] }>();
  const use = (box: Rect, side: 'left' | 'right', y: number, set: (y: number) => void) => {
    const key = `${side} ${box.x} ${box.y}`;
    const known = sides.get(key) ?? { box, uses: [] };
    known.uses.push({ y, set });
    sides.set(key, known);
  };
  for (const [index, { wire, forward, columns, levels }] of plans.entries()) {
    const isAside = columns[0] === columns[1];
    const own = ends[index] as Ends;
    const towards = levels[0]?.y ?? middleOf(wire.to);
    const comesFrom = levels.at(-1)?.y ?? middleOf(wire.from);
    use(wire.from, forward ? 'right' : 'left', towards, (y) => {
      own.start = y;
    });
    use(wire.to, forward && !isAside ? 'left' : 'right', comesFrom, (y) => {
      own.end = y;
    });
  }
  for (const { box, uses } of sides.values()) {
    uses.sort((a, b) => a.y - b.y);
    const step = box.height / (uses.length + 1);
    for (const [index, { set }] of uses.entries()) set(Math.min(box.y + step * (index + 1), bottomOf(box)));
  }
  return ends;
}

function middleOf({ y, height }: Rect): number {
  return y + height / 2;
}

/** Level pieces through columns, and bends between them. */
function pathOf({ wire, forward, columns, levels }: Plan, { start, end }: Ends): Path {
  const [own, target] = columns;
  if (own === target) return aside(wire, own, { start, end });
  const near = (column: Column) => (forward ? column.left : column.right);
  const far = (column: Column) => (forward ? column.right : column.left);
  const from: Point = { x: forward ? rightOf(wire.from) : wire.from.x, y: start };
  const to: Point = { x: forward ? wire.to.x : rightOf(wire.to), y: end };
  const stops: Point[] = [from, { x: far(own), y: start }];
  for (const { column, y } of levels) stops.push({ x: near(column), y }, { x: far(column), y });
  stops.push({ x: near(target), y: end }, to);
  return { start: from, curves: stops.slice(1).flatMap((stop, index) => curve(stops[index] as Point, stop)) };
}

/** Between two boxes of one column, through the gap on their right: the farther, the wider. */
function aside({ from, to }: Wire, { right }: Column, { start, end }: Ends): Path {
  const bulge = right + Math.min(MOST_ASIDE, 24 + Math.abs(end - start) / 12);
  const [first, last] = [rightOf(from), rightOf(to)];
  const leave: Point = { x: first, y: start };
  return {
    start: leave,
    curves: [
      [
        { x: bulge, y: start },
        { x: bulge, y: end },
        { x: last, y: end },
      ],
    ],
  };
}

function curve(from: Point, to: Point): [Point, Point, Point][] {
  if (from.x === to.x && from.y === to.y) return [];
  const middle = (from.x + to.x) / 2;
  return [[{ x: middle, y: from.y }, { x: middle, y: to.y }, to]];
}
