import { didYouMean, oneOf, show, UserError } from '@plinth/errors';
import { Duration } from '@plinth/units';
import { type DurationInput, readDuration } from './duration-range';
import type { V27 } from './kplus';
import { HEALTH_PORT, type Port, type Ports } from './port';
import { resolveAll } from './resolve';

/**
 * How the kubelet learns that a container has started, is ready, and is alive.
 * @see https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/
 */
export interface Health {
  /** The path that answers 200 while the container can serve; it may look at dependencies. */
  readonly ready: string;
  /** The path that answers 200 unless only a restart helps; it must not look at dependencies. */
  readonly live: string;
  /** The longest start before the container is restarted. @default 150s */
  readonly startup?: DurationInput;
  /** The name of the plain HTTP port that answers. @default health */
  readonly port?: string;
}

export interface ResolvedHealth {
  readonly ready: string;
  readonly live: string;
  readonly startup: Duration;
  readonly port: string;
}

export interface Probes {
  readonly startupProbe: V27['Probe'];
  readonly readinessProbe: V27['Probe'];
  readonly livenessProbe: V27['Probe'];
}

const STARTUP = Duration.seconds(150);
const STARTUP_PERIOD_SECONDS = 5;

/** @throws UserError `health-…` */
export function resolveHealth(health: Health, ports: Ports): ResolvedHealth {
  const resolved = resolveAll<ResolvedHealth>({
    ready: () => readPath(health.ready),
    live: () => readPath(health.live),
    startup: () => readDuration(health.startup ?? STARTUP, Duration.seconds(5), Duration.minutes(60)),
    port: () => readPortName(health.port ?? HEALTH_PORT, ports),
  });
  if (resolved.ready === resolved.live) {
    throw new UserError({
      code: 'health-same-path',
      where: '.live',
      found: `${show(resolved.live)}, which is also ready`,
      allowed: 'a path of its own: a missing dependency must take a pod out of service, not restart it',
      fix: 'write for example "/livez"',
    });
  }
  return resolved;
}

/** The number of the port that answers. */
export function healthPortOf(ports: readonly Port[], { port: name }: ResolvedHealth): number {
  const port = ports.find((each) => each.name === name);
  // The reader has refused names that are not declared.
  if (port === undefined) throw new Error(`no port ${name}`);
  return port.number;
}

export function _toProbes({ ready, live, startup, port }: ResolvedHealth): Probes {
  return {
    startupProbe: {
      httpGet: { path: live, port },
      initialDelaySeconds: 2,
      periodSeconds: STARTUP_PERIOD_SECONDS,
      timeoutSeconds: 2,
      failureThreshold: Math.ceil(startup.seconds / STARTUP_PERIOD_SECONDS),
    },
    readinessProbe: {
      httpGet: { path: ready, port },
      initialDelaySeconds: 2,
      periodSeconds: 5,
      timeoutSeconds: 2,
      failureThreshold: 3,
    },
    // A minute of silence before a restart: far more than readiness takes to stop the traffic.
    livenessProbe: {
      httpGet: { path: live, port },
      initialDelaySeconds: 10,
      periodSeconds: 10,
      timeoutSeconds: 3,
      failureThreshold: 6,
    },
  };
}

function readPath(value: unknown): string {
  if (typeof value === 'string' && /^\/[A-Za-z0-9._~/-]*$/.test(value)) return value;
  throw new UserError({
    code: 'health-path',
    where: 'path',
    found: show(value),
    allowed: 'a path from "/" without blanks or query',
    fix: 'write for example "/readyz"',
  });
}

function readPortName(value: string, ports: Ports): string {
  const names = [...new Set([...Object.keys(ports), HEALTH_PORT])];
  if (names.includes(value)) return value;
  throw new UserError({
    code: 'health-port',
    where: 'port',
    found: show(value),
    allowed: `the name of a declared port: ${oneOf(names)}`,
    fix: didYouMean(String(value), names, 'declare it under ports'),
  });
}
