import { appendFileSync, existsSync, readFileSync } from 'node:fs';

/** The variable that names the file in which the processes of one test run collect what they measured. */
export const MEASUREMENTS = 'PLINTH_MEASUREMENTS';

/** One line of a table that is printed after the run: names of columns and what stands there. */
export type Measurement = Readonly<Record<string, string | number>>;

/** Notes a line of the table with this title; without a file nobody asked for it. */
export function measured(title: string, row: Measurement): void {
  const file = process.env[MEASUREMENTS];
  if (file !== undefined) appendFileSync(file, `${JSON.stringify({ title, row })}\n`);
}

/** All lines of a run, by title, in the order in which they were noted. */
export function readMeasurements(file: string): Map<string, Measurement[]> {
  const tables = new Map<string, Measurement[]>();
  if (!existsSync(file)) return tables;
  for (const line of readFileSync(file, 'utf8').trimEnd().split('\n').filter(Boolean)) {
    const { title, row } = JSON.parse(line) as { title: string; row: Measurement };
    tables.set(title, [...(tables.get(title) ?? []), row]);
  }
  return tables;
}

/** Lines as a table of Markdown, which a terminal shows as well; columns in the order of the first line. */
export function markdownTable(rows: readonly Measurement[]): string {
  const head = Object.keys(rows[0] ?? {});
  const cells = rows.map((row) => head.map((column) => row[column] ?? ''));
  const widths = head.map((column, at) =>
    Math.max(column.length, ...cells.map((line) => `${line[at]}`.length)),
  );
  const line = (values: readonly (string | number)[]) =>
    `| ${values.map((value, at) => pad(value, widths[at] ?? 0)).join(' | ')} |\n`;
  const rule = `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|\n`;
  return [line(head), rule, ...cells.map(line)].join('');
}

/** Numbers stand under each other's last digit. */
function pad(value: string | number, width: number): string {
  return typeof value === 'number' ? `${value}`.padStart(width) : value.padEnd(width);
}
