import { WebService } from '@plinth/kubernetes';
import type { ResolvedEnvironment } from '@plinth/model';
import { RuleRun, schemaRule } from '@plinth/rules';
import { defineStack, renderStack } from '@plinth/synth';
import { ApiObject, Chart, JsonPatch } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { Construct } from 'constructs';

/** A stack that asks its environment for nothing. */
const render = (build: (chart: Chart) => void) => {
  const stack = defineStack('mixed', (scope) => {
    build(new Chart(scope, 'shop', { namespace: 'retail', disableResourceNameHashes: true }));
  });
  return [...renderStack(stack, {} as ResolvedEnvironment)];
};

const ours = (chart: Chart) =>
  new WebService(chart, 'ours', {
    name: 'shop',
    owner: { squad: 'retail', contact: 'retail@acme.example' },
    image: `europe-west6-docker.pkg.dev/acme/retail/shop:1.0.0@sha256:${'0'.repeat(64)}`,
    ports: { https: 8443 },
    resources: { cpu: 0.2, cpuLimit: 1, memory: '256Mi' },
    health: { ready: '/readyz', live: '/livez' },
    scaling: { replicas: 2 },
  });

const theirs = (chart: Chart) =>
  new kplus.Deployment(chart, 'theirs', {
    metadata: { name: 'legacy' },
    containers: [{ image: 'legacy:1.0.0', portNumber: 8080, resources: {} }],
  });

test('ours beside a cdk8s-plus deployment and a plain object become one file', () => {
  const [file, ...rest] = render((chart) => {
    ours(chart);
    theirs(chart);
    new ApiObject(chart, 'plain', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'plain' },
      data: { a: '1' },
    });
  });
  expect(rest).toEqual([]);
  expect(file?.path).toBe('mixed/retail/shop.yaml');
  const names = file?.objects.map(({ kind, metadata }) => `${kind} ${(metadata as { name: string }).name}`);
  expect(names).toEqual([
    'ServiceAccount shop',
    'ConfigMap plain',
    'Deployment legacy',
    'Deployment shop',
    'Service shop',
    'PodDisruptionBudget shop',
    'NetworkPolicy shop',
  ]);
});

test('what others make passes the schema too', () => {
  const files = render((chart) => {
    ours(chart);
    theirs(chart);
  });
  const run = new RuleRun([schemaRule]);
  for (const { path, objects } of files) for (const object of objects) run.add({ object, file: path });
  expect(run.finish()).toEqual([]);
});

test('a JSON patch on a cdk8s-plus construct reaches the file', () => {
  const [file] = render((chart) => {
    ApiObject.of(theirs(chart)).addJsonPatch(JsonPatch.add('/spec/paused', true));
  });
  expect(file?.objects.find(({ kind }) => kind === 'Deployment')).toMatchObject({ spec: { paused: true } });
});

test("fails when a construct's own validation refuses it, with the construct's path", () => {
  const build = (chart: Chart) => {
    const part = new Construct(chart, 'part');
    part.node.addValidation({ validate: () => ['needs a port'] });
  };
  expect(() => render(build)).toThrow(
    'shop/part: found what its own validation refuses: needs a port; allowed: what the construct documents; change its props',
  );
});
