import { show } from '@plinth/errors';
import type { Path } from '../report';
import type { EnvironmentFacts, ResolvedService } from '../resolved';
import { rolloutEndsBeforeCertificate } from './longest-rollout';
import { quotaHoldsService, type SquadHere } from './quota';
import { livePath, readyPath } from './service-settings';

/** One of the settings that contradict each other, and what to tell whoever wrote it. */
export interface Side {
  readonly path: Path;
  /** @default what was written there */
  readonly found?: string;
  readonly allowed: string;
  readonly fix: string;
}

/** Settings that are right by themselves and wrong together. */
export interface Contradiction {
  readonly code: string;
  /** Where several were set in the same layer, the first is the one to name. */
  readonly sides: readonly [Side, ...Side[]];
}

/** What a rule may ask beside the service itself. */
export interface Surroundings {
  readonly facts: EnvironmentFacts;
  /** Absent when it is unknown or wrong, which is told elsewhere. */
  readonly squad: SquadHere | undefined;
  /** Where a setting comes from, in words: `in the base`. */
  readonly from: (path: Path) => string;
  /** Does the base or an overlay say it? */
  readonly isWritten: (path: Path) => boolean;
}

export type Rule = (service: ResolvedService, surroundings: Surroundings) => Contradiction | undefined;

const CPU = ['resources', 'cpu'];
const CPU_LIMIT = ['resources', 'cpuLimit'];
const MIN = ['scaling', 'min'];
const MAX = ['scaling', 'max'];

const limitCoversRequest: Rule = ({ resources: { cpu, cpuLimit } }, { from }) =>
  cpuLimit.compare(cpu) >= 0
    ? undefined
    : {
        code: 'cpu-limit',
        sides: [
          {
            path: CPU_LIMIT,
            allowed: `at least the ${cpu} that the container requests ${from(CPU)}`,
            fix: `set resources.cpuLimit to "${cpu}" or more`,
          },
          {
            path: CPU,
            allowed: `at most resources.cpuLimit, which is ${cpuLimit} ${from(CPU_LIMIT)}`,
            fix: `set resources.cpuLimit to "${cpu}" or more`,
          },
        ],
      };

/** A larger one is refused by the bounds of its namespace. */
const containerIsNotTooLarge: readonly Rule[] = (['cpuLimit', 'memory'] as const).map(
  (field) =>
    ({ resources }, { facts }) => {
      const { largestContainer, cpuLimit } = facts;
      const fits =
        field === 'memory'
          ? resources.memory.compare(largestContainer.memory) <= 0
          : // The environment's own limit is judged with its facts.
            resources.cpuLimit.compare(largestContainer.cpu) <= 0 || resources.cpuLimit.equals(cpuLimit);
      if (fits) return undefined;
      const fact = field === 'memory' ? 'memory' : 'cpu';
      return {
        code: 'container-too-large',
        sides: [
          {
            path: ['resources', field],
            allowed: `at most ${largestContainer[fact]}, the environment's fact largestContainer.${fact}`,
            fix: 'lower it: larger containers get nodes of their own, which the platform provides',
          },
        ],
      };
    },
);

const replicasHaveRoom: Rule = (service, { from }) => {
  if (!('scaling' in service)) return undefined;
  const { min, max } = service.scaling;
  if (max === undefined || max > min) return undefined;
  return {
    code: 'scaling-bounds',
    sides: [
      {
        path: MAX,
        allowed: `more than scaling.min, which is ${min} ${from(MIN)}`,
        fix: 'raise it, or leave `max` out for a fixed number of replicas',
      },
      {
        path: MIN,
        allowed: `less than scaling.max, which is ${max} ${from(MAX)}`,
        fix: 'lower it, or raise scaling.max',
      },
    ],
  };
};

/** Fewer than the floor would take the service's disruption budget away without a word. */
const floorIsKept: Rule = (service, { facts: { replicaFloor } }) =>
  'scaling' in service && service.scaling.min < replicaFloor
    ? {
        code: 'below-replica-floor',
        sides: [
          {
            path: MIN,
            allowed: `at least ${replicaFloor}, the environment's fact replicaFloor`,
            fix: 'leave min out, or raise it',
          },
        ],
      }
    : undefined;

const autoscalingIsWhole: Rule = (service) =>
  'scaling' in service && service.scaling.max === undefined && service.scaling.external.length > 0
    ? {
        code: 'scaling-without-max',
        sides: [
          {
            path: ['scaling', 'external'],
            found: show(service.scaling.external.map(({ type }) => type)),
            allowed: 'metrics together with scaling.max',
            fix: 'set scaling.max, the most replicas that its callees can bear',
          },
        ],
      }
    : undefined;

const graceIsBounded: Rule = (service, { from }) => {
  if (!('shutdown' in service)) return undefined;
  const { deregister, drain } = service.shutdown;
  if (deregister.seconds + drain.seconds <= 590) return undefined;
  const side = (name: string, other: string, value: unknown): Side => ({
    path: ['shutdown', name],
    allowed: `together at most 590s with shutdown.${other}, which is ${value} ${from(['shutdown', other])}`,
    fix: 'shorten it: node maintenance ends pods after ten minutes',
  });
  return {
    code: 'shutdown-too-long',
    sides: [side('drain', 'deregister', deregister), side('deregister', 'drain', drain)],
  };
};

/** What the base keeps, an overlay may break. */
const probesStillDiffer: Rule = (service) =>
  'health' in service && service.health.ready === service.health.live
    ? { code: 'same-probes', sides: [livePath, readyPath] }
    : undefined;

/** Settings that contradict each other, whichever layer they come from. */
export const resolvedServiceRules: readonly Rule[] = [
  limitCoversRequest,
  ...containerIsNotTooLarge,
  replicasHaveRoom,
  floorIsKept,
  autoscalingIsWhole,
  graceIsBounded,
  ...quotaHoldsService,
  rolloutEndsBeforeCertificate,
];

/** Rules of the base that hold for what overlays make of it. */
export const customizedServiceRules: readonly Rule[] = [probesStillDiffer];
