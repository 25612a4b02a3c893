/** Text as it stands between tags or in quotes of XML. What XML cannot hold at all becomes the sign for it. */
export function escapeXml(text: string): string {
  return text
    .replace(/(?![\t\n\r])\p{Cc}|[\p{Cs}\ufffe\uffff]/gu, '\ufffd')
    .replace(/[&<>"'\r]/g, (character: string) => `&#${character.codePointAt(0)};`);
}

/** One decimal: less than anybody sees, and the same text for the same number everywhere. */
export function decimal(value: number): string {
  const rounded = Math.round(value * 10) / 10;
  return String(Object.is(rounded, -0) ? 0 : rounded);
}
