import type { JsonObject } from './json';
import { RuleRun } from './rule-run';
import { vaultTokenRule } from './vault-token-rule';

const token = (audience: string): JsonObject => ({
  name: 'vault-agent',
  projected: {
    sources: [{ configMap: { name: 'ca' } }, { serviceAccountToken: { audience, path: 'token' } }],
  },
});
const mount = { name: 'vault-agent', mountPath: '/etc/vault-agent', readOnly: true };
const secrets = { name: 'secrets', mountPath: '/secrets', readOnly: true };
const image = `europe-west6-docker.pkg.dev/acme-prod/docker-io/hashicorp/vault:1.21.0@sha256:${'0'.repeat(64)}`;
const agent = { name: 'vault-agent', restartPolicy: 'Always', image, volumeMounts: [mount] };

/** A pod as it should be, and what differs. */
const pod = (differs: JsonObject = {}): JsonObject => ({
  initContainers: [agent],
  containers: [{ name: 'app', volumeMounts: [secrets] }],
  volumes: [{ name: 'secrets', emptyDir: { medium: 'Memory' } }, token('vault')],
  ...differs,
});

const faultsIn = (template: JsonObject, kind = 'Deployment') => {
  const run = new RuleRun([vaultTokenRule]);
  const metadata = { name: 'ledger', namespace: 'exchange' };
  const spec =
    kind === 'CronJob'
      ? { jobTemplate: { spec: { template: { spec: template } } } }
      : { template: { spec: template } };
  run.add({ object: { apiVersion: 'v1', kind, metadata, spec }, file: 'exchange/ledger.yaml' });
  return run.finish().map(({ path, found }) => `${path}: ${found}`);
};

test.each(['Deployment', 'StatefulSet', 'Job', 'CronJob'])(
  'the agent of a %s holds the token, and the program does not',
  (kind) => {
    expect(faultsIn(pod(), kind)).toEqual([]);
  },
);

test.each(['vault', 'vault://exchange/ledger'])('fails when a program holds a token for %s', (audience) => {
  const faults = faultsIn(
    pod({
      containers: [{ name: 'app', volumeMounts: [secrets, mount] }],
      volumes: [token(audience)],
    }),
  );
  expect(faults).toEqual([
    'spec.template.spec.containers[0].volumeMounts[1]: a token for Vault in the container "app"',
  ]);
});

test('fails when a program of a CronJob holds it', () => {
  expect(faultsIn(pod({ containers: [{ name: 'app', volumeMounts: [mount] }] }), 'CronJob')).toEqual([
    'spec.jobTemplate.spec.template.spec.containers[0].volumeMounts[0]: a token for Vault in the container "app"',
  ]);
});

test.each<[string, JsonObject]>([
  ['another init container', { ...agent, name: 'migrate' }],
  ['one of the name of the agent that is no sidecar', { name: 'vault-agent', image, volumeMounts: [mount] }],
  ['one that is all the agent is but its image', { ...agent, image: image.replace('docker-io', 'apps') }],
  [
    'one whose image only ends as the agent',
    { ...agent, image: image.replace('docker-io', 'apps/docker-io') },
  ],
  ['one without an image', { name: 'vault-agent', restartPolicy: 'Always', volumeMounts: [mount] }],
])('fails when %s holds it', (_, container) => {
  expect(faultsIn(pod({ initContainers: [container] }))).toHaveLength(1);
});

test('fails when a container beside the program is called as the agent is', () => {
  expect(faultsIn(pod({ initContainers: [], containers: [agent] }))).toHaveLength(1);
});

test('fails when the program can look into the process of the agent', () => {
  expect(faultsIn(pod({ shareProcessNamespace: true }))).toEqual([
    'spec.template.spec.shareProcessNamespace: processes that see each other, one of them with a token for Vault',
  ]);
});

test('tokens for others are no matter of this rule', () => {
  expect(
    faultsIn(pod({ containers: [{ name: 'app', volumeMounts: [mount] }], volumes: [token('sts')] })),
  ).toEqual([]);
});
