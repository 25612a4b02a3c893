import type { z } from 'zod';
import { CallPosition } from './call-position';
import type { cloudNeed } from './schema/cloud-need';
import type { externalDependency as dependencySchema } from './schema/dependency';
import type { environmentFacts } from './schema/environment';
import type { exception as exceptionSchema } from './schema/exception';
import type { publicRoute as publicRouteSchema } from './schema/exposure';
import type { thirdPartyImage as thirdPartyImageSchema } from './schema/image';
import type { sidecar as sidecarSchema } from './schema/mutual-tls';
import type { cloudMonitoringMetric } from './schema/scaling';
import type { secret } from './schema/secret';
import type { customizations, ServiceKind, services } from './schema/service';
import type { squad as squadSchema } from './schema/squad';

/** What a person wrote, and where. Nothing is checked yet: all problems are shown together, later. */
export interface Declaration<K extends string = string, N extends string = string, I = unknown> {
  readonly kind: K;
  readonly name: N;
  readonly input: I;
  readonly call: CallPosition;
}

export type ServiceInput<K extends ServiceKind> = z.input<(typeof services)[K]>;
export type Customization<K extends ServiceKind> = z.input<(typeof customizations)[K]>;
export type ServiceDeclaration<K extends ServiceKind = ServiceKind, N extends string = string> = {
  [P in K]: Declaration<P, N, ServiceInput<P>>;
}[K];
export type SquadDeclaration = Declaration<'squad', string, z.input<typeof squadSchema>>;
export type DependencyDeclaration = Declaration<
  'external-dependency',
  string,
  z.input<typeof dependencySchema>
>;

/** A program that serves requests over mutual TLS. */
export function webService<const N extends string>(
  name: N,
  input: ServiceInput<'web-service'>,
): ServiceDeclaration<'web-service', N> {
  return { kind: 'web-service', name, input, call: new CallPosition(webService) };
}

/** A program that fetches its work, from a broker or a stream. */
export function worker<const N extends string>(
  name: N,
  input: ServiceInput<'worker'>,
): ServiceDeclaration<'worker', N> {
  return { kind: 'worker', name, input, call: new CallPosition(worker) };
}

/** A program that runs to its end at given times. */
export function scheduledJob<const N extends string>(
  name: N,
  input: ServiceInput<'scheduled-job'>,
): ServiceDeclaration<'scheduled-job', N> {
  return { kind: 'scheduled-job', name, input, call: new CallPosition(scheduledJob) };
}

/** A program that keeps what it knows on a disk of its own, such as a blockchain node. */
export function statefulNode<const N extends string>(
  name: N,
  input: ServiceInput<'stateful-node'>,
): ServiceDeclaration<'stateful-node', N> {
  return { kind: 'stateful-node', name, input, call: new CallPosition(statefulNode) };
}

/** The people who own services. */
export function squad(name: string, input: SquadDeclaration['input']): SquadDeclaration {
  return { kind: 'squad', name, input, call: new CallPosition(squad) };
}

/** Something that services call and that this platform does not run. */
export function externalDependency(
  name: string,
  input: DependencyDeclaration['input'],
): DependencyDeclaration {
  return { kind: 'external-dependency', name, input, call: new CallPosition(externalDependency) };
}

/** An image that insists on a user id of its own. */
export function thirdPartyImage(
  image: z.input<typeof thirdPartyImageSchema>,
): z.input<typeof thirdPartyImageSchema> {
  return image;
}

/** Reachable from the internet through the environment's gateway. */
export function publicRoute(
  route: Omit<z.input<typeof publicRouteSchema>, 'type'>,
): z.input<typeof publicRouteSchema> {
  return { type: 'public', ...route };
}

/**
 * A proxy ends mutual TLS for a program that does not: `sidecar({ https: 8080 })` says that it listens on 127.0.0.1:8080
 * for what others call `https`; `sidecar()`, that it only calls.
 */
export function sidecar(plain?: Readonly<Record<string, number>>): z.input<typeof sidecarSchema> {
  return { by: 'sidecar', ...(plain && { plain }) };
}

/** A metric of Google Cloud Monitoring that drives replicas: `cloudMonitoring(type, { perReplica: 500 })`. */
export function cloudMonitoring(
  type: string,
  options: Omit<z.input<typeof cloudMonitoringMetric>, 'source' | 'type'>,
): z.input<typeof cloudMonitoringMetric> {
  return { source: 'cloud-monitoring', type, ...options };
}

