import { z } from 'zod';
import { text } from './_leaf';
import { cpu, memory } from './quantity';

/** What a container asks for. Memory and ephemeral storage are limited to what they ask for. */
export const resources = z.strictObject({
  /** Processor time requested, in cores. */
  cpu,
  /** Processor time at which the container is throttled. @default the environment's `cpuLimit` */
  cpuLimit: cpu.optional(),
  /** Memory requested and limit. */
  memory,
  /** Scratch space requested and limit. @default "256Mi" */
  ephemeralStorage: memory.optional(),
});

const mountPath = text(
  /^\/(?!(?:bin|dev|etc|lib|proc|run|sbin|sys|tmp|usr)(?:\/|$))[a-z0-9][a-z0-9._-]*(?:\/[a-z0-9][a-z0-9._-]*)*$/,
  'an absolute path outside the system\'s own folders, such as "/data"',
  'choose another path',
);

/** A claim on a disk that outlives its pod. */
export const storage = z.strictObject({
  size: memory,
  /** Where the container finds it. */
  mountPath,
});
