import { type Measurement, markdownTable } from '@plinth/testing';
import { FAULTS, type Fault, type FaultName } from './faults';
import { type Service, titleOfService } from './service';
import { AUTOSCALER_WINDOW, USUAL } from './shortened';

/** The fewest pods that a service had during a fault. */
export interface Cell {
  readonly fault: FaultName;
  readonly service: Pick<Service, 'namespace' | 'name' | 'min'>;
  readonly lowest: number;
}

const DEPLOYMENT: Service = { kind: 'Deployment', namespace: '', name: '', min: 0 };

const HEAD = `# What survives what

The fewest ready pods that each service of prod had in recorded runs while the fault lasted, counted after every single event of a watch on
a real control plane with simulated nodes in three zones. How low it gets varies with timing: every run is held to what the second table
allows, and says where it had fewer than recorded. Written by \`write-report.ts\`. \`-\`: the fault leaves it alone.

`;

const SHORTER = `
Some windows are shorter than in production: fields of new versions (each is annotated \`plinth.test/shortened\`), and flags.

`;

/** The survival report: what was seen, and what each column stands for. */
export function survivalReport(cells: readonly Cell[]): string {
  return [HEAD, markdownTable(survivalRows(cells)), '\n', legend(), SHORTER, shortened()].join('');
}

/** Service by fault, of the faults that happened. */
export function survivalRows(cells: readonly Cell[]): Measurement[] {
  const happened = Object.entries(FAULTS).filter(([fault]) => cells.some((cell) => cell.fault === fault));
  const services = new Map(cells.map(({ service }) => [titleOfService(service), service]));
  return [...services].map(([title, { min }]) => {
    const faults = happened.map(([fault, { name }]) => {
      // A fault that was suffered more than once is as bad as its worst time.
      const seen = cells.filter((cell) => cell.fault === fault && titleOfService(cell.service) === title);
      return [name, seen.length === 0 ? '-' : Math.min(...seen.map(({ lowest }) => lowest))] as const;
    });
    return { service: title, pods: min, ...Object.fromEntries(faults) };
  });
}

/** The cells that a report was written from. */
export function cellsOf(report: string): Cell[] {
  return rowsOf(report).flatMap(({ service = '', pods, ...row }) => {
    const [namespace = '', name = ''] = service.split('/');
    return Object.entries(FAULTS)
      .filter((fault) => /^\d+$/.test(row[fault[1].name] ?? ''))
      .map(([fault, { name: column }]) => ({
        fault: fault as FaultName,
        service: { namespace, name, min: Number(pods) },
        lowest: Number(row[column]),
      }));
  });
}

/** The rows of the first table of a report, as they are written. */
export function rowsOf(report: string): Readonly<Record<string, string>>[] {
  const lines = report.split('\n');
  const first = lines.findIndex((line) => line.startsWith('|'));
  const partsOf = (line: string) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim());
  const head = partsOf(lines[first] ?? '');
  const body = lines.slice(first + 2);
  return body
    .slice(0, body.indexOf(''))
    .map((line) => Object.fromEntries(partsOf(line).map((cell, at) => [head[at] ?? '', cell])));
}

function legend(): string {
  return markdownTable(
    Object.values(FAULTS).map(({ name, what, least }) => ({
      fault: name,
      'what happens': what,
      'of 2, 3, 5 pods no run has fewer than': [2, 3, 5]
        .map((min) => least({ ...DEPLOYMENT, min }))
        .join(', '),
    })),
  );
}

/** One line for each window and value, with the faults during which it is so. */
function shortened(): string {
  const faults: readonly Fault[] = Object.values(FAULTS);
  const all = [
    ...faults.flatMap(({ name, shortened: windows = {} }) =>
      Object.entries(windows).map(([window, value]) => ({ window, value, name })),
    ),
    ...Object.entries(AUTOSCALER_WINDOW).map(([window, value]) => ({ window, value, name: 'all' })),
  ];
  const rows = new Map(all.map((one) => [`${one.window} ${one.value}`, one]));
  const usual: Readonly<Record<string, string | number>> = USUAL;
  return markdownTable(
    [...rows.values()].map(({ window, value }) => ({
      window: `\`${window}\``,
      'in production': `${usual[window]}`,
      here: `${value}`,
      during: all
        .flatMap((one) => (one.window === window && one.value === value ? [one.name] : []))
        .join(', '),
    })),
  );
}
