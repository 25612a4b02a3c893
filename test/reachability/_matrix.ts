import type { ResolvedEnvironment } from '@plinth/model';
import { Cluster, type KubernetesObject } from './_cluster';
import { declaredTraffic } from './_declared-traffic';
import type { Endpoint, Port } from './_endpoint';
import { type Flow, tcp } from './_flow';
import { residents, strangers } from './_neighbours';
import { Network, type NetworkOptions, type Side } from './_network';
import { addressesAround } from './_outside';
import { platformTraffic } from './_platform-traffic';
import { portsOf } from './_ports';

/** Connections by name, `exchange/order-matcher -> exchange/ledger:8443/TCP`. */
export type Connections = ReadonlySet<string>;

/** One environment as policies see it: every endpoint, every port, and what is wanted between them. */
export class Matrix {
  readonly cluster: Cluster;
  /** Who belongs here, and every address that means something. */
  readonly known: readonly Endpoint[];
  /** The same, and pods that nobody declared. */
  readonly endpoints: readonly Endpoint[];
  /** Of every protocol, some of each equivalence class: no other port has another answer. */
  readonly ports: readonly Port[];
  readonly flows: readonly Flow[];

  constructor(environment: ResolvedEnvironment, objects: readonly KubernetesObject[]) {
    this.cluster = new Cluster(objects, environment.facts.network.pods);
    const pods = residents(this.cluster);
    this.known = [...pods, ...addressesAround(environment)];
    this.endpoints = [...this.known, ...strangers(this.cluster, pods)];
    this.flows = [...declaredTraffic(environment), ...platformTraffic(environment)];
    this.ports = portsOf(this.cluster.policies, namedPorts(environment, this.endpoints, this.flows));
  }

  /** What the policies let through. */
  actual(side: Side, options: NetworkOptions): Connections {
    const network = new Network(this.cluster.policies, options);
    return this.#collect(side, (source, target) => network.open(source, target, this.ports, side));
  }

  /** What is declared, or in the table of the platform's traffic. */
  expected(side: Side): Connections {
    const wanted = new Set<string>();
    for (const { reason, from, to, ports } of this.flows) {
      const [sources, targets] = [this.endpoints.filter(from), this.endpoints.filter(to)];
      if (sources.length === 0 || targets.length === 0) wanted.add(`${reason}: nobody is there`);
      for (const source of sources) {
        for (const target of targets.filter((each) => this.#isJudged(side, source, each))) {
          for (const port of ports === 'every port' ? this.ports : ports)
            wanted.add(line(source, target, port));
        }
      }
    }
    return wanted;
  }

  #collect(side: Side, open: (source: Endpoint, target: Endpoint) => readonly Port[]): Connections {
    const connections = new Set<string>();
    for (const source of this.endpoints) {
      for (const target of this.endpoints) {
        if (!this.#isJudged(side, source, target)) continue;
        for (const port of open(source, target)) connections.add(line(source, target, port));
      }
    }
    return connections;
  }

  /** Only what is in a namespace of ours has policies; one side alone is judged where it has them. */
  #isJudged(side: Side, source: Endpoint, target: Endpoint): boolean {
    const isOurs = (endpoint: Endpoint) =>
      endpoint.kind === 'pod' && this.cluster.namespaces.has(endpoint.namespace);
    switch (side) {
      case 'both':
        return isOurs(source) || isOurs(target);
      case 'egress':
        return isOurs(source);
      case 'ingress':
        return isOurs(target);
    }
  }
}

/** What is there and should not be (`+`), and what should be and is not (`-`), sorted. */
export function difference(actual: Connections, expected: Connections): string[] {
  return [
    ...[...actual].filter((each) => !expected.has(each)).map((each) => `+ ${each}`),
    ...[...expected].filter((each) => !actual.has(each)).map((each) => `- ${each}`),
  ].sort();
}

/** Where somebody listens, or somebody else is meant to call. */
function namedPorts(
  { dependencies }: ResolvedEnvironment,
  endpoints: readonly Endpoint[],
  flows: readonly Flow[],
): Port[] {
  return [
    ...dependencies.flatMap(({ ports }) => tcp(...Object.values(ports))),
    ...endpoints.flatMap((endpoint) => (endpoint.kind === 'pod' ? endpoint.ports : [])),
    ...flows.flatMap(({ ports }) => (ports === 'every port' ? [] : ports)),
  ];
}

function line(source: Endpoint, target: Endpoint, { number, protocol }: Port): string {
  return `${source.name} -> ${target.name}:${number}/${protocol}`;
}
