import { didYouMean, oneOf, show } from '@plinth/errors';
import { lineOfPath } from '../json-text';
import { dnsNames, LONGEST_COMMON_NAME, PROXY_IMAGE, PROXY_PORTS, SERVICE_PROXY } from '../mutual-tls-names';
import type { ParsedService } from '../parsed';
import type { Mistake, Report } from '../report';
import { servedPorts } from '../resolve-mutual-tls';
import { isName, LONGEST_SERVICE_NAME, LONGEST_SQUAD_NAME } from '../schema/name';
import type { BaseRule } from './base-rule';
import type { EnvironmentRule } from './environment-rule';
import { portsOf } from './service-settings';

/** A certificate has one common name, and that has an end. */
export const commonNamesFit: BaseRule = ({ parsed, report }) => {
  for (const { name, declaration: at, input } of parsed.services.values()) {
    const [commonName] = dnsNames({ name, namespace: input.squad });
    // Names that are too long by themselves are told there.
    const isNamed = isName(name, LONGEST_SERVICE_NAME) && isName(input.squad, LONGEST_SQUAD_NAME);
    if (!isNamed || commonName.length <= LONGEST_COMMON_NAME) continue;
    report.add({
      code: 'common-name-too-long',
      at,
      path: [],
      found: `the common name "${commonName}" of ${commonName.length} characters`,
      allowed: `at most ${LONGEST_COMMON_NAME}, as certificates have it: service and squad together ${LONGEST_COMMON_NAME - 5}`,
      fix: 'choose a shorter name',
    });
  }
};

/** A program finds each address in a variable of its own: `A_B_C_ADDRESS` is the port `c` of `a-b`, or the port `b-c` of `a`. */
export const addressesDiffer: BaseRule = ({ parsed, report }) => {
  for (const { declaration: at, input } of parsed.services.values()) {
    const seen = new Map<string, Address>();
    for (const address of addressesOf(input.calls ?? [], parsed.services)) {
      const { variable, index, callee, port } = address;
      const first = seen.get(variable) ?? address;
      seen.set(variable, first);
      // A service that is called twice is told with the calls.
      if (first.callee === callee) continue;
      report.add({
        code: 'address-twice',
        at,
        path: ['calls', index],
        found: `the variable ${variable} again, for the port ${show(port)} of ${show(callee)}`,
        allowed: `calls that have variables of their own: it is that of the port ${show(first.port)} of ${show(first.callee)}`,
        fix: 'rename one of the two ports, or do not call both',
      });
    }
  }
};

interface Address {
  readonly variable: string;
  /** Among the calls. */
  readonly index: number;
  readonly callee: string;
  readonly port: string;
}

function addressesOf(calls: readonly string[], services: ReadonlyMap<string, ParsedService>): Address[] {
  return calls.flatMap((callee, index) => {
    const service = services.get(callee);
    if (service === undefined) return [];
    const { health: _, edge: __, ...ports } = portsOf(service);
    return Object.keys(ports).map((port) => {
      const variable = `${callee}_${port}_address`.replaceAll('-', '_').toUpperCase();
      return { variable, index, callee, port };
    });
  });
}

