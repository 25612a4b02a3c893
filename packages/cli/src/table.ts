/** Rows under a header, each column as wide as its widest cell; the last is not padded. */
export function table(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  style: (text: string, row: number, column: number) => string = (text) => text,
): string {
  const widths = header.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => (row[column] ?? '').length)),
  );
  return [header, ...rows]
    .map((row, index) =>
      row
        .map((cell, column) =>
          style(column === header.length - 1 ? cell : cell.padEnd(widths[column] ?? 0), index - 1, column),
        )
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
