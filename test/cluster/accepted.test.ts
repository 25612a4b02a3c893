import { join } from 'node:path';
import { allRules, type Finding, type JsonObject, RuleRun } from '@plinth/rules';
import { type KubernetesObject, readManifests, refTo, until } from '@plinth/testing';
import { company } from '../../environments';
import { root } from '../company/read-releases';
import { engines } from './_cluster';
import { boundaries } from './accepted/boundaries';
import { BOUNDARY_NAMESPACE, statefulSet } from './accepted/boundary-objects';
import { changedBy } from './accepted/changes';
import { installDefinitions } from './accepted/definitions';
import { DeployedEnvironment } from './accepted/deployed-environment';
import { insecurePods, type Loose, mutated } from './accepted/refused-pods';
import { failedCreations, runOf, workloads } from './accepted/workloads';

const names = company.environments.map(({ name }) => name);
const deployed = new Map<string, DeployedEnvironment>();

let mutations = 0;

beforeAll(async () => {
  const all = await engines();
  await Promise.all(
    names.map(async (name) => {
      deployed.set(name, await DeployedEnvironment.start(name, all));
    }),
  );
});

afterAll(async () => {
  const keepLogs = (globalThis as { plinthTestFailed?: boolean }).plinthTestFailed === true;
  await Promise.all([...deployed.values()].map((environment) => environment.stop({ keepLogs })));
});

function environment(name: string): DeployedEnvironment {
  const found = deployed.get(name);
  if (found === undefined) throw new Error(`${name} was not deployed`);
  return found;
}

describe.each(names)('the manifests of %s', (name) => {
  test('are accepted, each of them and without a warning', async () => {
    const it = environment(name);
    const stored = await it.apply();
    expect(stored).toHaveLength(it.documents);
    expect(stored.length).toBeGreaterThan(200);
    expect(it.warnings).toEqual([]);
  });
});

describe.each(names)('the workloads of %s', (name) => {
  test('get every pod that they want', async () => {
    const { api } = environment(name).cluster;
    const all = await until('every workload has its pods', async () => {
      const seen = await workloads(api);
      if (seen.unfinished.length > 0) throw new Error(seen.unfinished.join(', '));
      return seen.all;
    });
    expect(all.length).toBeGreaterThan(10);
    expect(await failedCreations(api)).toEqual([]);
  });

  test('run when their hour comes', async () => {
    const { api } = environment(name).cluster;
    const schedules = await api.list('batch/v1', 'CronJob');
    const runs = await Promise.all(schedules.map((schedule) => api.create(runOf(schedule))));
    expect(runs.length).toBeGreaterThan(0);
    await until('every run has succeeded', async () => {
      const seen = await Promise.all(runs.map((run) => api.get(run)));
      return seen.every(({ status }) => status?.succeeded === 1);
    });
    expect(await failedCreations(api)).toEqual([]);
  });

  test('and all else stay as declared: applied once more they meet no conflict and change nothing', async () => {
    const it = environment(name);
    const before = await it.read();
    expect(changedBy(before, await it.apply())).toEqual([]);
    expect(it.warnings).toEqual([]);
  });
});

