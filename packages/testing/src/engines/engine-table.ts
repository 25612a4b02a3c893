import type { PreparedEngine } from './engine';

const HEAD = ['engine', 'version', 'from', 'build'];

/** What is used, at a glance; the sum says what a machine without a cache has to wait for. */
export function engineTable(report: readonly PreparedEngine[]): string {
  const seconds = report.map(({ buildSeconds }) => buildSeconds ?? 0).reduce((sum, each) => sum + each, 0);
  const rows = [
    HEAD,
    ...report.map(({ name, version, from, buildSeconds }) => [name, version, from, time(buildSeconds)]),
    ['', '', '', time(seconds)],
  ];
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows
    .map((row) => row.map((cell, column) => pad(cell, widths[column] ?? 0, column === HEAD.length - 1)))
    .map((cells) => `${cells.join('  ').trimEnd()}\n`)
    .join('');
}

function time(seconds: number | undefined): string {
  return seconds === undefined ? '' : `${seconds.toFixed(1)} s`;
}

function pad(cell: string, width: number, right: boolean): string {
  return right ? cell.padStart(width) : cell.padEnd(width);
}
