import {
  type DependencyDeclaration,
  type EnvironmentFactsInput,
  type ExceptionDeclaration,
  type OverlayDeclaration,
  type ServiceInput,
  type SquadDeclaration,
  VAULT_AGENT,
} from '@plinth/model';

/** One service as it would be declared: a call of `webService`, `worker` … with these two arguments. */
export type CataloguedService = {
  [K in 'web-service' | 'worker' | 'scheduled-job' | 'stateful-node']: {
    readonly kind: K;
    readonly name: string;
    readonly input: ServiceInput<K>;
  };
}['web-service' | 'worker' | 'scheduled-job' | 'stateful-node'];

export interface Named<I> {
  readonly name: string;
  readonly input: I;
}

export interface CataloguedEnvironment {
  readonly name: string;
  readonly facts: EnvironmentFactsInput;
  readonly overlay: OverlayDeclaration['input'];
  /** The text of `releases.json`. */
  readonly releases: string;
}

/** A company as data, of any size; declared in memory or written as TypeScript from the same values. */
export interface Catalogue {
  readonly services: readonly CataloguedService[];
  readonly squads: readonly Named<SquadDeclaration['input']>[];
  readonly dependencies: readonly Named<DependencyDeclaration['input']>[];
  readonly environments: readonly CataloguedEnvironment[];
  readonly exceptions: readonly ExceptionDeclaration['input'][];
}

const SQUAD_SIZE = 10;

/** `size` services: of twenty, fifteen serve requests, three fetch work, one runs at times, one keeps a disk. */
export function catalogue(size: number): Catalogue {
  const squads = Array.from({ length: Math.ceil(size / SQUAD_SIZE) }, (_, squad) => squad);
  const services = Array.from({ length: size }, (_, index) => service(index, size));
  return {
    services,
    squads: squads.map((squad) => ({ name: squadName(squad), input: squadInput(squad) })),
    dependencies: squads.map((squad) => ({
      name: databaseName(squad),
      input: {
        squad: squadName(squad),
        description: 'The database of the squad, run by the cloud.',
        ports: { postgres: 5432 },
        trust: 'cloud-sql' as const,
      },
    })),
    exceptions: [
      {
        rule: 'vault-token',
        object: 'CronJob vault/vault-snapshot',
        reason: 'The job that copies the store of Vault is of the platform and comes with it.',
        owner: squadName(0),
        ticket: 'BENCH-1',
        expires: '2099-12-31',
        compensatedBy: 'nothing of this company is deployed',
      },
    ],
    environments: [1, 2, 3].map((ordinal) => ({
      name: `environment-${ordinal}`,
      facts: facts(ordinal, squads),
      overlay: ordinal === 1 ? {} : overlay(services, ordinal),
      releases: releases(services, ordinal),
    })),
  };
}

function squadName(squad: number): string {
  return `squad-${squad}`;
}

function databaseName(squad: number): string {
  return `squad-${squad}-database`;
}

function serviceName(index: number): string {
  return `service-${index}`;
}

function kindOf(index: number): CataloguedService['kind'] {
  const place = index % 20;
  if (place < 15) return 'web-service';
  if (place < 18) return 'worker';
  return place === 18 ? 'scheduled-job' : 'stateful-node';
}

function service(index: number, size: number): CataloguedService {
  const name = serviceName(index);
  const squad = Math.floor(index / SQUAD_SIZE);
  const common = {
    squad: squadName(squad),
    image: `${squadName(squad)}/${name}`,
    resources: { cpu: 0.2, memory: '256Mi' },
    calls: calls(index, size),
    secrets: { 'api-key': { engine: 'kv' as const, path: `${squadName(squad)}/${name}/api-key` } },
    config: { 'log-level': 'info', session: { 'idle-timeout': '15m', limit: 100 + (index % 50) } },
    data: 'internal' as const,
  };
  const kind = kindOf(index);
  const health = { ready: '/readyz', live: '/livez' };
  const scaling = { max: 10 + (index % 20), cpu: 70 };
  switch (kind) {
    case 'web-service': {
      const exposure = index % 10 === 0 && { exposure: { type: 'public' as const, path: `/${name}` } };
      return { kind, name, input: { ...common, ports: { https: 8443 }, health, scaling, ...exposure } };
    }
    case 'worker':
      return { kind, name, input: { ...common, health, scaling } };
    case 'scheduled-job':
      return { kind, name, input: { ...common, schedule: `${index % 60} 6 1 * *` } };
    case 'stateful-node': {
      const storage = { size: '10Gi', mountPath: '/data' };
      return { kind, name, input: { ...common, ports: { rpc: 9944 }, health, storage } };
    }
  }
}

