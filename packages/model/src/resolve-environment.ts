import { addressesOf } from './addresses';
import type { Base, EnvironmentDeclaration } from './declare';
import { judgeService, type Layers } from './judge-service';
import { leaves, merge } from './merge';
import { type Customized, checkOverlays } from './overlay';
import { type ParsedBase, type ParsedService, type ParsedSquad, parse, parseService } from './parsed';
import { parseReleases, type Releases, type ReleasesFile } from './releases';
import { formatPath, type Report, retold } from './report';
import { type ResolutionContext, resolveService } from './resolve-service';
import {
  type EnvironmentFacts,
  type Exception,
  MODEL_VERSION,
  type ResolvedCaller,
  type ResolvedDependency,
  type ResolvedEnvironment,
  type ResolvedService,
  type ResolvedSquad,
} from './resolved';
import { environmentRules } from './rules/environment-rules';
import { quotaHoldsSquad } from './rules/quota';
import { environmentFacts } from './schema/environment';
import { valueAt } from './value-at';

export interface EnvironmentInput {
  readonly base: Base;
  readonly parsed: ParsedBase;
  readonly environment: EnvironmentDeclaration;
  readonly releases: ReleasesFile;
  readonly exceptions: readonly Exception[];
}

/** One environment in its one form, or undefined when its own facts are wrong; problems go into the report. */
export function resolveEnvironment(input: EnvironmentInput, report: Report): ResolvedEnvironment | undefined {
  const { base, parsed, environment } = input;
  const facts = parse(environmentFacts, environment, environment.input, report);
  const overlays = checkOverlays(base, environment.overlays, report);
  const releases = parseReleases(input.releases, report);
  if (facts === undefined) return undefined;
  for (const rule of environmentRules)
    rule({ base, parsed, environment, facts, releases, releasesFile: input.releases, report });
  const context: ResolutionContext = { base: parsed, facts, releases, callers: callersOf(parsed, releases) };
  const squads = new Map(
    [...parsed.squads.values()].map((squad) => [
      squad.name,
      { parsed: squad, resolved: resolveSquad(squad, facts) },
    ]),
  );
  const owned = new Map<string, ResolvedService[]>([...squads.keys()].map((name) => [name, []]));
  // What has no release is resolved too: its mistakes should not wait for its first one.
  const services = [...parsed.services.values()].map((service) => {
    const customized = overlays.get(service.name) ?? [];
    const squad = squads.get(service.input.squad);
    const resolved = resolveCustomized({ service, customized, environment, facts, squad }, context, report);
    owned.get(resolved.squad)?.push(resolved);
    return resolved;
  });
  for (const [name, squad] of squads) {
    quotaHoldsSquad(squad, owned.get(name) ?? [], { environment, facts }, report);
  }
  return {
    version: MODEL_VERSION,
    name: environment.name,
    facts,
    squads: [...squads.values()].map(({ resolved }) => resolved),
    services: services.filter(({ name }) => Object.hasOwn(releases, name)),
    notReleased: [...parsed.services.keys()].filter((name) => !Object.hasOwn(releases, name)),
    dependencies: resolveDependencies(parsed, facts),
    exceptions: input.exceptions,
  };
}

function resolveCustomized(layers: Layers, context: ResolutionContext, report: Report): ResolvedService {
  const { service, customized, environment } = layers;
  const inherited = resolveService(service, context);
  const merged = customized.length === 0 ? service : customize(service, customized, report);
  if (merged === undefined) return inherited;
  const resolved = merged === service ? inherited : resolveService(merged, context);
  for (const { overlay, input, service: name } of customized) {
    for (const { path, value } of leaves(input)) {
      if (!sameValue(valueAt(inherited, path), valueAt(resolved, path))) continue;
      report.add({
        code: 'no-op-override',
        at: overlay,
        path: [name, ...path],
        value,
        allowed: 'settings that differ from what they override',
        fix: `delete this setting (${formatPath(path)}): ${name} inherits the same value in ${environment.name}`,
      });
    }
  }
  judgeService(resolved, layers, report);
  return resolved;
}

/** Undefined when the whole fails although each of its layers is right. */
function customize(
  service: ParsedService,
  customized: readonly Customized[],
  report: Report,
): ParsedService | undefined {
  const input = customized.reduce(
    (merged, { input: over }) => merge(merged, over),
    service.declaration.input as unknown,
  );
  const [{ overlay, service: name }] = customized as [Customized];
  // A rule across fields can fail only on the merged whole; it is shown at the overlay that brought it about.
  const atOverlay = retold(report, (mistake) => ({ ...mistake, at: overlay, path: [name, ...mistake.path] }));
  return parseService(service.declaration, atOverlay, input);
}

/** Equal as values: 0.5 and "500m" are. */
function sameValue(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function callersOf(parsed: ParsedBase, releases: Releases): Map<string, ResolvedCaller[]> {
  const callers = new Map<string, ResolvedCaller[]>();
  for (const { name, input } of parsed.services.values()) {
    if (!Object.hasOwn(releases, name)) continue;
    for (const callee of new Set(input.calls ?? [])) {
      const list = callers.get(callee) ?? [];
      list.push({ name, namespace: input.squad });
      callers.set(callee, list);
    }
  }
  return callers;
}

function resolveSquad({ name, input }: ParsedSquad, facts: EnvironmentFacts): ResolvedSquad {
  const { fallback, quota, ...rest } = input;
  const here = facts.quotas?.[name];
  const cpu = here?.cpu ?? quota.cpu;
  return {
    name,
    ...rest,
    ...(fallback !== undefined && { fallback }),
    quota: {
      cpu,
      cpuLimit: here?.cpuLimit ?? (here?.cpu === undefined ? quota.cpuLimit : undefined) ?? cpu.times(2),
      memory: here?.memory ?? quota.memory,
      pods: here?.pods ?? quota.pods,
    },
  };
}

function resolveDependencies(parsed: ParsedBase, facts: EnvironmentFacts): ResolvedDependency[] {
  return [...parsed.dependencies.values()].map((dependency) => ({
    name: dependency.name,
    ...dependency.input,
    addresses: addressesOf(dependency, facts),
  }));
}
