import { UserError } from '@plinth/errors';
import {
  type Company,
  type ResolvedService,
  type ResolvedServiceOf,
  type ResolvedVault,
  resolveCompany,
  VAULT_AGENT_RESOURCES,
} from '@plinth/model';
import { company } from '../../environments';
import { brokenCompany } from './broken-company';
import { readReleases, root } from './read-releases';
import { redeclare } from './redeclare';

type Resources = ResolvedService['resources'];

const releases = readReleases(company);
const resolve = (of: Company) => resolveCompany(of, { releases, root });
const environments = resolve(company);
const [dev, staging, prod] = environments;

test('the company has three environments in the order of promotion', () => {
  expect(environments.map(({ name }) => name)).toEqual(['dev', 'staging', 'prod']);
});

test('seven squads own at least fourteen services of every kind', () => {
  const { services } = company.base;
  expect(services.length).toBeGreaterThanOrEqual(14);
  expect(unique(services.map(({ input }) => input.squad))).toEqual([
    'bank',
    'bots',
    'chain',
    'exchange',
    'platform',
    'wallet',
    'workspace',
  ]);
  expect(unique(services.map(({ kind }) => kind))).toEqual([
    'scheduled-job',
    'stateful-node',
    'web-service',
    'worker',
  ]);
});

test('every squad has at least two members', () => {
  for (const { input } of company.base.squads)
    expect(Object.keys(input.members).length).toBeGreaterThanOrEqual(2);
});

test('exchange-manager doubles its size in prod, and the other environments inherit', () => {
  const sizes = environments.map((environment) => {
    const { cpu, memory } = find('exchange-manager', environment.services).resources;
    return `${environment.name} ${cpu} ${memory}`;
  });
  expect(sizes).toEqual(['dev 200m 256Mi', 'staging 200m 256Mi', 'prod 500m 512Mi']);
});

test('the size of exchange-manager is all that any environment says of it', () => {
  const said = company.environments.flatMap(({ name, overlays }) =>
    overlays
      .filter(({ input }) => 'exchange-manager' in input)
      .map(({ input }) => [name, input['exchange-manager']]),
  );
  expect(said).toEqual([['prod', { resources: { cpu: 0.5, memory: '512Mi' } }]]);
});

test('exchange-manager scales on active users up to 60 replicas', () => {
  for (const { facts, services } of environments) {
    const { scaling } = find('exchange-manager', services, 'web-service');
    expect(scaling).toMatchObject({
      min: facts.replicaFloor,
      max: 60,
      external: [
        {
          type: 'custom.googleapis.com/exchange/active_users',
          perReplica: 500,
        },
      ],
    });
    expect(String(scaling.cpu)).toBe('70%');
  }
});

test('klever-node runs everywhere as its vendor built it', () => {
  for (const { services } of environments) {
    const { image, resources, storage } = find('klever-node', services, 'stateful-node');
    expect(image.user?.uid).toBe(999);
    expect([resources.cpu, resources.memory, storage.size].map(String)).toEqual(['4', '8Gi', '200Gi']);
    expect(storage.mountPath).toBe('/data');
  }
});

test('bank-statements runs on the first of each month in prod', () => {
  expect(find('bank-statements', prod?.services, 'scheduled-job')).toMatchObject({
    schedule: '0 6 1 * *',
    timeZone: 'Europe/Zurich',
  });
});

test('a run of bank-statements starts within a day, one of synthetic-checker at once', () => {
  const late = (name: string) => String(find(name, prod?.services, 'scheduled-job').startWithin);
  expect([late('bank-statements'), late('synthetic-checker')]).toEqual(['24h', '10m']);
});

test('nothing is customized in dev', () => {
  expect(company.environments.find(({ name }) => name === 'dev')?.overlays).toEqual([]);
});

test('without a word of its own, a service differs between dev and staging by identity alone', () => {
  const customized = company.environments.flatMap(({ overlays }) =>
    overlays.flatMap(({ input }) => Object.keys(input)),
  );
  const plain = (services: readonly ResolvedService[] = []) =>
    services.filter(({ name }) => !customized.includes(name)).map(withoutIdentity);
  expect(plain(staging?.services)).toEqual(plain(dev?.services));
});

test('four services are public, each by one route of its own', () => {
  const routes = (prod?.services ?? []).flatMap((service) =>
    'exposure' in service && service.exposure !== undefined
      ? [`${service.name} ${service.exposure.host}${service.exposure.path}`]
      : [],
  );
  expect(routes).toEqual([
    'exchange-manager api.acme.example/exchange',
    'status-page status.acme.example/',
    'wallet-api api.acme.example/wallet',
    'workspace-api api.acme.example/workspace',
  ]);
});

test('calls among core services lead down, never back', () => {
  const core = (prod?.services ?? []).filter(({ criticality }) => criticality === 'core');
  expect(core.length).toBeGreaterThanOrEqual(5);
  const open = new Map(core.map(({ name, calls }) => [name, calls.map((call) => call.name)]));
  for (let leaf = leafOf(open); leaf !== undefined; leaf = leafOf(open)) open.delete(leaf);
  expect([...open.keys()]).toEqual([]);
});

test('what is not promoted to prod yet is listed as such', () => {
  expect(environments.map(({ notReleased }) => notReleased)).toEqual([[], [], ['arbitrage-bot']]);
});

