import { show, UserError } from '@plinth/errors';
import type { Duration } from '@plinth/units';
import type { JobSpec } from './newer-fields';
import type { PodTemplate } from './pod-template';

/** How often work that ends may fail, and how long it may take in all. */
export interface JobLimits {
  readonly retries: number;
  readonly timeout: Duration;
}

/** One pod that runs to its end and is replaced, not restarted, when it fails, so that its log stays. */
export function _jobSpec(pod: PodTemplate, { retries, timeout }: JobLimits): JobSpec {
  return { backoffLimit: retries, activeDeadlineSeconds: timeout.seconds, template: pod._template };
}

/** @throws UserError `retries` */
export function readRetries(value: unknown): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 10) return value;
  throw new UserError({
    code: 'retries',
    where: 'retries',
    found: show(value),
    allowed: 'a whole number from 0 to 10',
    fix: 'write for example 2',
  });
}
