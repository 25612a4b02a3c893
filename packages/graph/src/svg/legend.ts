import type { Box, Line } from '../layout/drawing';
import type { Size } from '../layout/geometry';
import { textWidth } from '../text-width';
import { boxElement, labelElement, lineElement } from './elements';

const SIZE = 12;
const SAMPLE = 34;
const GAP = 26;

function bundle(x: number, y: number): string {
  const [start, end] = [
    { x, y },
    { x: x + SAMPLE, y },
  ];
  const path = { start, curves: [[start, start, end]] as const };
  return lineElement({
    from: '',
    to: '',
    kind: 'service',
    bundle: 5,
    tint: 0,
    title: 'calls of a squad',
    path,
  });
}

/** What the signs mean, in one row. */
export function legend(
  isBundled: boolean,
  x: number,
  y: number,
): Size & { readonly elements: readonly string[] } {
  const elements: string[] = [];
  let left = x;
  const add = (sample: string, text: string) => {
    const room = textWidth(text, SIZE);
    elements.push(
      sample,
      labelElement({ text, x: left + SAMPLE + 8, y: y + 13, size: SIZE, bold: false, room }),
    );
    left += SAMPLE + 8 + room + GAP;
  };
  const box = (look: Box['look'], title: string) =>
    boxElement({ name: '', look, labels: [], title, x: left, y, width: SAMPLE, height: 18 });
  const line = (kind: Line['kind'], title: string) => {
    const [from, to] = [
      { x: left, y: y + 9 },
      { x: left + SAMPLE, y: y + 9 },
    ];
    return lineElement({ from: '', to: '', kind, title, path: { start: from, curves: [[from, from, to]] } });
  };
  add(box('service', 'service'), 'service, in the box of its squad');
  add(box('public', 'public service'), 'reached from the internet');
  add(box('dependency', 'dependency'), 'outside: a dependency');
  add(line('service', 'call'), 'calls');
  add(line('dependency', 'call of a dependency'), 'calls what is outside');
  if (isBundled)
    add(
      bundle(left, y + 9),
      'all calls of one squad to another: in the colour of the caller, thicker when there are more',
    );
  return { width: left - GAP - x, height: 20, elements };
}
