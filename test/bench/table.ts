/** One line of the result. */
export interface Row {
  readonly what: string;
  readonly services: number;
  readonly environments: number;
  /** The time is that at which it was stopped. */
  readonly isCapped: boolean;
  /** Seconds on the clock, from the start of the process. */
  readonly wall: number;
  /** Seconds of all processors. */
  readonly cpu: number | undefined;
  /** Mebibytes. */
  readonly peak: number | undefined;
  readonly files: number | undefined;
  readonly objects: number | undefined;
  /** Of the time for one environment to plinth's for as many services. */
  readonly ratio: number | undefined;
}

export interface Machine {
  readonly processors: number;
  readonly node: string;
  readonly system: string;
}

const HEAD = [
  'what',
  'services × environments',
  'wall',
  'cpu',
  'peak',
  'objects',
  'files',
  'per environment',
];

/** The result as a table of Markdown, which a terminal shows as well. */
export function formatTable({ processors, node, system }: Machine, rows: readonly Row[]): string {
  const cells = [HEAD, ...rows.map(cellsOf)];
  const widths = HEAD.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const lines = cells.map(
    (row) => `| ${row.map((cell, column) => pad(cell, widths[column] ?? 0, column)).join(' | ')} |`,
  );
  const rule = `|${widths.map((width, column) => `${'-'.repeat(width + 1)}${column === 0 ? '-' : ':'}`).join('|')}|`;
  const [head = '', ...body] = lines;
  const growth = growthOf(rows);
  return [
    `${processors} processors, Node ${node}, ${system}`,
    '',
    head,
    rule,
    ...body,
    ...(growth === undefined ? [] : ['', `t(10,000) / t(1,000) = ${growth.toFixed(1)}`]),
    '',
  ].join('\n');
}

function cellsOf({
  what,
  services,
  environments,
  isCapped,
  wall,
  cpu,
  peak,
  objects,
  files,
  ratio,
}: Row): string[] {
  return [
    what,
    `${count(services)} × ${environments}`,
    `${isCapped ? '> ' : ''}${wall.toFixed(2)} s`,
    cpu === undefined ? '–' : `${cpu.toFixed(2)} s`,
    peak === undefined ? '–' : `${count(Math.round(peak))} MiB`,
    count(objects),
    count(files),
    ratio === undefined ? '–' : `${isCapped ? '> ' : ''}${ratio.toFixed(1)} ×`,
  ];
}

function growthOf(rows: readonly Row[]): number | undefined {
  const time = (services: number) =>
    rows.find((row) => row.what === 'plinth' && row.services === services)?.wall;
  const [large, small] = [time(10_000), time(1000)];
  return large === undefined || small === undefined ? undefined : large / small;
}

/** With commas, whatever the locale. */
function count(value: number | undefined): string {
  return value === undefined ? '–' : String(value).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

function pad(text: string, width: number, column: number): string {
  return column === 0 ? text.padEnd(width) : text.padStart(width);
}
