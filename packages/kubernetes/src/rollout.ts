import { UserError } from '@plinth/errors';
import { Duration } from '@plinth/units';
import {
  type BeforeDeploymentProps,
  type ResolvedBeforeDeployment,
  resolveBeforeDeployment,
} from './before-deployment';
import type { ConfigFiles } from './config-files';
import { type DurationInput, readDuration } from './duration-range';
import { resolveAll } from './resolve';

/**
 * How a pod leaves: it waits until nobody sends it new requests (`preStop`), finishes those that it has
 * (`drain`), and is killed when `grace` is over.
 * @see https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination
 */
export interface Rollout {
  /** The sleep before the stop signal, while load balancers forget the pod. @default 10s */
  readonly preStop?: DurationInput;
  /** How long the process may take from the stop signal to its end. @default 30s */
  readonly drain?: DurationInput;
  /** From eviction to kill; more than preStop and drain together, at most 600s. @default - both and 5s more */
  readonly grace?: DurationInput;
  /** A job that must succeed before the pods change, such as a migration of the database. @default - none */
  readonly before?: BeforeDeploymentProps;
}

export interface ResolvedRollout {
  readonly preStop: Duration;
  readonly drain: Duration;
  readonly grace: Duration;
  readonly before: ResolvedBeforeDeployment | undefined;
}

const PRE_STOP = Duration.seconds(10);
const DRAIN = Duration.seconds(30);
const MARGIN_SECONDS = 5;
const SECOND = Duration.seconds(1);
const LONGEST = Duration.seconds(600);

/** @throws UserError `unit-duration`, `duration-range`, `rollout-grace` */
export function resolveRollout(input: Rollout = {}, config?: ConfigFiles): ResolvedRollout {
  const { preStop, drain, grace, before } = resolveAll({
    preStop: () => readDuration(input.preStop ?? PRE_STOP, SECOND, LONGEST),
    drain: () => readDuration(input.drain ?? DRAIN, SECOND, LONGEST),
    grace: () => (input.grace === undefined ? undefined : readDuration(input.grace, SECOND, LONGEST)),
    before: () => (input.before === undefined ? undefined : resolveBeforeDeployment(input.before, config)),
  });
  const needed = preStop.seconds + drain.seconds;
  const seconds = grace?.seconds ?? needed + MARGIN_SECONDS;
  if (seconds <= needed || seconds > LONGEST.seconds) {
    throw new UserError({
      code: 'rollout-grace',
      where: '.grace',
      found: `${Duration.seconds(seconds)} for preStop ${preStop} and drain ${drain}`,
      allowed: `more than preStop and drain together, at most ${LONGEST}`,
      fix: seconds <= needed ? `write at least "${Duration.seconds(needed + 1)}"` : 'shorten drain',
    });
  }
  return { preStop, drain, grace: Duration.seconds(seconds), before };
}
