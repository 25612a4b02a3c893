import { type Problem, show, UserError } from '@plinth/errors';
import { Duration, Percent } from '@plinth/units';
import type { ExternalMetric } from './cloud-monitoring-metric';
import { type DurationInput, readDuration } from './duration-range';
import { resolveAll } from './resolve';

/** How many pods run: a fixed number, or what the load asks for. */
export type Scaling = FixedScaling | Autoscaling;

export interface FixedScaling {
  readonly replicas: number;
  readonly min?: never;
  readonly max?: never;
  readonly cpu?: never;
  readonly external?: never;
  readonly scaleDownWindow?: never;
}

/** @see https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/ */
export interface Autoscaling {
  readonly replicas?: never;
  readonly min: number;
  readonly max: number;
  /**
   * The share of the requested processor time at which another pod starts, always needed: while an
   * external metric cannot be read, it alone protects the service.
   */
  readonly cpu: Percent | number;
  /** Numbers outside the cluster to follow as well. @default - none */
  readonly external?: readonly ExternalMetric[];
  /** How long the load must have been lower before pods are taken away, 5m to 1h. @default 5m */
  readonly scaleDownWindow?: DurationInput;
}

export interface ResolvedAutoscaling {
  readonly kind: 'autoscaling';
  readonly min: number;
  readonly max: number;
  readonly cpu: Percent;
  readonly external: readonly ExternalMetric[];
  readonly scaleDownWindow: Duration;
}

export type ResolvedScaling = { readonly kind: 'fixed'; readonly min: number } | ResolvedAutoscaling;

const WINDOW = Duration.minutes(5);
const LONGEST_WINDOW = Duration.hours(1);
const MOST_REPLICAS = 1000;

/** @throws UserError `replicas`, `scaling-…`, `unit-percent`, `duration-range` */
export function resolveScaling(input: Scaling): ResolvedScaling {
  const clash = ['min', 'max', 'cpu', 'external', 'scaleDownWindow'].find(
    (key) => input[key as keyof Scaling] !== undefined,
  );
  if (input.replicas !== undefined) {
    if (clash !== undefined) {
      throw new UserError({
        code: 'scaling-both',
        where: '.replicas',
        found: `replicas beside ${clash}`,
        allowed: 'a fixed number of replicas, or min, max and cpu',
        fix: 'delete replicas: the autoscaler owns the number',
      });
    }
    const { replicas } = resolveAll({ replicas: () => readReplicas(input.replicas) });
    return { kind: 'fixed', min: replicas };
  }
  const { min, max, ...rest } = resolveAll<Omit<ResolvedAutoscaling, 'kind'>>({
    min: () => readReplicas(input.min),
    max: () => readReplicas(input.max),
    cpu: () => (input.cpu instanceof Percent ? input.cpu : Percent.parse(input.cpu)),
    external: () => input.external ?? [],
    scaleDownWindow: () => readDuration(input.scaleDownWindow ?? WINDOW, WINDOW, LONGEST_WINDOW),
  });
  if (min >= max) throw new UserError(rangeProblem(min, max));
  return { kind: 'autoscaling', min, max, ...rest };
}

/** @throws UserError `replicas` */
export function readReplicas(value: unknown): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= MOST_REPLICAS)
    return value;
  throw new UserError({
    code: 'replicas',
    where: 'replicas',
    found: show(value),
    allowed: `a whole number from 1 to ${MOST_REPLICAS}`,
    fix: 'write for example 3',
  });
}

function rangeProblem(min: number, max: number): Problem {
  return {
    code: 'scaling-range',
    where: '.max',
    found: `${max} for min ${min}`,
    allowed: 'more than min',
    fix: min === max ? `write { replicas: ${min} } for a fixed number` : `write at least ${min + 1}`,
  };
}
