import { Cpu, Memory } from '@plinth/units';
import type { EnvironmentDeclaration, SquadDeclaration } from '../declare';
import { PROXY_RESOURCES } from '../mutual-tls-names';
import type { ParsedSquad } from '../parsed';
import type { Path, Report } from '../report';
import type { EnvironmentFacts, ResolvedResources, ResolvedService, ResolvedSquad } from '../resolved';
import { VAULT_AGENT_RESOURCES } from '../vault-names';
import type { Rule, Side } from './resolved-service';

type Quota = ResolvedSquad['quota'];

/** One thing of which a quota holds an amount. */
interface Good {
  readonly field: keyof Quota;
  readonly of: (resources: ResolvedResources) => number;
  readonly held: (quota: Quota) => number;
  readonly print: (amount: number) => string;
}

const cpu = (amount: number) => `${Cpu.millis(amount)} CPU`;

const GOODS: readonly Good[] = [
  { field: 'cpu', of: (asked) => asked.cpu.milliCores, held: (quota) => quota.cpu.milliCores, print: cpu },
  {
    field: 'cpuLimit',
    of: (asked) => asked.cpuLimit.milliCores,
    held: (quota) => quota.cpuLimit.milliCores,
    print: (amount) => `${cpu(amount)} at most`,
  },
  {
    field: 'memory',
    of: (asked) => asked.memory.bytes,
    held: (quota) => quota.memory.bytes,
    print: (amount) => `${Memory.bytes(amount)} of memory`,
  },
  { field: 'pods', of: () => 1, held: (quota) => quota.pods, print: (amount) => `${amount} pods` },
];

/** What one pod takes of it: its program, and what runs beside it. */
function perPod(good: Good, service: ResolvedService): number {
  const beside = besideProgram(good, service).map(({ resources }) => good.of(resources));
  return [good.of(service.resources), ...beside].reduce((sum, amount) => sum + amount, 0);
}

/** What runs beside the program and takes of it: the agent that fetches its secrets, the proxy that ends mutual TLS. */
function besideProgram({ field }: Good, { vault, mutualTls }: ResolvedService) {
  if (field === 'pods') return [];
  return [
    ...(vault === undefined ? [] : [{ words: 'the agent of its secrets', resources: VAULT_AGENT_RESOURCES }]),
    ...(mutualTls?.termination.by === 'sidecar'
      ? [{ words: 'the proxy of its connections', resources: PROXY_RESOURCES }]
      : []),
  ];
}

/** Pods at one time: a roll-out adds one before it takes one away; a node goes before it comes. */
function podsOf(service: ResolvedService, size: 'least' | 'most'): number {
  switch (service.kind) {
    case 'web-service':
    case 'worker': {
      const { min, max = min } = service.scaling;
      return (size === 'least' ? min : max) + 1;
    }
    case 'scheduled-job':
      return 1;
    case 'stateful-node':
      return service.replicas;
  }
}

/** Where the amount that a squad has of something was written. */
function writtenAt(
  { field }: Good,
  { quotas }: EnvironmentFacts,
  { name, input }: ParsedSquad,
): { readonly isFact: boolean; readonly path: Path; readonly words: string } {
  const here = quotas?.[name];
  const isFact = here?.[field] !== undefined || (field === 'cpuLimit' && here?.cpu !== undefined);
  const written = (isFact ? here?.[field] : input.quota[field]) === undefined ? 'cpu' : field;
  const doubled = written === field ? '' : ', doubled';
  return isFact
    ? {
        isFact,
        path: ['quotas', name, written],
        words: `the environment's fact quotas.${name}.${written}${doubled}`,
      }
    : { isFact, path: ['quota', written], words: `quota.${written} of the squad ${name}${doubled}` };
}

/** A service that scales as far as it says, alone in its namespace, must not meet the quota. */
export const quotaHoldsService: readonly Rule[] = GOODS.map((good) => (service, { facts, squad }) => {
  if (squad === undefined) return undefined;
  const pods = podsOf(service, 'most');
  const sum = pods * perPod(good, service);
  const held = good.held(squad.resolved.quota);
  if (sum <= held) return undefined;
  const { words } = writtenAt(good, facts, squad.parsed);
  const told = {
    allowed: `${pods} pods${withHelpers(good, service)} within ${good.print(held)}, ${words}; they come to ${good.print(sum)}`,
    fix: 'lower it, or raise the quota',
  };
  const count = { path: countOf(service), ...told };
  const resource = { path: ['resources', good.field], ...told };
  const sides: [Side, ...Side[]] = service.kind === 'scheduled-job' ? [resource] : [count, resource];
  return { code: 'above-quota', sides };
});

function withHelpers(good: Good, service: ResolvedService): string {
  const beside = besideProgram(good, service).map(({ words }) => words);
  return beside.length === 0 ? '' : `, each with ${beside.join(' and ')},`;
}

function countOf(service: ResolvedService): Path {
  if (!('scaling' in service)) return ['replicas'];
  return ['scaling', service.scaling.max === undefined ? 'min' : 'max'];
}

/** Does the service itself say how much it takes, or do the facts? */
function isOwnDoing(service: ResolvedService, { field }: Good): boolean {
  if (field === 'cpu' || field === 'memory') return true;
  return 'scaling' in service ? service.scaling.max !== undefined : service.kind === 'stateful-node';
}

/** The squad of some services, as written and as it is in the environment. */
export interface SquadHere {
  readonly parsed: ParsedSquad;
  readonly resolved: ResolvedSquad;
}

/** All services of a squad at their least replicas, each in a roll-out, must have room together. */
export function quotaHoldsSquad(
  { parsed, resolved }: SquadHere,
  services: readonly ResolvedService[],
  { environment, facts }: { readonly environment: EnvironmentDeclaration; readonly facts: EnvironmentFacts },
  report: Report,
): void {
  for (const good of GOODS) {
    const least = (service: ResolvedService) => podsOf(service, 'least') * perPod(good, service);
    const sum = services.reduce((total, service) => total + least(service), 0);
    const held = good.held(resolved.quota);
    // One that is too large by itself has been told there.
    const isTold = services.some((service) => least(service) > held && isOwnDoing(service, good));
    if (sum <= held || isTold) continue;
    const { isFact, path, words } = writtenAt(good, facts, parsed);
    const at: EnvironmentDeclaration | SquadDeclaration = isFact ? environment : parsed.declaration;
    report.add({
      code: 'quota-too-small',
      at,
      path,
      found: `${good.print(held)} for the squad ${resolved.name}, ${words}`,
      allowed: `at least ${good.print(sum)}: its services at their least replicas, each with the pod that a roll-out adds`,
      fix: `raise it, or ask for less in ${services.map(({ name }) => name).join(', ')}`,
      environment: environment.name,
    });
  }
}