test('the quotas of prod hold every squad at its most replicas during a roll-out', () => {
  const overdrawn = (prod?.squads ?? []).filter(({ name, quota }) => {
    const owned = (prod?.services ?? []).filter(({ squad }) => squad === name);
    const sum = (amount: (container: Resources) => number) =>
      owned.reduce((total, service) => {
        const pod = containersOf(service).reduce((all, container) => all + amount(container), 0);
        return total + pod * mostPods(service);
      }, 0);
    return (
      sum(({ cpu }) => cpu.milliCores) > quota.cpu.milliCores ||
      sum(({ cpuLimit }) => cpuLimit.milliCores) > quota.cpuLimit.milliCores ||
      sum(({ memory }) => memory.bytes) > quota.memory.bytes ||
      owned.reduce((total, service) => total + mostPods(service), 0) > quota.pods
    );
  });
  expect(overdrawn.map(({ name }) => name)).toEqual([]);
});

test('releases are sorted and end with a line feed, as promotion writes them', () => {
  for (const { text } of releases.values()) expect(text).toBe(`${JSON.stringify(sorted(text), null, 2)}\n`);
});

test('moving every declaration to another file changes nothing', () => {
  const moved = resolve({ ...company, base: redeclare(company.base) });
  expect(JSON.stringify(moved)).toBe(JSON.stringify(environments));
});

test('fails when much is wrong, and tells all of it at once with file and line', () => {
  expect(problemsOf(brokenCompany)).toMatchInlineSnapshot(`
    [
      "invalid-value at test/company/broken-company.ts:9:10: refunds.image",
      "invalid-value at test/company/broken-company.ts:10:19: refunds.ports.https",
      "invalid-value at test/company/broken-company.ts:11:34: refunds.resources.memory",
      "unknown-squad at test/company/broken-company.ts:18:10: chargebacks.squad",
      "lead-is-no-member at test/company/broken-company.ts:30:9: legal.lead",
      "unknown-callee at test/company/broken-company.ts:23:28: chargebacks.calls[1]",
      "same-probes at test/company/broken-company.ts:22:38: chargebacks.health.live",
      "duplicate-route at environments/base/services/exchange/exchange-manager.ts:19:33: exchange-manager.exposure.path",
      "invalid-value at test/company/broken-company.ts:55:12: internet-egress.expires",
      "invalid-value at test/company/broken-company.ts:44:35: wallet-api.scaling.max",
      "identity-override at test/company/broken-company.ts:45:25: bank-core.ports",
      "unknown-service at test/company/broken-company.ts:46:22: exchange-manger",
      "no-op-override at test/company/broken-company.ts:43:40: order-matcher.resources.cpu",
      "internet-egress at test/company/broken-company.ts:23:38: chargebacks.calls[2]",
    ]
  `);
});

function problemsOf(broken: Company): string[] {
  try {
    resolve(broken);
  } catch (error) {
    if (UserError.isUserError(error)) return error.problems.map(({ where, code }) => `${code} at ${where}`);
    throw error;
  }
  return [];
}

function find<K extends ResolvedService['kind']>(
  name: string,
  services: readonly ResolvedService[] = [],
  kind?: K,
): ResolvedServiceOf<K> {
  const found = services.find((service) => service.name === name);
  if (found === undefined || (kind !== undefined && found.kind !== kind))
    throw new Error(`no ${kind ?? 'service'} ${name}`);
  return found as ResolvedServiceOf<K>;
}

function unique(words: readonly string[]): string[] {
  return [...new Set(words)].sort();
}

/** Image, hosts, addresses, names in the cloud and the floor of replicas are the environment's; the rest is the service's. */
function withoutIdentity(service: ResolvedService): unknown {
  const { image, calls, callers, cloud, vault, mutualTls, ...rest } = service;
  return {
    ...rest,
    image: image.user,
    calls: calls.map(({ name, ports }) => ({ name, ports })),
    callers: callers.map(({ name }) => name),
    vault: vault && secretsOf(vault),
    mutualTls: mutualTls && {
      names: mutualTls.dnsNames,
      servers: mutualTls.servers.map(({ name, port }) => ({ name, port })),
    },
    needs: cloud?.needs.map(({ name, kind }) => ({ name, kind })),
    ...('scaling' in service && {
      scaling: { ...service.scaling, min: undefined },
    }),
    ...('exposure' in service && { exposure: service.exposure?.path }),
    ...('beforeRollout' in service && {
      before: {
        ...service.beforeRollout,
        vault: service.beforeRollout.vault && secretsOf(service.beforeRollout.vault),
      },
      beforeRollout: undefined,
    }),
  };
}

/** Where a database is, an environment says. */
function secretsOf({ role, secrets }: ResolvedVault): unknown {
  return { role, secrets: secrets.map((secret) => ({ ...secret, host: undefined })) };
}

/** A service that calls none of those that are left. */
function leafOf(calls: ReadonlyMap<string, readonly string[]>): string | undefined {
  return [...calls].find(([, callees]) => !callees.some((callee) => calls.has(callee)))?.[0];
}

/** The program, and the agent of its secrets. */
function containersOf({ resources, vault }: ResolvedService): Resources[] {
  return vault === undefined ? [resources] : [resources, VAULT_AGENT_RESOURCES];
}

/** A roll-out adds one pod before it takes one away, after a job of its own where there is one. */
function mostPods(service: ResolvedService): number {
  switch (service.kind) {
    case 'web-service':
    case 'worker':
      return (service.scaling.max ?? service.scaling.min) + 1 + (service.beforeRollout === undefined ? 0 : 1);
    case 'scheduled-job':
      return 1;
    case 'stateful-node':
      return service.replicas;
  }
}

/** With the keys of every map in the order of the alphabet. */
function sorted(text: string): unknown {
  return JSON.parse(text, (_, value: unknown) =>
    typeof value === 'object' && value !== null
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}
