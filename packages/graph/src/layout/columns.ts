import { type Point, type Rect, rightOf } from './geometry';

/** A band in which boxes stand one below another; lines pass it between them. */
export interface Column {
  readonly left: number;
  readonly right: number;
}

/** The columns of boxes, from left to right. Those of one column have the same middle. */
export function columnsOf(boxes: Iterable<Rect>): Column[] {
  const columns: Column[] = [];
  const byLeft = [...boxes].sort((a, b) => a.x - b.x);
  for (const box of byLeft) {
    const last = columns.at(-1);
    if (last === undefined || box.x > last.right) columns.push({ left: box.x, right: rightOf(box) });
    else columns[columns.length - 1] = { left: last.left, right: Math.max(last.right, rightOf(box)) };
  }
  return columns;
}

export function columnAt(columns: readonly Column[], { x, width }: Rect): number {
  const middle = x + width / 2;
  return columns.findIndex(({ left, right }) => left <= middle && middle <= right);
}

/** Where a way passes a column: the height of its point nearest to the column's middle. */
export function passing(way: readonly Point[], { left, right }: Column): number | undefined {
  const middle = (left + right) / 2;
  const inside = way.filter(({ x }) => left <= x && x <= right);
  const [first, ...rest] = inside;
  if (first === undefined) return undefined;
  return rest.reduce(
    (best, point) => (Math.abs(point.x - middle) < Math.abs(best.x - middle) ? point : best),
    first,
  ).y;
}
