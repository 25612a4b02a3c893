import { Duration } from '@plinth/units';
import type { ResolvedService } from '../resolved';
import type { Rule } from './resolved-service';

/** What pods wait for beside their programs, as it is rendered. */
const WAIT = {
  /** Until the proxy beside a program answers. */
  proxy: Duration.seconds(120),
  /** A pod that has started is looked at before the next one follows. */
  ready: Duration.seconds(10),
  /** Between the time that a process may take to end and its being killed. */
  kill: Duration.seconds(5),
} as const;

type LongRunning = Exclude<ResolvedService, { kind: 'scheduled-job' }>;

/**
 * How long a roll-out of a service can take, from the first pod to the last: one after the other, each as slow as it may be. A pod
 * that waits for a node, for its image or for a secret of Vault is as slow as they are, which no declaration says.
 */
function longestRollout(service: LongRunning): number {
  if (service.kind === 'stateful-node') return service.replicas * (endOf(service) + startOf(service));
  const { min, max = min } = service.scaling;
  // A new pod waits for an old one to be told, not for it to have ended.
  return max * startOf(service) + endOf(service);
}

function startOf(service: LongRunning): number {
  const proxy = hasProxy(service) ? WAIT.proxy.seconds : 0;
  return proxy + service.health.startWithin.seconds + WAIT.ready.seconds;
}

function endOf({ shutdown }: LongRunning): number {
  return shutdown.deregister.seconds + shutdown.drain.seconds + WAIT.kill.seconds;
}

function hasProxy({ mutualTls }: ResolvedService): boolean {
  return mutualTls?.termination.by === 'sidecar';
}

/**
 * The end of the lattice. A pod that takes up its certificate when it starts has at least the window of renewal left of it: until
 * then its roll-out is over, and a run has ended.
 */
export const rolloutEndsBeforeCertificate: Rule = (service, { from }) => {
  if (service.mutualTls === undefined) return undefined;
  const { renewBefore } = service.mutualTls;
  const longest = service.kind === 'scheduled-job' ? service.timeout.seconds : longestRollout(service);
  if (longest < renewBefore.seconds) return undefined;
  const proxy =
    service.kind !== 'scheduled-job' && hasProxy(service) ? `, ${WAIT.proxy} of each pod for its proxy` : '';
  const allowed = `what ends within ${renewBefore}, certificates.renewBefore of the environment; this can take ${Duration.seconds(longest)}${proxy}`;
  if (service.kind === 'scheduled-job') {
    return {
      code: 'rollout-outlives-certificate',
      sides: [{ path: ['timeout'], allowed, fix: 'shorten it, or renew certificates earlier' }],
    };
  }
  const count = service.kind === 'stateful-node' ? ['replicas'] : ['scaling', 'max'];
  const fix = 'let it start faster, run fewer pods, or renew certificates earlier';
  return {
    code: 'rollout-outlives-certificate',
    sides: [
      {
        path: count,
        allowed: `${allowed}, with health.startWithin ${service.health.startWithin} ${from(['health', 'startWithin'])}`,
        fix,
      },
      { path: ['health', 'startWithin'], allowed, fix },
    ],
  };
};