describe('in the namespace of a squad', () => {
  const first = () => environment(names[0] ?? '');
  const api = () => first().cluster.api;
  const deployment = () => first().find('Deployment');
  const namespace = () => deployment().metadata.namespace ?? '';

  test.each(insecurePods)(
    'fails when a pod is started $title: Pod Security refuses it',
    async ({ change, because }) => {
      const warnings: string[] = [];
      const { name, workload } = mutation(change);
      await api()
        .heeding((warning) => warnings.push(warning))
        .apply(workload);
      expect(await refusal(name)).toMatch(because);
      // The author of the manifest is told at once.
      expect(warnings).toEqual([expect.stringMatching(/would violate PodSecurity/)]);
    },
  );

  test('fails when a container is larger than the largest that may be', async () => {
    const { name, workload } = mutation((_, app) => {
      app.resources = { requests: { cpu: '64', memory: '1Gi' }, limits: { cpu: '64', memory: '1Gi' } };
    });
    await api().apply(workload);
    expect(await refusal(name)).toMatch(/maximum cpu usage per Container is \d+, but limit is 64/);
  });

  test('fails when the quota of the squad is too small for a pod', async () => {
    const [quota] = await api().list('v1', 'ResourceQuota', { namespace: namespace() });
    if (quota === undefined) throw new Error('the squad has no quota');
    const used = quota.status.used['requests.cpu'];
    const narrow = { spec: { hard: { ...quota.spec.hard, 'requests.cpu': used } } };
    await api().patch(quota, narrow);
    await until('the quota is what it was made', async () => {
      return (await api().get(quota)).status.hard['requests.cpu'] === used;
    });
    const { name, workload } = mutation(() => undefined);
    await api().apply(workload);
    expect(await refusal(name)).toMatch(/exceeded quota: .*requests\.cpu/);
    await api().patch(quota, { spec: quota.spec });
  });

  test.each(['NodePort', 'LoadBalancer'])(
    'fails when a service is a %s: the quota has none',
    async (type) => {
      const ports = [{ name: 'https', port: 443 }];
      const service = { ...refTo('v1', 'Service', 'open', namespace()), spec: { type, ports } };
      await expect(api().apply(service)).rejects.toThrow(
        /exceeded quota: .*services\.(nodeports|loadbalancers)=1/,
      );
    },
  );

  test.each([
    [
      'an unknown field',
      'Deployment',
      { spec: { replica: 2 } },
      /\.spec\.replica: field not declared in schema/,
    ],
    [
      'an unknown field of a custom kind',
      'Certificate',
      { spec: { dnsName: 'a' } },
      /\.spec\.dnsName: field not declared in schema/,
    ],
    ['a number for a text', 'ConfigMap', { data: { port: 8443 } }, /data\.port.*expected string, got/s],
    ['a text for a number', 'Deployment', { spec: { replicas: 'two' } }, /replicas: expected numeric/],
    [
      'a list for a text in a custom kind',
      'Certificate',
      { spec: { secretName: ['a'] } },
      /\.spec\.secretName: expected string, got/,
    ],
  ])('fails when an object has %s', async (_title, kind, change, because) => {
    const object = structuredClone(first().find(kind)) as Loose;
    for (const [part, fields] of Object.entries(change)) Object.assign(object[part], fields);
    await expect(api().apply(object, { dryRun: true, force: true })).rejects.toThrow(because);
  });

  function mutation(change: (pod: Loose, app: Loose) => void) {
    const name = `mutation-${++mutations}`;
    return { name, workload: mutated(deployment(), name, change) };
  }

  /** What was said when the first pod of a workload was refused. */
  async function refusal(name: string): Promise<string> {
    return until(`no pod of ${name} is made`, async () => {
      const [first] = await failedCreations(api(), { namespace: namespace(), of: name });
      return first;
    });
  }
});

describe('our rules and the API server agree', () => {
  const api = () => environment(names[0] ?? '').cluster.api;

  beforeAll(async () => {
    await api().apply(refTo('v1', 'Namespace', BOUNDARY_NAMESPACE));
  });

  test.each(boundaries)('about $what', async ({ taken, refused, because = /invalid/i }) => {
    expect(findings(taken)).toEqual([]);
    expect(findings(refused)).not.toEqual([]);
    await expect(api().apply(taken, { dryRun: true })).resolves.toBeDefined();
    await expect(api().apply(refused, { dryRun: true })).rejects.toThrow(because);
  });

  test('about the name of a StatefulSet, whose pods alone the server refuses', async () => {
    const [taken, refused] = [statefulSet(52), statefulSet(53)];
    expect(findings(taken)).toEqual([]);
    expect(findings(refused)).not.toEqual([]);
    await Promise.all([taken, refused].map((set) => api().apply(set)));
    await until(
      'the shorter one has its pod',
      async () => (await api().get(taken)).status?.readyReplicas === 1,
    );
    const [failure] = await until('the longer one was refused its own', async () => {
      const failures = await failedCreations(api(), { namespace: BOUNDARY_NAMESPACE });
      return failures.length > 0 && failures;
    });
    expect(failure).toMatch(/metadata\.labels.*must be no more than 63 bytes/);
    await Promise.all([taken, refused].map((set) => api().delete(set)));
  });

  test('about every object that our rules take for valid', async () => {
    const valid = readManifests(join(root, 'packages/rules/fixtures'));
    // Away from the environment's own objects.
    const objects = valid.map(({ metadata, ...rest }) =>
      metadata.namespace === undefined
        ? { metadata, ...rest }
        : { metadata: { ...metadata, namespace: BOUNDARY_NAMESPACE }, ...rest },
    ) as KubernetesObject[];
    await installDefinitions(api(), await engines(), objects);
    expect(objects.length).toBeGreaterThan(30);
    for (const object of objects) await api().apply(object, { dryRun: true, force: true });
  });

  function findings(object: KubernetesObject): readonly Finding[] {
    const run = new RuleRun(allRules);
    run.add({ object: object as unknown as JsonObject, file: 'boundary.yaml' });
    return run.finish();
  }
});
