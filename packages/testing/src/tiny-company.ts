import {
  type Company,
  type Declaration,
  type DependencyDeclaration,
  type EnvironmentDeclaration,
  type EnvironmentFactsInput,
  type ExceptionDeclaration,
  environment,
  externalDependency,
  type OverlayDeclaration,
  type ReleasesFile,
  SERVICE_PROXY,
  type ServiceDeclaration,
  type ServiceInput,
  type SquadDeclaration,
  squad,
  VAULT_AGENT,
  webService,
} from '@plinth/model';

/** The least that a web service says. */
export const tinyWebService: ServiceInput<'web-service'> = {
  squad: 'retail',
  image: 'retail/shop',
  ports: { https: 8443 },
  resources: { cpu: 0.2, memory: '256Mi' },
  health: { ready: '/readyz', live: '/livez' },
  data: 'internal',
};

export const tinyWorker: ServiceInput<'worker'> = {
  squad: 'retail',
  image: 'retail/mailer',
  resources: { cpu: 0.1, memory: '128Mi' },
  health: { ready: '/readyz', live: '/livez' },
  data: 'internal',
};

export const tinyJob: ServiceInput<'scheduled-job'> = {
  squad: 'retail',
  image: 'retail/report',
  resources: { cpu: 0.1, memory: '128Mi' },
  schedule: '0 6 1 * *',
  data: 'internal',
};

export const tinyNode: ServiceInput<'stateful-node'> = {
  squad: 'retail',
  image: 'retail/ledger',
  ports: { rpc: 9944 },
  resources: { cpu: 1, memory: '2Gi' },
  health: { ready: '/readyz', live: '/livez' },
  storage: { size: '10Gi', mountPath: '/data' },
  data: 'internal',
};

export const tinySquad: SquadDeclaration['input'] = {
  lead: 'a.keller',
  deputy: 'b.meier',
  members: { 'a.keller': ['backend'], 'b.meier': ['sre'] },
  contact: 'retail@acme.example',
  chat: '#retail',
  group: 'retail-squad@acme.example',
  quota: { cpu: 500, memory: '5000Gi', pods: 1000 },
};

/** Any squad but `retail`, which is the last of the fallback chain. */
export const otherSquad: SquadDeclaration['input'] = { ...tinySquad, fallback: 'retail' };

export const tinyDependency: DependencyDeclaration['input'] = {
  squad: 'retail',
  description: 'The database of the shop, run by the cloud.',
  ports: { postgres: 5432 },
  trust: 'cloud-sql',
};

/** Facts of the first, second … environment; they share nothing. */
export function tinyFacts(ordinal: number): EnvironmentFactsInput {
  return {
    project: `acme-tiny-${ordinal}`,
    region: 'europe-west6',
    domain: `e${ordinal}.acme.example`,
    registry: `europe-west6-docker.pkg.dev/acme-tiny-${ordinal}/apps`,
    network: {
      nodes: `10.${ordinal}.0.0/20`,
      pods: `10.${ordinal}.64.0/18`,
      services: `10.${ordinal}.32.0/20`,
      controlPlane: `10.${ordinal}.16.0/28`,
      proxies: `10.${ordinal}.48.0/24`,
    },
    networkReviewed: '2026-10-01',
    podsPerNode: 32,
    maxNodes: 10,
    replicaFloor: ordinal,
    cpuLimit: 4,
    largestContainer: { cpu: 8, memory: '16Gi' },
    kubernetesVersion: '1.35',
    storageClass: 'balanced',
    publicGateway: { namespace: 'gateway', name: 'public' },
    repository: {
      url: 'https://code.acme.example/platform/plinth.git',
      addresses: ['10.200.16.10/32'],
      revision: 'main',
    },
    cluster: 'https://kubernetes.default.svc',
    dependencies: { 'shop-database': [`10.${ordinal}.200.0/28`] },
    cloud: tinyCloud(ordinal),
  };
}

