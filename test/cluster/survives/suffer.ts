import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { measured } from '@plinth/testing';
import type { Company } from './company';
import { FAULTS, type Fault, type FaultName, hits } from './faults';
import type { Survival } from './observer';
import { belowRecord } from './recorded';
import type { Cell } from './report';
import { titleOfService } from './service';

/** How everything came through a fault. */
export interface Outcome {
  readonly survivals: readonly Survival[];
  /** Services that had fewer pods than the fault allows, each with the moment; variants are not among them. */
  readonly fallen: readonly string[];
  /** The variants among them. */
  readonly fallenVariants: readonly string[];
  of(name: string): Survival;
}

/** Names the file in which the cells of the survival report are collected. */
const REPORT = 'PLINTH_SURVIVAL';

/** What a run is compared with. */
const RECORD = join(__dirname, 'report.md');

/** Lets the fault happen, counts, and notes what was counted. */
export async function suffer(
  { observer, variants, cells }: Company,
  name: FaultName,
  act: () => Promise<unknown>,
): Promise<Outcome> {
  const began = Date.now();
  const fault: Fault = FAULTS[name];
  const all = await observer.during(act);
  const survivals = all.filter(({ service }) => !variants.includes(service));
  const seconds = ((Date.now() - began) / 1000).toFixed(1);
  const hit = survivals.filter(({ service }) => hits(fault, service));
  measured('Survival', { fault: fault.name, lowest: lowestOf(hit), s: seconds });
  const counted = hit.map(({ service, lowest }) => ({ fault: name, service, lowest }));
  cells.push(...counted);
  note(counted);
  for (const row of belowRecord(readFileSync(RECORD, 'utf8'), name, hit))
    measured('Fewer pods than recorded', row);
  const fallen = all.filter(({ service, lowest }) => lowest < fault.least(service));
  return {
    survivals,
    fallen: fallen.filter((one) => survivals.includes(one)).map(told),
    fallenVariants: fallen.filter((one) => !survivals.includes(one)).map(({ service }) => service.name),
    of: (wanted) => {
      const found = all.find(({ service }) => service.name === wanted);
      if (found === undefined) throw new Error(`nobody counted ${wanted}`);
      return found;
    },
  };
}

function told({ service, lowest, when }: Survival): string {
  return `${titleOfService(service)}: ${lowest} of ${service.min}, ${when}`;
}

/** `2 of 3 (14 services), 4 of 5 (1 service)` */
function lowestOf(survivals: readonly Survival[]): string {
  const counts = new Map<string, number>();
  for (const { service, lowest } of survivals) {
    const cell = `${lowest} of ${service.min}`;
    counts.set(cell, (counts.get(cell) ?? 0) + 1);
  }
  return [...counts]
    .sort(([, one], [, other]) => other - one)
    .map(([cell, count]) => `${cell} (${count})`)
    .join(', ');
}

function note(cells: readonly Cell[]): void {
  const file = process.env[REPORT];
  if (file === undefined || file === '') return;
  for (const cell of cells) appendFileSync(file, `${JSON.stringify(cell)}\n`);
}
