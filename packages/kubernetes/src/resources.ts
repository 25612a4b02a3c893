import { UserError } from '@plinth/errors';
import { Cpu, Memory } from '@plinth/units';
import type { ResourceRequirements } from './newer-fields';
import { resolveAll } from './resolve';

/** What a container gets and may not exceed. */
export interface Resources {
  /** Guaranteed processor time: `0.2` or `"200m"`. */
  readonly cpu: Cpu | number | string;
  /** The most processor time, at least `cpu`. A decision of its own, so never derived. */
  readonly cpuLimit: Cpu | number | string;
  /** Guaranteed and most at once, so that no pod dies of its neighbour's memory: `"256Mi"`. */
  readonly memory: Memory | string;
  /** Disk for logs, `/tmp` and written layers; guaranteed and most at once. @default 256Mi */
  readonly ephemeralStorage?: Memory | string;
  /** The size of `/tmp`, the only writable folder; part of `ephemeralStorage`. @default 64Mi */
  readonly tmp?: Memory | string;
}

export interface ResolvedResources {
  readonly cpu: Cpu;
  readonly cpuLimit: Cpu;
  readonly memory: Memory;
  readonly ephemeralStorage: Memory;
  readonly tmp: Memory;
}

const EPHEMERAL_STORAGE = Memory.mebibytes(256);
const TMP = Memory.mebibytes(64);

/** @throws UserError `unit-cpu`, `unit-memory`, `resources-…` */
export function resolveResources(input: Resources): ResolvedResources {
  const resources = resolveAll<ResolvedResources>({
    cpu: () => readCpu(input.cpu),
    cpuLimit: () => readCpu(input.cpuLimit),
    memory: () => readMemory(input.memory),
    ephemeralStorage: () => readMemory(input.ephemeralStorage ?? EPHEMERAL_STORAGE),
    tmp: () => readMemory(input.tmp ?? TMP),
  });
  UserError.throwIfAny([
    ...(resources.cpuLimit.compare(resources.cpu) < 0
      ? [
          {
            code: 'resources-cpu-limit',
            where: '.cpuLimit',
            found: `${resources.cpuLimit}, less than cpu ${resources.cpu}`,
            allowed: 'at least cpu',
            fix: `write for example ${JSON.stringify(String(resources.cpu.times(2)))}`,
          },
        ]
      : []),
    ...(resources.tmp.compare(resources.ephemeralStorage) > 0
      ? [
          {
            code: 'resources-tmp',
            where: '.tmp',
            found: `${resources.tmp}, more than ephemeralStorage ${resources.ephemeralStorage}`,
            allowed: 'at most ephemeralStorage',
            fix: 'raise ephemeralStorage with it',
          },
        ]
      : []),
  ]);
  return resources;
}

export function _toRequirements(resources: ResolvedResources): ResourceRequirements {
  const memory = resources.memory.toString();
  const ephemeralStorage = resources.ephemeralStorage.toString();
  return {
    requests: { cpu: resources.cpu.toString(), memory, 'ephemeral-storage': ephemeralStorage },
    limits: { cpu: resources.cpuLimit.toString(), memory, 'ephemeral-storage': ephemeralStorage },
  };
}

/** Processor time as people write it. */
export function readCpu(input: Cpu | number | string): Cpu {
  return input instanceof Cpu ? input : Cpu.parse(input);
}

/** Memory as people write it. */
export function readMemory(input: Memory | string): Memory {
  return input instanceof Memory ? input : Memory.parse(input);
}
