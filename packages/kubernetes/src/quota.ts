import { show, UserError } from '@plinth/errors';
import type { Cpu, Memory } from '@plinth/units';
import type { V27 } from './kplus';
import { resolveAll } from './resolve';
import { readCpu, readMemory } from './resources';

/** What all pods of a namespace may use together. */
export interface Quota {
  /** The sum of guaranteed processor time. */
  readonly cpu: Cpu | number | string;
  /** The sum of processor time at most. */
  readonly cpuLimit: Cpu | number | string;
  /** The sum of memory, guaranteed and at most. */
  readonly memory: Memory | string;
  readonly pods: number;
  /** The number of disks. @default 20 */
  readonly volumes?: number;
}

/** Processor time and memory of one container. */
export interface ContainerSize {
  readonly cpu: Cpu | number | string;
  readonly memory: Memory | string;
}

/** Bounds of every container of a namespace, and what one gets that says nothing. */
export interface ContainerSizes {
  /** @default 10m, 16Mi */
  readonly least?: ContainerSize;
  /** @default 100m, 128Mi */
  readonly usual?: ContainerSize;
  /** @default 8 cores, 16Gi */
  readonly most?: ContainerSize;
}

interface Size {
  readonly cpu: Cpu;
  readonly memory: Memory;
}

const LEAST: ContainerSize = { cpu: '10m', memory: '16Mi' };
const USUAL: ContainerSize = { cpu: '100m', memory: '128Mi' };
const MOST: ContainerSize = { cpu: 8, memory: '16Gi' };
const VOLUMES = 20;

/** @throws UserError `unit-cpu`, `unit-memory`, `quota-…` */
export function resolveQuota(input: Quota): V27['ResourceQuotaSpec'] {
  const quota = resolveAll({
    cpu: () => readCpu(input.cpu),
    cpuLimit: () => readCpu(input.cpuLimit),
    memory: () => readMemory(input.memory).toString(),
    pods: () => readCount(input.pods),
    volumes: () => readCount(input.volumes ?? VOLUMES),
  });
  if (quota.cpuLimit.compare(quota.cpu) < 0) {
    throw quotaError(
      '.cpuLimit',
      `${quota.cpuLimit}, less than cpu ${quota.cpu}`,
      'at least cpu',
      'raise cpuLimit',
    );
  }
  return {
    hard: {
      'requests.cpu': quota.cpu.toString(),
      'requests.memory': quota.memory,
      'limits.cpu': quota.cpuLimit.toString(),
      'limits.memory': quota.memory,
      pods: String(quota.pods),
      persistentvolumeclaims: String(quota.volumes),
      // The only way in is the gateway.
      'services.loadbalancers': '0',
      'services.nodeports': '0',
    },
  };
}

/** @throws UserError `unit-cpu`, `unit-memory`, `quota-…` */
export function resolveContainerSizes(input: ContainerSizes = {}): V27['LimitRangeSpec'] {
  const { least, usual, most } = resolveAll({
    least: () => resolveSize(input.least ?? LEAST),
    usual: () => resolveSize(input.usual ?? USUAL),
    most: () => resolveSize(input.most ?? MOST),
  });
  const twiceUsual = { ...usual, cpu: usual.cpu.times(2) };
  if (!fits(least, usual) || !fits(twiceUsual, most)) {
    throw quotaError(
      '.usual',
      `${print(usual)}`,
      `from ${print(least)}, with twice the cpu within ${print(most)}`,
      'move the bounds with it',
    );
  }
  return {
    limits: [
      {
        type: 'Container',
        min: toQuantities(least),
        defaultRequest: toQuantities(usual),
        default: toQuantities(twiceUsual),
        max: toQuantities(most),
      },
    ],
  };
}

function resolveSize(input: ContainerSize): Size {
  return resolveAll<Size>({ cpu: () => readCpu(input.cpu), memory: () => readMemory(input.memory) });
}

function toQuantities({ cpu, memory }: Size): Readonly<Record<'cpu' | 'memory', string>> {
  return { cpu: cpu.toString(), memory: memory.toString() };
}

function fits(small: Size, large: Size): boolean {
  return small.cpu.compare(large.cpu) <= 0 && small.memory.compare(large.memory) <= 0;
}

function print({ cpu, memory }: Size): string {
  return `${cpu} cpu and ${memory}`;
}

function readCount(value: unknown): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 100_000) return value;
  throw quotaError('count', show(value), 'a whole number from 1 to 100000', 'write for example 50');
}

function quotaError(where: string, found: string, allowed: string, fix: string): UserError {
  return new UserError({
    code: where === 'count' ? 'quota-count' : 'quota-range',
    where,
    found,
    allowed,
    fix,
  });
}
