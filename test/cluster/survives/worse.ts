import { FAULTS, type Fault, type FaultName, hits } from './faults';
import type { Survival } from './observer';
import { cellsOf } from './report';
import { titleOfService } from './service';

const REFRESH = `
The report says how bad it gets. If a change made it worse, mend that. If it is timing, and not below what the fault allows, refresh it:
  PLINTH_SURVIVAL=cells.jsonl pnpm test:cluster survives-<file>
  node --conditions=@plinth/source -r ./packages/cli/bin/load-typescript.js test/cluster/survives/write-report.ts cells.jsonl
and write the lowest of each fault into the table of README.md.`;

/** @throws Error when a service had fewer pods during the fault than the report says */
export function isNotWorse(report: string, name: FaultName, survivals: readonly Survival[]): void {
  const fault: Fault = FAULTS[name];
  const written = cellsOf(report).filter((cell) => cell.fault === name);
  const worse = survivals
    .filter(({ service }) => hits(fault, service))
    .flatMap(({ service, lowest, when }) => {
      const title = titleOfService(service);
      const cell = written.find((one) => titleOfService(one.service) === title);
      if (cell !== undefined && lowest >= cell.lowest) return [];
      return `${title}, ${fault.name}: measured ${lowest} of ${service.min} (${when}); committed ${cell?.lowest ?? 'nothing'}; allowed ${fault.least(service)}`;
    });
  if (worse.length > 0) throw new Error(`fewer pods than in report.md\n${worse.join('\n')}\n${REFRESH}`);
}
