import type { Card } from './card';
import type { Label, Path } from './drawing';
import { type Rect, rightOf } from './geometry';

/** Sizes of a card of the overview. */
export const CARD = {
  title: 13,
  text: 12,
  small: 10,
  padding: 8,
  /** On both sides of the rows: arcs that go down are on the right, those that go up on the left. */
  gutter: 44,
  heading: 26,
  row: 22,
  between: 5,
  /** Between what runs here and what is outside. */
  apart: 10,
  line: 14,
} as const;

const STEP = CARD.row + CARD.between;

export function cardHeight({ services, dependencies, footer }: Card): number {
  const outside = dependencies.length === 0 ? 0 : CARD.apart;
  const rows = (services.length + dependencies.length) * STEP;
  const notes = footer.length === 0 ? 0 : footer.length * CARD.line + CARD.padding;
  return CARD.heading + rows + outside + notes + CARD.padding;
}

/** Where each service and dependency of a card stands. */
export function rowsOf({ services, dependencies }: Card, card: Rect): Map<string, Rect> {
  const rows = new Map<string, Rect>();
  const add = (name: string, y: number) =>
    rows.set(name, { x: card.x + CARD.gutter, y, width: card.width - 2 * CARD.gutter, height: CARD.row });
  const top = card.y + CARD.heading;
  for (const [index, name] of services.entries()) add(name, top + index * STEP);
  const outside = top + services.length * STEP + CARD.apart;
  for (const [index, name] of dependencies.entries()) add(name, outside + index * STEP);
  return rows;
}

export function cardLabels(card: Card, { x, y, width, height }: Rect): Label[] {
  const at = { x: x + CARD.padding, room: width - 2 * CARD.padding };
  const first = y + height - CARD.padding - (card.footer.length - 1) * CARD.line;
  return [
    { text: card.squad, ...at, y: y + 18, size: CARD.title, bold: true },
    ...card.footer.map((text, index) => ({
      text,
      ...at,
      y: first + index * CARD.line,
      size: CARD.small,
      bold: false,
    })),
  ];
}

/** From one row of a card to another, in the gutter. The farther, the wider: arcs of one row do not cover each other. */
export function arc(from: Rect, to: Rect): Path {
  const down = from.y < to.y;
  const x = down ? rightOf(from) : from.x;
  const distance = Math.abs(to.y - from.y) / STEP;
  const bulge = Math.min(CARD.gutter * 1.25, 10 + 5 * distance) * (down ? 1 : -1);
  const start = { x, y: from.y + from.height * 0.65 };
  const end = { x, y: to.y + to.height * (down ? 0.35 : 0.65) };
  return { start, curves: [[{ x: x + bulge, y: start.y }, { x: x + bulge, y: end.y }, end]] };
}
