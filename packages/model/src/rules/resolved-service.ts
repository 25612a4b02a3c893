import type { Mistake } from '../report';
import type { ResolvedService } from '../resolved';
import { sameProbes } from './service-settings';

export type SettingMistake = Pick<Mistake, 'code' | 'path' | 'value' | 'allowed' | 'fix'>;
type Rule = (service: ResolvedService) => SettingMistake | undefined;

const limitCoversRequest: Rule = ({ resources: { cpu, cpuLimit } }) =>
  cpuLimit.compare(cpu) >= 0
    ? undefined
    : {
        code: 'cpu-limit',
        path: ['resources', 'cpuLimit'],
        value: String(cpuLimit),
        allowed: `at least the ${cpu} that the container requests`,
        fix: `set resources.cpuLimit to "${cpu}" or more`,
      };

const replicasHaveRoom: Rule = (service) => {
  if (
    !('scaling' in service) ||
    service.scaling.max === undefined ||
    service.scaling.max > service.scaling.min
  )
    return undefined;
  const { min, max } = service.scaling;
  return {
    code: 'scaling-bounds',
    path: ['scaling', 'max'],
    value: max,
    allowed: `more than scaling.min, which is ${min} here`,
    fix: 'raise it, or leave `max` out for a fixed number of replicas',
  };
};

const autoscalingIsWhole: Rule = (service) =>
  'scaling' in service && service.scaling.max === undefined && service.scaling.external.length > 0
    ? {
        code: 'scaling-without-max',
        path: ['scaling', 'external'],
        value: service.scaling.external.map(({ type }) => type),
        allowed: 'metrics together with scaling.max',
        fix: 'set scaling.max, the most replicas that its callees can bear',
      }
    : undefined;

const graceIsBounded: Rule = (service) => {
  if (!('shutdown' in service)) return undefined;
  const { deregister, drain } = service.shutdown;
  return deregister.seconds + drain.seconds <= 590
    ? undefined
    : {
        code: 'shutdown-too-long',
        path: ['shutdown', 'drain'],
        value: String(drain),
        allowed: 'deregister and drain of together at most 590s',
        fix: 'shorten it: node maintenance ends pods after ten minutes',
      };
};

/** What the base keeps, an overlay may break. */
const probesStillDiffer: Rule = (service) =>
  'health' in service && service.health.ready === service.health.live
    ? sameProbes(service.health.live)
    : undefined;

/** Settings that contradict each other, whichever layer they come from. */
export const resolvedServiceRules: readonly Rule[] = [
  limitCoversRequest,
  replicasHaveRoom,
  autoscalingIsWhole,
  graceIsBounded,
];

/** Rules of the base that hold for what overlays make of it. */
export const customizedServiceRules: readonly Rule[] = [probesStillDiffer];
