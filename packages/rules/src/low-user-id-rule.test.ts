import type { JsonObject } from './json';
import { lowUserIdRule } from './low-user-id-rule';
import { RuleRun } from './rule-run';

const pod = (id: number): JsonObject => ({
  securityContext: { runAsUser: 65532, runAsGroup: 65532, fsGroup: id },
  containers: [{ name: 'app', securityContext: { runAsUser: id } }],
  initContainers: [{ name: 'first', securityContext: { runAsGroup: id } }],
});

const pathsIn = (object: JsonObject) => {
  const run = new RuleRun([lowUserIdRule]);
  run.add({ object: { metadata: { name: 'node', namespace: 'chain' }, ...object }, file: 'chain/node.yaml' });
  return run.finish().map(({ path, found }) => `${path} ${found}`);
};

test.each([
  ['Deployment', 'spec.template.spec', { template: { spec: pod(999) } }],
  ['StatefulSet', 'spec.template.spec', { template: { spec: pod(999) } }],
  ['Job', 'spec.template.spec', { template: { spec: pod(999) } }],
  [
    'CronJob',
    'spec.jobTemplate.spec.template.spec',
    { jobTemplate: { spec: { template: { spec: pod(999) } } } },
  ],
  ['Pod', 'spec', pod(999)],
])('fails when a %s runs under an id of the node, wherever it says so', (kind, path, spec) => {
  expect(pathsIn({ apiVersion: 'v1', kind, spec }).sort()).toEqual([
    `${path}.containers[0].securityContext.runAsUser 999`,
    `${path}.initContainers[0].securityContext.runAsGroup 999`,
    `${path}.securityContext.fsGroup 999`,
  ]);
});

test('ids begin at 10001', () => {
  expect(pathsIn({ apiVersion: 'v1', kind: 'Pod', spec: pod(10000) })).toHaveLength(3);
  expect(pathsIn({ apiVersion: 'v1', kind: 'Pod', spec: pod(10001) })).toEqual([]);
});

test('what makes no pod has no user', () => {
  expect(pathsIn({ apiVersion: 'v1', kind: 'Service', spec: { ports: [] } })).toEqual([]);
});
