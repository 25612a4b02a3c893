import { show, UserError } from '@plinth/errors';
import type { Cidr } from '@plinth/units';
import { readHostname } from './hostname';
import { readName } from './name';
import { readCidrs } from './peer';
import { EDGE_PORT, type Ports } from './port';
import { resolveAll, resolveEach } from './resolve';

/**
 * A way in from outside the cluster: a route on a gateway that others run, to the port `edge`. There is
 * no other; a Service is never a load balancer or a node port.
 * @see https://gateway-api.sigs.k8s.io/api-types/httproute/
 */
export interface Exposure {
  readonly gateway: { readonly namespace: string; readonly name: string };
  readonly hostnames: readonly string[];
  /** The path prefix that belongs to this service. @default / */
  readonly path?: string;
  /** Where the gateway's proxies and health checks come from; only they reach the port `edge`. */
  readonly gatewayRanges: readonly (Cidr | string)[];
}

export interface ResolvedExposure {
  readonly gateway: { readonly namespace: string; readonly name: string };
  readonly hostnames: readonly string[];
  readonly path: string;
  readonly gatewayRanges: readonly [Cidr, ...Cidr[]];
}

/** @throws UserError `hostname`, `exposure-…`, `cidr…` */
export function resolveExposure(input: Exposure, ports: Ports): ResolvedExposure {
  const { port: _, ...exposure } = resolveAll({
    gateway: () =>
      resolveAll({
        namespace: () => readName(input.gateway.namespace),
        name: () => readName(input.gateway.name),
      }),
    hostnames: () => readHostnames(input.hostnames),
    path: () => readPath(input.path ?? '/'),
    gatewayRanges: () => readCidrs(input.gatewayRanges),
    port: () => checkEdgePort(ports),
  });
  return exposure;
}

function readHostnames(input: readonly string[]): readonly string[] {
  if (input.length > 0) return resolveEach(input, readHostname);
  throw exposureError(
    'exposure-hostnames',
    'an empty list',
    'at least one host name: none would mean all',
    'write for example "api.example.com"',
  );
}

function readPath(path: string): string {
  if (
    typeof path === 'string' &&
    /^\/(?:[A-Za-z0-9._~-]+(?:\/[A-Za-z0-9._~-]+)*)?$/.test(path) &&
    !/\/\.{1,2}(?:\/|$)/.test(path)
  )
    return path;
  throw exposureError(
    'exposure-path',
    show(path),
    'a path from "/" without "..", blanks or final slash',
    'write for example "/exchange"',
  );
}

function checkEdgePort(ports: Ports): void {
  if (EDGE_PORT in ports) return;
  throw exposureError(
    'exposure-port',
    'no port "edge"',
    'a port "edge" with server TLS: the load balancer has no client certificate',
    'add for example ports: { edge: 8444 }',
  );
}

function exposureError(code: string, found: string, allowed: string, fix: string): UserError {
  return new UserError({ code, where: 'exposure', found, allowed, fix });
}
