import { markdownTable } from '@plinth/testing';
import { FAULTS, type FaultName } from './faults';
import { type Service, titleOfService } from './service';

/** The fewest pods that a service had during a fault. */
export interface Cell {
  readonly fault: FaultName;
  readonly service: Service;
  readonly lowest: number;
}

const DEPLOYMENT: Service = { kind: 'Deployment', namespace: '', name: '', min: 0 };

const HEAD = `# What survives what

The fewest ready pods that each service of prod ever had while the fault lasted, counted after every single event of a watch on a real
control plane with simulated nodes in three zones. Written by \`write-report.ts\`; how low it gets varies a little with
timing, never below what the last table allows.

`;

/** The survival report: what was seen, and what each column stands for. */
export function survivalReport(cells: readonly Cell[]): string {
  return [HEAD, survivalTable(cells), '\n', legend()].join('');
}

/** Service by fault. */
export function survivalTable(cells: readonly Cell[]): string {
  const services = new Map(cells.map(({ service }) => [titleOfService(service), service]));
  const rows = [...services].map(([title, { min }]) => {
    const faults = Object.entries(FAULTS).map(([fault, { name }]) => {
      // A fault that was suffered more than once is as bad as its worst time.
      const seen = cells.filter((cell) => cell.fault === fault && titleOfService(cell.service) === title);
      return [name, seen.length === 0 ? '' : Math.min(...seen.map(({ lowest }) => lowest))] as const;
    });
    return { service: title, pods: min, ...Object.fromEntries(faults) };
  });
  return markdownTable(rows);
}

/** The rows of the first table of a report, as they are written. */
export function rowsOf(report: string): Readonly<Record<string, string>>[] {
  const lines = report.split('\n');
  const first = lines.findIndex((line) => line.startsWith('|'));
  const cellsOf = (line: string) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim());
  const head = cellsOf(lines[first] ?? '');
  const body = lines.slice(first + 2);
  return body
    .slice(0, body.indexOf(''))
    .map((line) => Object.fromEntries(cellsOf(line).map((cell, at) => [head[at] ?? '', cell])));
}

function legend(): string {
  return markdownTable(
    Object.values(FAULTS).map(({ name, what, least }) => ({
      fault: name,
      'what happens': what,
      'of 2, 3, 5 pods at least': [2, 3, 5].map((min) => least({ ...DEPLOYMENT, min })).join(', '),
    })),
  );
}
