import { markdownTable } from '@plinth/testing';
import { FAULTS, type FaultName } from './faults';
import { type Service, titleOfService } from './service';

/** The fewest pods that a service had during a fault. */
export interface Cell {
  readonly fault: FaultName;
  readonly service: Service;
  readonly lowest: number;
}

const HEAD = `# What survives what

The fewest ready pods that each service of prod ever had while the fault lasted, counted after every single event of a watch on a real
control plane with nine simulated nodes in three zones. Written by \`write-report.ts\`; how low it gets varies a little with
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

function legend(): string {
  return markdownTable(
    Object.values(FAULTS).map(({ name, what }) => ({ fault: name, 'what happens': what })),
  );
}
