import { type Column, columnAt, columnsOf, passing } from './columns';
import type { Rect } from './geometry';
import type { Gaps, Layered } from './layered';

/** What stands in a column or passes it, with the height that it takes, and what takes it to its place. */
interface Item {
  readonly y: number;
  readonly height: number;
  readonly gap: number;
  readonly place: (top: number) => void;
}

/**
 * The same order from top to bottom in each column, without the room that straight lines would ask for: with many lines that is most of
 * the picture. Shorter columns stand in the middle of the highest.
 */
export function compact(plan: Layered, gaps: Gaps): Layered {
  const columns = columnsOf(plan.nodes.values());
  const nodes = new Map<string, Rect>();
  const ways = plan.ways.map((): { x: number; y: number }[] => []);
  const stacks = columns.map((column, index) => {
    const boxes = [...plan.nodes].filter(([, rect]) => columnAt(columns, rect) === index);
    return stackOf(column, boxes, plan, gaps, nodes, ways);
  });
  const height = Math.max(0, ...stacks.map(heightOf));
  for (const stack of stacks) {
    let top = (height - heightOf(stack)) / 2;
    for (const [index, item] of stack.entries()) {
      top += index === 0 ? 0 : gapBetween(stack[index - 1] as Item, item);
      item.place(top);
      top += item.height;
    }
  }
  return { ...plan, height, nodes, ways };
}

function stackOf(
  column: Column,
  boxes: readonly (readonly [string, Rect])[],
  plan: Layered,
  gaps: Gaps,
  nodes: Map<string, Rect>,
  ways: readonly { x: number; y: number }[][],
): Item[] {
  const items: Item[] = boxes.map(([id, rect]) => ({
    y: rect.y + rect.height / 2,
    height: rect.height,
    gap: gaps.node,
    place: (y) => nodes.set(id, { ...rect, y }),
  }));
  const x = (column.left + column.right) / 2;
  for (const [index, way] of plan.ways.entries()) {
    const y = passing(way, column);
    if (y === undefined) continue;
    items.push({ y, height: 0, gap: gaps.line, place: (level) => ways[index]?.push({ x, y: level }) });
  }
  return items.sort((a, b) => a.y - b.y);
}

function gapBetween(a: Item, b: Item): number {
  return (a.gap + b.gap) / 2;
}

function heightOf(stack: readonly Item[]): number {
  return stack.reduce(
    (sum, item, index) => sum + item.height + (index === 0 ? 0 : gapBetween(stack[index - 1] as Item, item)),
    0,
  );
}
