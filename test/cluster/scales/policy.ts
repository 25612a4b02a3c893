/** One change of a number of replicas. */
export interface Step {
  readonly from: number;
  readonly to: number;
  /** When it was seen, in milliseconds: not before it happened. */
  readonly seen: number;
  /** When the autoscaler asked for the numbers that it then decided on: not after it happened. */
  readonly asked: number;
}

/** `spec.behavior` of an autoscaler. */
export interface Behavior {
  readonly scaleUp: Rules;
  readonly scaleDown: Rules;
}

interface Rules {
  readonly selectPolicy?: 'Max' | 'Min' | 'Disabled';
  readonly policies: readonly Policy[];
}

interface Policy {
  readonly type: 'Pods' | 'Percent';
  readonly value: number;
  readonly periodSeconds: number;
}

/**
 * Steps that went further than the policies permit. What certainly happened within one period before a step counts against it: steps
 * whose question was asked less than a period before this one was seen. So a machine that is slow is never taken for an
 * autoscaler that is fast.
 * @see https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#scaling-policies
 */
export function beyondPolicy(steps: readonly Step[], behavior: Behavior): string[] {
  return steps.flatMap((step, at) => {
    const up = step.to > step.from;
    const { policies } = up ? behavior.scaleUp : behavior.scaleDown;
    const limits = policies.map((policy) => limitOf(policy, step, steps.slice(0, at), up));
    // Both directions choose what changes most, unless they say otherwise.
    const limit = up ? Math.max(...limits) : Math.min(...limits);
    const isBeyond = up ? step.to > limit : step.to < limit;
    return isBeyond ? [`${step.from} to ${step.to}, where ${limit} was the furthest`] : [];
  });
}

function limitOf(policy: Policy, step: Step, earlier: readonly Step[], up: boolean): number {
  const inPeriod = earlier.filter(({ asked }) => asked > step.seen - policy.periodSeconds * 1000);
  const start = step.from - inPeriod.reduce((sum, { from, to }) => sum + to - from, 0);
  const sign = up ? 1 : -1;
  if (policy.type === 'Pods') return start + sign * policy.value;
  const share = start * (1 + (sign * policy.value) / 100);
  return up ? Math.ceil(share) : Math.floor(share);
}