/** The squad's database, two neighbours and somebody far away, as far as they serve. */
function calls(index: number, size: number): string[] {
  const callees = [index + 1, index + 3, index * 7 + 5]
    .map((callee) => callee % size)
    .filter((callee) => callee !== index && ['web-service', 'stateful-node'].includes(kindOf(callee)));
  return [
    ...new Set([
      databaseName(Math.floor(index / SQUAD_SIZE)),
      ...callees.map((callee) => serviceName(callee)),
    ]),
  ];
}

function squadInput(squad: number): SquadDeclaration['input'] {
  const name = squadName(squad);
  return {
    lead: 'a.keller',
    deputy: 'b.meier',
    members: { 'a.keller': ['backend'], 'b.meier': ['sre'], 'c.favre': ['qa'] },
    contact: `${name}@acme.example`,
    chat: `#${name}`,
    group: `${name}@acme.example`,
    ...(squad > 0 && { fallback: squadName(0) }),
    quota: { cpu: 100, memory: '200Gi', pods: 500 },
  };
}

/** Every third service gets more than the base gives it, and every tenth other limits. */
function overlay(services: readonly CataloguedService[], ordinal: number): OverlayDeclaration['input'] {
  const customized = services.flatMap(({ name, kind }, index) => {
    const resources = index % 3 === 0 && { resources: { cpu: 0.3 + ordinal / 10, memory: '512Mi' } };
    const isReplicated = kind === 'web-service' || kind === 'worker';
    const scaling = index % 10 === 0 && isReplicated && { scaling: { max: 40 + ordinal } };
    return resources || scaling ? [[name, { ...resources, ...scaling }] as const] : [];
  });
  return Object.fromEntries(customized);
}

function releases(services: readonly CataloguedService[], ordinal: number): string {
  const release = {
    version: `1.${10 - ordinal}.0`,
    digest: `sha256:${String(ordinal).repeat(64)}`,
    commit: String(ordinal).repeat(40),
  };
  const names = [...services.map(({ name }) => name), VAULT_AGENT];
  return JSON.stringify(Object.fromEntries(names.map((name) => [name, release])), undefined, 2);
}

function facts(ordinal: number, squads: readonly number[]): EnvironmentFactsInput {
  const network = 16 * ordinal;
  return {
    project: `acme-bench-${ordinal}`,
    region: 'europe-west6',
    domain: `e${ordinal}.acme.example`,
    registry: `europe-west6-docker.pkg.dev/acme-bench-${ordinal}/apps`,
    network: {
      nodes: `10.${network}.0.0/20`,
      pods: `10.${network + 1}.0.0/16`,
      services: `10.${network + 2}.0.0/20`,
      controlPlane: `10.${network}.32.0/28`,
      proxies: `10.${network}.16.0/23`,
    },
    networkReviewed: '2026-10-01',
    podsPerNode: 64,
    maxNodes: 200,
    replicaFloor: ordinal,
    cpuLimit: 4,
    largestContainer: { cpu: 8, memory: '16Gi' },
    kubernetesVersion: '1.35',
    storageClass: 'balanced',
    publicGateway: { namespace: 'gateway', name: 'public' },
    repository: {
      url: 'https://git.acme.example/platform/plinth.git',
      addresses: ['10.8.16.10/32'],
      revision: 'main',
    },
    cluster: 'https://kubernetes.default.svc',
    dependencies: Object.fromEntries(
      squads.map((squad) => [databaseName(squad), [`10.${network + 3}.${squad >> 8}.${squad & 255}/32`]]),
    ),
  };
}
