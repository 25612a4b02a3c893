import type { ParsedService } from '../parsed';
import type { BaseRule } from './base-rule';

/** Readiness asks "can it serve?", liveness "would a restart help?": one answer for both restarts what is only busy. */
export const probesDiffer: BaseRule = ({ parsed, report }) => {
  for (const { declaration, input } of parsed.readable) {
    if (input.health === undefined || input.health.ready !== input.health.live) continue;
    report.add({ code: 'same-probes', at: declaration, value: input.health.live, ...livePath });
  }
};

export const livePath = {
  path: ['health', 'live'],
  allowed: 'another path than `ready`',
  fix: 'answer `live` without asking any dependency, for example at "/livez"',
};

export const readyPath = {
  path: ['health', 'ready'],
  allowed: 'another path than `live`',
  fix: 'answer `ready` when it can serve now, for example at "/readyz"',
};

/** Each port number of a service has one meaning. */
export const portsAreUnique: BaseRule = ({ parsed, report }) => {
  for (const service of parsed.services.values()) {
    const seen = new Map<number, string>();
    for (const [name, port] of Object.entries(portsOf(service))) {
      const first = seen.get(port);
      seen.set(port, name);
      if (first === undefined) continue;
      report.add({
        code: 'duplicate-port',
        at: service.declaration,
        path: ['ports', name],
        value: port,
        allowed: `a port that "${first}" does not use`,
        fix: 'choose another number',
      });
    }
  }
};

/** The ports that a service listens on, with those that come by themselves. */
export function portsOf(service: ParsedService): Readonly<Record<string, number>> {
  switch (service.kind) {
    case 'web-service': {
      const { https, grpc, health, edge } = service.input.ports;
      return {
        ...(https !== undefined && { https }),
        ...(grpc !== undefined && { grpc }),
        health: health ?? 8081,
        ...(service.input.exposure && { edge: edge ?? 8444 }),
      };
    }
    case 'worker':
      return { health: service.input.ports?.health ?? 8081 };
    case 'stateful-node':
      return { ...service.input.ports, health: service.input.ports.health ?? 8081 };
    case 'scheduled-job':
      return {};
  }
}

/** What is called has something to call: the kubelet alone asks `health`, and the gateway `edge`. */
export const serversHavePorts: BaseRule = ({ parsed, report }) => {
  for (const service of parsed.services.values()) {
    if (service.kind !== 'web-service' && service.kind !== 'stateful-node') continue;
    const { health: _, ...ports } = service.input.ports;
    const isNode = service.kind === 'stateful-node';
    if (Object.keys(ports).some((name) => isNode || name !== 'edge')) continue;
    report.add({
      code: 'no-port',
      at: service.declaration,
      path: ['ports'],
      value: service.input.ports,
      allowed: isNode ? 'at least one port beside `health`' : 'a port `https`, a port `grpc`, or both',
      fix: isNode ? 'name the port that callers use' : 'write for example { https: 8443 }',
    });
  }
};

/** Whoever comes to `edge` shows no certificate: a gateway stands before it, and none stands before a node. */
export const nodesHaveNoEdge: BaseRule = ({ parsed, report }) => {
  for (const service of parsed.services.values()) {
    if (service.kind !== 'stateful-node' || service.input.ports.edge === undefined) continue;
    report.add({
      code: 'edge-of-node',
      at: service.declaration,
      path: ['ports', 'edge'],
      value: service.input.ports.edge,
      allowed: 'another name: `edge` is where a gateway comes in, without a certificate, and a node has none',
      fix: 'rename it, such as "api", or declare a web service with an exposure',
    });
  }
};

/** A request finds one service. */
export const routesAreUnique: BaseRule = ({ parsed, report }) => {
  const seen = new Map<string, string>();
  for (const service of parsed.services.values()) {
    if (service.kind !== 'web-service' || service.input.exposure === undefined) continue;
    const { host = 'api', path } = service.input.exposure;
    const first = seen.get(`${host} ${path}`);
    seen.set(`${host} ${path}`, service.name);
    if (first === undefined) continue;
    report.add({
      code: 'duplicate-route',
      at: service.declaration,
      path: ['exposure', 'path'],
      value: path,
      allowed: `a path that ${first} does not have on the host "${host}"`,
      fix: 'choose another path or host',
    });
  }
};
