import { type Problem, show } from '@plinth/errors';
import type { ResolvedMutualTls } from './mutual-tls';
import { EDGE_PORT, HEALTH_PORT, type Port } from './port';

/**
 * What a proxy stands before: the gateway's port, and the others where somebody may call. The kubelet asks the program itself, and
 * UDP is not spoken for.
 */
export function _doors(ports: readonly Port[], clients: readonly string[] = []): readonly Port[] {
  return ports
    .filter(({ name, protocol }) => name !== HEALTH_PORT && protocol === 'TCP')
    .filter(({ name }) => name === EDGE_PORT || clients.length > 0);
}

/** A door leads somewhere, and in one pod each port is somebody's. */
export function _proxyPortProblems(mutualTls: ResolvedMutualTls, ports: readonly Port[]): Problem[] {
  const { proxy, clients, servers } = mutualTls;
  if (proxy === undefined) return [];
  const { plain, health } = proxy;
  const missing = _doors(ports, clients).filter(({ name }) => plain[name] === undefined);
  const closed = Object.keys(plain).filter((name) => !ports.some((port) => port.name === name));
  return [
    ...missing.map(({ name }) => missingPlain(name)),
    ...closed.map((name) => closedPlain(name, ports)),
    ...twice([
      ...ports.map(({ name, number }) => [`the port ${show(name)}`, undefined, number] as const),
      ...Object.entries(plain).map(
        ([name, number]) =>
          [`the program's port for ${show(name)}`, `.proxy.plain[${show(name)}]`, number] as const,
      ),
      ...servers.map(
        ({ name, loopback }, index) =>
          [`the call of ${name}`, `.servers[${index}].loopback`, loopback] as const,
      ),
      ["the proxy's health", '.proxy.health', health],
    ]),
  ];
}

function missingPlain(name: string): Problem {
  return {
    code: 'mutual-tls-proxy-port',
    where: '.proxy.plain',
    found: `no port of the program for ${show(name)}`,
    allowed: 'one for each port behind the proxy',
    fix: `write plain: { ${show(name)}: 8080 }, with the port of 127.0.0.1 on which the program listens`,
  };
}

function closedPlain(name: string, ports: readonly Port[]): Problem {
  return {
    code: 'mutual-tls-proxy-port',
    where: `.proxy.plain[${show(name)}]`,
    found: `${show(name)}, which is no port of the workload`,
    allowed: ports.length === 0 ? 'none: nobody calls it' : ports.map((port) => port.name).join(', '),
    fix: 'remove it, or add the port',
  };
}

/** Whose port, where it is written among the props of mutual TLS, and its number. */
type Taken = readonly [who: string, where: string | undefined, port: number | undefined];

function twice(taken: readonly Taken[]): Problem[] {
  const owners = new Map<number, string>();
  const problems: Problem[] = [];
  for (const [who, where, port] of taken) {
    if (port === undefined) continue;
    const owner = owners.get(port);
    if (owner === undefined) owners.set(port, who);
    else if (where !== undefined) {
      problems.push({
        code: 'mutual-tls-proxy-port',
        where,
        found: `${port}, as ${owner}`,
        allowed: 'in one pod, a port of its own for each',
        fix: 'choose another number',
      });
    }
  }
  return problems;
}
