import { z } from 'zod';
import { urlPath } from './network';
import { durationBetween } from './quantity';

/**
 * How the platform asks a process whether it is well, over plain HTTP on the `health` port.
 * @see https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/
 */
export const health = z.strictObject({
  /** Answers 200 when it can serve now. */
  ready: urlPath,
  /** Answers 200 while a restart would not help; asks no dependency. */
  live: urlPath,
  /** How long a start may take at most. @default "2m30s" */
  startWithin: durationBetween('10s', '30m').optional(),
});

/** How a process ends: the grace period is derived from both. */
export const shutdown = z.strictObject({
  /** Time for load balancers to forget the pod before the process is told to end. @default "10s" */
  deregister: durationBetween('1s', '2m').optional(),
  /** Time the process needs to finish what it has begun. @default "30s" */
  drain: durationBetween('1s', '8m').optional(),
});
