import type { Measurement } from '@plinth/testing';
import { FAULTS, type Fault, type FaultName, hits } from './faults';
import type { Survival } from './observer';
import { cellsOf } from './report';
import { titleOfService } from './service';

/**
 * Where a run had fewer pods than the recorded one. No run is held to the record, which is what timing made of one on one machine; but
 * who reads that it gets worse may look why, and write it down.
 */
export function belowRecord(report: string, name: FaultName, survivals: readonly Survival[]): Measurement[] {
  const fault: Fault = FAULTS[name];
  const recorded = cellsOf(report).filter((cell) => cell.fault === name);
  return survivals
    .filter(({ service }) => hits(fault, service))
    .flatMap(({ service, lowest, when }) => {
      const title = titleOfService(service);
      const cell = recorded.find((one) => titleOfService(one.service) === title);
      if (cell !== undefined && lowest >= cell.lowest) return [];
      return [
        {
          fault: fault.name,
          service: title,
          lowest,
          when,
          recorded: cell?.lowest ?? 'nothing',
          allowed: fault.least(service),
        },
      ];
    });
}