/** A proxy stands before every port that others call, and knows where the program listens. */
export const proxiesKnowPrograms: BaseRule = ({ parsed, report }) => {
  for (const service of parsed.services.values()) {
    const { mutualTls } = service.input;
    if (mutualTls === undefined) continue;
    const served = servedPorts(service);
    const plain = mutualTls.plain ?? {};
    const tell = (path: readonly (string | number)[], mistake: Omit<Mistake, 'at' | 'path'>) =>
      report.add({ at: service.declaration, path: ['mutualTls', ...path], ...mistake });

    if (served.length === 0 && !callsServices(service.input.calls, parsed.services)) {
      tell([], {
        code: 'proxy-idle',
        found: 'a proxy for nothing',
        allowed: 'a proxy of a service that serves, or calls a service',
        fix: 'remove it: connections to external dependencies are not its matter',
      });
      continue;
    }
    for (const name of Object.keys(plain)) {
      if (served.includes(name)) continue;
      tell(['plain', name], {
        code: 'proxy-port-unknown',
        found: `the port ${show(name)}`,
        allowed:
          served.length === 0 ? 'no port: it serves nobody' : `ports that others call: ${oneOf(served)}`,
        fix: didYouMean(name, served, 'remove it'),
      });
    }
    for (const name of served) {
      if (Object.hasOwn(plain, name)) continue;
      tell(['plain'], {
        code: 'proxy-port-missing',
        found: `no port of the program for ${show(name)}`,
        allowed: 'one for each port that others call',
        fix: `write sidecar({ ${name}: 8080 }), with the port on which the program listens`,
      });
    }
    takenPorts(service, plain, report);
  }
};

/** In one pod each port is somebody's: the proxy's outside, the program's on 127.0.0.1, the proxy's for calls and for the kubelet. */
function takenPorts(service: ParsedService, plain: Readonly<Record<string, number>>, report: Report): void {
  const ports = Object.entries(portsOf(service));
  const outside = new Map(ports.map(([name, port]) => [port, name]));
  const tell = (path: readonly string[], port: number, allowed: string, fix: string) =>
    report.add({
      code: 'proxy-port-taken',
      at: service.declaration,
      path,
      found: String(port),
      allowed,
      fix,
    });
  const isProxys = (port: number) => port >= PROXY_PORTS.first && port <= PROXY_PORTS.last;
  const free = `ports outside ${PROXY_PORTS.first} to ${PROXY_PORTS.last}, which the proxy takes for calls`;

  for (const [name, port] of ports) {
    if (isProxys(port)) tell(['ports', name], port, free, 'choose another port, such as 8443');
  }
  const inside = new Map<number, string>();
  for (const [name, port] of Object.entries(plain)) {
    const path = ['mutualTls', 'plain', name];
    const [taken, twin] = [outside.get(port), inside.get(port)];
    inside.set(port, name);
    if (isProxys(port)) tell(path, port, free, 'choose another port, such as 8080');
    else if (taken !== undefined) {
      const who =
        taken === 'health' ? 'the kubelet asks, from outside the pod' : `the proxy has for ${show(taken)}`;
      tell(
        path,
        port,
        `a port of 127.0.0.1 alone, other than the one that ${who}`,
        'let the program listen on another port',
      );
    } else if (twin !== undefined) {
      // Who comes by the gateway has shown nothing: the program has to be able to tell.
      const allowed = `a port of its own, other than that of ${show(twin)}: the program sees by it who has been looked at`;
      tell(path, port, allowed, 'let the program listen on another port as well');
    }
  }
}

function callsServices(
  calls: readonly string[] | undefined,
  services: ReadonlyMap<string, unknown>,
): boolean {
  return (calls ?? []).some((callee) => services.has(callee));
}

/** Where a program has a proxy beside it, the proxy has an image. One mistake, however many have one. */
export const proxyIsReleased: EnvironmentRule = ({ parsed, environment, releases, releasesFile, report }) => {
  if (Object.hasOwn(releases, SERVICE_PROXY)) return;
  const asking = [...parsed.services.values()].find(
    ({ name, input }) => Object.hasOwn(releases, name) && input.mutualTls !== undefined,
  );
  if (asking === undefined) return;
  const { file, text } = releasesFile;
  report.add({
    code: 'proxy-not-released',
    at: { file, line: lineOfPath(text, [asking.name]) },
    path: [SERVICE_PROXY],
    found: `no release of "${SERVICE_PROXY}" in ${environment.name}`,
    allowed: `one where services behind a proxy have a release, as ${asking.name} has`,
    fix: `add "${SERVICE_PROXY}": { "version", "digest", "commit" } of the image ${PROXY_IMAGE}`,
  });
};