/** The least that a cloud gives; its rules have nothing to say about it. */
function tinyCloud(ordinal: number): NonNullable<EnvironmentFactsInput['cloud']> {
  return {
    zones: ['europe-west6-a', 'europe-west6-b', 'europe-west6-c'],
    endpoints: `10.${ordinal}.201.0/24`,
    administrators: { office: '10.250.0.0/24' },
    controlPlaneFromInternet: false,
    securityGroup: 'gke-security-groups@acme.example',
    releaseChannel: 'REGULAR',
    maintenance: { days: ['SA', 'SU'], start: '02:00', duration: '4h' },
    nodePools: {
      general: {
        machineType: 'n2d-standard-4',
        nodesPerZone: { min: 1, max: 3 },
        disk: '50Gi',
        upgrade: { strategy: 'surge', maxSurge: 1, maxUnavailable: 0 },
      },
    },
    natAddresses: 1,
    keyRotationDays: 90,
    logDays: 365,
    highAvailability: false,
    deletionProtection: false,
    databases: {},
  };
}

/** What makes the tiny company's database one of Cloud SQL, in which services can have accounts. */
export function tinyCloudSql(): readonly Declaration[] {
  const environments = (['first', 'second'] as const).map((name, index) => {
    const { cloud, ...facts } = tinyFacts(index + 1);
    const databases = { 'shop-database': { tier: 'db-custom-1-3840', disk: '10Gi' } };
    return environment(name, {
      ...facts,
      dependencies: { 'shop-database': [`10.${index + 1}.201.5/32`] },
      ...(cloud && { cloud: { ...cloud, databases } }),
    });
  });
  const cloudSql = { version: 'POSTGRES_17' };
  return [externalDependency('shop-database', { ...tinyDependency, cloudSql }), ...environments];
}

type Group = 'services' | 'squads' | 'dependencies';

const GROUPS: Readonly<Record<string, Group>> = { squad: 'squads', 'external-dependency': 'dependencies' };

/**
 * A valid company of one web service, one squad, one dependency and two environments, and what a test wants
 * different: a declaration takes the place of the one with its kind and name or comes along, an overlay goes to the first environment.
 */
export function tinyCompany(...declarations: readonly Declaration[]): Company {
  const given = (group: Group) => declarations.filter(({ kind }) => groupOf(kind) === group);
  // Where it stood: environments are in the order of promotion.
  const named = <D extends Declaration>(ours: readonly D[], theirs: readonly Declaration[]) => [
    ...ours.flatMap((one) => {
      const instead = theirs.filter(({ name }) => name === one.name) as D[];
      return instead.length === 0 ? [one] : instead;
    }),
    ...(theirs.filter(({ name }) => !ours.some((one) => one.name === name)) as D[]),
  ];
  const environments = named(
    [1, 2].map((ordinal) => environment(ordinal === 1 ? 'first' : 'second', tinyFacts(ordinal))),
    declarations.filter(({ kind }) => kind === 'environment'),
  );
  const overlays = declarations.filter(({ kind }) => kind === 'overlay') as readonly OverlayDeclaration[];
  return {
    base: {
      services: named<ServiceDeclaration>(
        [webService('shop', { ...tinyWebService, calls: ['shop-database'] })],
        given('services'),
      ),
      squads: named([squad('retail', tinySquad)], given('squads')),
      dependencies: named([externalDependency('shop-database', tinyDependency)], given('dependencies')),
    },
    environments: environments.map(
      (one): EnvironmentDeclaration =>
        one.name === 'first' ? { ...one, overlays: [...one.overlays, ...overlays] } : one,
    ),
    exceptions: declarations.filter(({ kind }) => kind === 'exception') as readonly ExceptionDeclaration[],
  };
}

function groupOf(kind: string): Group | undefined {
  if (['overlay', 'environment', 'exception'].includes(kind)) return undefined;
  return GROUPS[kind] ?? 'services';
}

const NAME = /^(?=.{1,52}$)[a-z](?:[a-z0-9]|-(?=[a-z0-9]))*$/;

/** Every service that has a right name is released in each environment, as version 1.0.0; and what fetches secrets, where one asks. */
export function tinyReleases({ base, environments }: Company): Map<string, ReleasesFile> {
  const release = { version: '1.0.0', digest: `sha256:${'a'.repeat(64)}`, commit: 'b'.repeat(40) };
  const names = base.services
    .map(({ name }) => name)
    .filter((name) => typeof name === 'string' && NAME.test(name));
  const say = (field: string) =>
    base.services.some(({ input }) => (input as Record<string, unknown> | null)?.[field] !== undefined);
  if (say('secrets')) names.push(VAULT_AGENT);
  if (say('mutualTls')) names.push(SERVICE_PROXY);
  const text = JSON.stringify(Object.fromEntries(names.map((name) => [name, release])), undefined, 2);
  return new Map(environments.map(({ name }) => [name, { file: `${name}/releases.json`, text }]));
}