type Secret = z.input<typeof secret>;
type SecretOf<E extends Secret['engine']> = Extract<Secret, { engine: E }>;

/** Secrets that Vault keeps or makes; each comes as a file of its name. */
export const vault = {
  /** An account of a database that the service calls: made for each pod, renewed, taken back with it. */
  database: (database: string, options: Omit<SecretOf<'database'>, 'engine' | 'database'> = {}): Secret => ({
    engine: 'database',
    database,
    ...options,
  }),
  /** A value that people put there, below the name of their squad: `vault.kv('exchange/ledger/audit-key')`. */
  kv: (path: string, options: Omit<SecretOf<'kv'>, 'engine' | 'path'> = {}): Secret => ({
    engine: 'kv',
    path,
    ...options,
  }),
} as const;

type CloudNeed = z.input<typeof cloudNeed>;
type NeedOf<K extends CloudNeed['kind']> = Extract<CloudNeed, { kind: K }>;

/** What a service needs of the cloud: made for it, with a right to exactly that. */
export const cloud = {
  /** A bucket of its own. */
  bucket: (options: Omit<NeedOf<'bucket'>, 'kind'> = {}): CloudNeed => ({ kind: 'bucket', ...options }),
  /** Reads the bucket that another service declares under this name. */
  bucketOf: (of: string, bucket: string): CloudNeed => ({ kind: 'bucket-reader', of, bucket }),
  /** A topic of its own, to which it publishes. */
  topic: (): CloudNeed => ({ kind: 'topic' }),
  /** A subscription of its own to the topic that another service declares under this name. */
  subscription: (
    of: string,
    topic: string,
    options: Omit<NeedOf<'subscription'>, 'kind' | 'of' | 'topic'> = {},
  ): CloudNeed => ({ kind: 'subscription', of, topic, ...options }),
  /** A key in hardware with which it signs. */
  signingKey: (algorithm: NeedOf<'signing-key'>['algorithm']): CloudNeed => ({
    kind: 'signing-key',
    algorithm,
  }),
  /** Series of Cloud Monitoring. */
  metrics: (access: NeedOf<'metrics'>['access']): CloudNeed => ({ kind: 'metrics', access }),
} as const;

/** What is the same everywhere: the structure of the company's software. */
export interface Base<S extends ServiceDeclaration = ServiceDeclaration> {
  readonly services: readonly S[];
  readonly squads: readonly SquadDeclaration[];
  readonly dependencies: readonly DependencyDeclaration[];
}

export function defineBase<const S extends ServiceDeclaration>(base: Base<S>): Base<S> {
  return base;
}

/** What an environment may set differently, by service: only services of the base, only their settings. */
export type Overlays<B extends Base> = {
  readonly [D in B['services'][number] as D['name']]?: Customization<D['kind']>;
};

/** Settings of one environment for some services. */
export type OverlayDeclaration = Declaration<'overlay', '', Readonly<Record<string, unknown>>>;

/** Makes the typed `overlay` of a base. */
export function overlayOf<B extends Base>(_base: B): (input: Overlays<B>) => OverlayDeclaration {
  return function overlay(input) {
    return {
      kind: 'overlay',
      name: '',
      input: input as Readonly<Record<string, unknown>>,
      call: new CallPosition(overlay),
    };
  };
}

export type EnvironmentFactsInput = z.input<typeof environmentFacts>;

/** One environment: platform facts, and overlays over services. */
export interface EnvironmentDeclaration extends Declaration<'environment', string, EnvironmentFactsInput> {
  readonly overlays: readonly OverlayDeclaration[];
}

export function environment(
  name: string,
  facts: EnvironmentFactsInput,
  overlays: readonly OverlayDeclaration[] = [],
): EnvironmentDeclaration {
  return { kind: 'environment', name, input: facts, overlays, call: new CallPosition(environment) };
}

export type ExceptionDeclaration = Declaration<'exception', string, z.input<typeof exceptionSchema>>;

/** One entry of the exception register. */
export function exception(input: ExceptionDeclaration['input']): ExceptionDeclaration {
  return { kind: 'exception', name: input.rule, input, call: new CallPosition(exception) };
}

/** Everything that a company declares. */
export interface Company {
  readonly base: Base;
  /** In the order of promotion. */
  readonly environments: readonly EnvironmentDeclaration[];
  readonly exceptions: readonly ExceptionDeclaration[];
}

export function defineCompany(company: Company): Company {
  return company;
}
