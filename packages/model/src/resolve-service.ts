import { Duration, Memory, Percent } from '@plinth/units';
import { addressesOf } from './addresses';
import type { ParsedBase, ParsedInput, ParsedService } from './parsed';
import type { Releases } from './releases';
import { resolveCloud } from './resolve-cloud';
import { resolveMutualTls } from './resolve-mutual-tls';
import { resolveVault, resolveVaultBefore } from './resolve-vault';
import type {
  EnvironmentFacts,
  ResolvedCall,
  ResolvedCaller,
  ResolvedImage,
  ResolvedService,
} from './resolved';
import { portsOf } from './rules/service-settings';
import type { ServiceKind } from './schema/service';

/** What a service's resolution may look at: nothing of other environments. */
export interface ResolutionContext {
  readonly base: ParsedBase;
  readonly facts: EnvironmentFacts;
  readonly releases: Releases;
  /** Callers by callee. */
  readonly callers: ReadonlyMap<string, readonly ResolvedCaller[]>;
}

const DEFAULTS = {
  ephemeralStorage: Memory.mebibytes(256),
  startWithin: Duration.parse('2m30s'),
  deregister: Duration.seconds(10),
  drain: Duration.seconds(30),
  cpu: Percent.parse(70),
  scaleDownAfter: Duration.minutes(5),
  jobStartWithin: Duration.minutes(10),
  jobTimeout: Duration.hours(1),
  beforeRolloutTimeout: Duration.minutes(10),
} as const;

/** Stands in where a service is only judged, not rendered. */
const NO_RELEASE = { version: '', digest: '', commit: '' } as const;

/** Base, overlay, facts and release of one service in their one form. */
export function resolveService(service: ParsedService, context: ResolutionContext): ResolvedService {
  const common = { ...identity(service, context), ...settings(service.input, context.facts) };
  switch (service.kind) {
    case 'web-service': {
      const { input } = service;
      return {
        kind: service.kind,
        ...common,
        ...longRunning(service),
        scaling: scaling(input, context.facts),
        ...(input.exposure && {
          exposure: {
            host: `${input.exposure.host ?? 'api'}.${context.facts.domain}`,
            path: input.exposure.path,
          },
        }),
        ...beforeRollout(service, context),
      };
    }
    case 'worker':
      return {
        kind: service.kind,
        ...common,
        ...longRunning(service),
        scaling: scaling(service.input, context.facts),
        ...beforeRollout(service, context),
      };
    case 'scheduled-job': {
      const { schedule, timeZone = 'Etc/UTC', retries = 2 } = service.input;
      const { startWithin = DEFAULTS.jobStartWithin, timeout = DEFAULTS.jobTimeout } = service.input;
      return { kind: service.kind, ...common, schedule, timeZone, startWithin, timeout, retries };
    }
    case 'stateful-node': {
      const { storage, replicas = 1 } = service.input;
      return { kind: service.kind, ...common, ...longRunning(service), storage, replicas };
    }
  }
}

function identity(service: ParsedService, context: ResolutionContext) {
  const { input, name } = service;
  const calls = [...new Set(input.calls ?? [])]
    .sort()
    .map((callee) => resolveCall(callee, context))
    .filter((call): call is ResolvedCall => call !== undefined);
  const callers = context.callers.get(name) ?? [];
  return {
    name,
    namespace: input.squad,
    squad: input.squad,
    contact: context.base.squads.get(input.squad)?.input.contact ?? '',
    image: resolveImage(service, context),
    calls,
    callers,
    ...resolveMutualTls(service, { ...context, calls, callers }),
    ...resolveVault(service, context),
    ...resolveCloud(service, context.facts),
    data: input.data,
    criticality:
      input.criticality ?? (service.kind === 'scheduled-job' ? ('batch' as const) : ('standard' as const)),
  };
}

function resolveImage(
  { name, input: { image } }: ParsedService,
  { facts, releases }: ResolutionContext,
): ResolvedImage {
  const path = typeof image === 'string' ? image : image.repository;
  const release = releases[name] ?? NO_RELEASE;
  const repository = `${facts.registry}/${path}`;
  return {
    reference: `${repository}:${release.version}@${release.digest}`,
    repository,
    ...release,
    ...(typeof image === 'string' ? {} : { user: { uid: image.uid, reason: image.reason } }),
  };
}

function resolveCall(callee: string, { base, facts }: ResolutionContext): ResolvedCall | undefined {
  const service = base.services.get(callee);
  if (service !== undefined) {
    // The kubelet alone asks `health`, and the gateway alone speaks to `edge`.
    const { health: _, edge: __, ...ports } = portsOf(service);
    return { kind: 'service', name: callee, namespace: service.input.squad, ports };
  }
  const dependency = base.dependencies.get(callee);
  if (dependency === undefined) return undefined;
  const { ports } = dependency.input;
  return { kind: 'dependency', name: callee, ports, addresses: addressesOf(dependency, facts) };
}

function settings({ resources, config }: ParsedInput<ServiceKind>, facts: EnvironmentFacts) {
  const { cpu, cpuLimit = facts.cpuLimit, memory, ephemeralStorage = DEFAULTS.ephemeralStorage } = resources;
  return { resources: { cpu, cpuLimit, memory, ephemeralStorage }, config: config ?? {} };
}

type LongRunning = Exclude<ParsedService, { kind: 'scheduled-job' }>;

function longRunning(service: LongRunning) {
  const { health, shutdown, slo } = service.input;
  return {
    ports: portsOf(service),
    health: {
      ready: health.ready,
      live: health.live,
      startWithin: health.startWithin ?? DEFAULTS.startWithin,
    },
    shutdown: {
      deregister: shutdown?.deregister ?? DEFAULTS.deregister,
      drain: shutdown?.drain ?? DEFAULTS.drain,
    },
    ...(slo && { slo: { availability: slo.availability, ...(slo.latency && { latency: slo.latency }) } }),
  };
}

function scaling({ scaling: written }: ParsedInput<'web-service' | 'worker'>, facts: EnvironmentFacts) {
  return {
    min: written?.min ?? facts.replicaFloor,
    ...(written?.max !== undefined && { max: written.max }),
    cpu: written?.cpu ?? DEFAULTS.cpu,
    external: written?.external ?? [],
    scaleDownAfter: written?.scaleDownAfter ?? DEFAULTS.scaleDownAfter,
  };
}

function beforeRollout(
  service: Extract<ParsedService, { kind: 'web-service' | 'worker' }>,
  context: ResolutionContext,
) {
  const { beforeRollout: job } = service.input;
  if (job === undefined) return {};
  const { args, timeout = DEFAULTS.beforeRolloutTimeout, secrets } = job;
  return { beforeRollout: { args, timeout, ...resolveVaultBefore(service, secrets, context) } };
}
