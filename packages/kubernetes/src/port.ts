import { type Problem, show, UserError } from '@plinth/errors';

/** A port and its protocol; a bare number is TCP. */
export type PortInput = number | { readonly number: number; readonly protocol: 'TCP' | 'UDP' };

/** What a workload listens on, by name: `{ https: 8443 }`. */
export type Ports = Readonly<Record<string, PortInput>>;

/** One port in full. */
export interface Port {
  readonly name: string;
  readonly number: number;
  readonly protocol: 'TCP' | 'UDP';
}

/** For the kubelet's probes only: plain, because the kubelet has no client certificate. */
export const HEALTH_PORT = 'health';
const DEFAULT_HEALTH_PORT = 8081;

/** For the gateway only: server TLS, because the load balancer has no client certificate. */
export const EDGE_PORT = 'edge';

/**
 * Named ports in the order in which they are written, with the health port last unless it is written.
 * @throws UserError `port-name`, `port-number`, `port-twice`
 */
export function resolvePorts(input: Ports): readonly Port[] {
  const ports = listPorts(input);
  UserError.throwIfAny(ports.flatMap((port, index) => portProblems(port, ports.slice(0, index))));
  return ports;
}

/** The same, whatever their names and numbers. */
export function listPorts(input: Ports): readonly Port[] {
  const withHealth: Ports = HEALTH_PORT in input ? input : { ...input, [HEALTH_PORT]: DEFAULT_HEALTH_PORT };
  return Object.entries(withHealth).map(([name, port]): Port => {
    const { number, protocol } =
      typeof port === 'object' && port !== null ? port : { number: port, protocol: 'TCP' as const };
    return { name, number, protocol };
  });
}

/** What callers may reach: all but the doors of the kubelet and of the gateway. */
export function callerPorts(ports: readonly Port[]): readonly Port[] {
  return ports.filter((port) => port.name !== HEALTH_PORT && port.name !== EDGE_PORT);
}

/** @throws UserError `port-number` */
export function readPortNumber(value: unknown): number {
  if (isPortNumber(value, 1)) return value;
  throw new UserError({
    code: 'port-number',
    where: 'port',
    found: show(value),
    allowed: 'a whole number from 1 to 65535',
    fix: 'write for example 5432',
  });
}

function portProblems(port: Port, earlier: readonly Port[]): Problem[] {
  const where = `.${port.name}`;
  const problems: Problem[] = [];
  if (!/^(?=[a-z0-9-]*[a-z])(?!.*--)[a-z0-9](?:[a-z0-9-]{0,13}[a-z0-9])?$/.test(port.name)) {
    problems.push({
      code: 'port-name',
      where: `[${show(port.name)}]`,
      found: show(port.name),
      allowed: '1 to 15 of a-z, 0-9 and "-", with a letter',
      fix: 'write for example "https"',
    });
  }
  if (!isPortNumber(port.number, 1025)) {
    problems.push({
      code: 'port-number',
      where,
      found: show(port.number),
      allowed: 'a whole number from 1025 to 65535: a process without rights cannot listen below',
      fix: 'write for example 8443',
    });
  }
  if (port.protocol !== 'TCP' && port.protocol !== 'UDP') {
    problems.push({
      code: 'port-protocol',
      where,
      found: show(port.protocol),
      allowed: '"TCP" or "UDP"',
      fix: 'write "TCP"',
    });
  }
  const twin = earlier.find((other) => other.number === port.number);
  if (twin !== undefined) {
    problems.push({
      code: 'port-twice',
      where,
      found: `${port.number}, which is also ${JSON.stringify(twin.name)}`,
      allowed: 'a number of its own for each port, TCP and UDP taken together',
      fix: 'choose another number',
    });
  }
  return problems;
}

function isPortNumber(value: unknown, least: number): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= least && value <= 65535;
}
