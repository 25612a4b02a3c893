/**
 * How wide a text is at most, in the sans-serif fonts that viewers use. An SVG cannot ask its font, and each machine has another: these are
 * the widths of DejaVu Sans Bold, the widest in common use, in thousandths of the font size. What is not listed counts as the widest.
 */
export function textWidth(text: string, size: number): number {
  let width = 0;
  for (const character of text) width += widths.get(character) ?? WIDEST;
  return (width * size) / 1000;
}

const WIDEST = 1110;
const LIST: Readonly<Record<number, string>> = {
  400: " ',./:;IJ\\ijl|·",
  460: '!()-[]f',
  600: '"*?_`crstz',
  660: 'Lvxy',
  720: '$0123456789EFTabdeghknopqu{}',
  780: 'ABCKPRSVXYZ',
  880: '#&+<=>DGHNOQU^~→',
  1010: '%@Mw…',
};
const widths = new Map(
  Object.entries(LIST).flatMap(([width, characters]) =>
    [...characters].map((character) => [character, Number(width)] as const),
  ),
);

/** The text, or as much of its beginning as has room, with an ellipsis. */
export function fitted(text: string, size: number, room: number): string {
  if (textWidth(text, size) <= room) return text;
  const kept = [...text];
  while (kept.length > 0 && textWidth(`${kept.join('')}…`, size) > room) kept.pop();
  return `${kept.join('')}…`;
}
