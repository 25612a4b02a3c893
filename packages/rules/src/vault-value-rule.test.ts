import type { JsonObject } from './json';
import { RuleRun } from './rule-run';
import { vaultValueRule } from './vault-value-rule';

/** Put together here, so that no scanner takes it for one. */
const TOKEN = `hvs.${'CAESIJ'.repeat(6)}`;

const findingsIn = (object: JsonObject) => {
  const run = new RuleRun([vaultValueRule]);
  const metadata = { name: 'ledger', namespace: 'exchange', ...(object.metadata as JsonObject | undefined) };
  run.add({ object: { apiVersion: 'v1', ...object, metadata }, file: 'exchange/ledger.yaml' });
  return run.finish();
};

const withVariable = (variable: JsonObject): JsonObject => ({
  kind: 'Deployment',
  spec: { template: { spec: { containers: [{ name: 'app', ...variable }] } } },
});

const APP = 'spec.template.spec.containers[0]';

test.each<[string, JsonObject, string]>([
  ['a ConfigMap has a token', { kind: 'ConfigMap', data: { 'a.yaml': `token: ${TOKEN}` } }, 'data.a.yaml'],
  ['a variable has a token', withVariable({ env: [{ name: 'T', value: TOKEN }] }), `${APP}.env[0].value`],
  [
    'an annotation has a token',
    { kind: 'Service', metadata: { annotations: { a: TOKEN } } },
    'metadata.annotations.a',
  ],
  [
    'a variable would be replaced by a value',
    withVariable({ env: [{ name: 'T', value: 'vault:kv/data/exchange/ledger#password' }] }),
    `${APP}.env[0].value`,
  ],
  [
    'a manifest would be filled with a value',
    { kind: 'ConfigMap', data: { a: 'password: <path:kv/data/exchange/ledger#password>' } },
    'data.a',
  ],
  [
    'a variable is that of a Secret',
    withVariable({ env: [{ name: 'T', valueFrom: { secretKeyRef: { name: 'a', key: 'b' } } }] }),
    `${APP}.env[0].valueFrom.secretKeyRef`,
  ],
  [
    'all variables are those of a Secret',
    withVariable({ envFrom: [{ secretRef: { name: 'a' } }] }),
    `${APP}.envFrom[0].secretRef`,
  ],
  [
    'an injector would act',
    {
      kind: 'Deployment',
      spec: { template: { metadata: { annotations: { 'vault.hashicorp.com/agent-inject': 'true' } } } },
    },
    'spec.template.metadata.annotations["vault.hashicorp.com/agent-inject"]',
  ],
  ['a Secret would be made', { kind: 'VaultStaticSecret', spec: {} }, 'kind'],
  ['another operator would make one', { kind: 'ExternalSecret', spec: {} }, 'kind'],
])('fails when %s', (_, object, path) => {
  expect(findingsIn(object).map((finding) => finding.path)).toEqual([path]);
});

test('what is found is not told on', () => {
  const findings = findingsIn({ kind: 'ConfigMap', data: { a: TOKEN } });
  expect(findings).toHaveLength(1);
  expect(JSON.stringify(findings)).not.toContain(TOKEN);
});

test("the agent's own configuration says places, and no value", () => {
  const contents = '{{ with secret "kv/data/exchange/ledger/audit-key" }}{{ .Data.data.value }}{{ end }}';
  const data = {
    'agent.json': JSON.stringify({ vault: { address: 'https://vault:8200' }, template: [{ contents }] }),
  };
  expect(findingsIn({ kind: 'ConfigMap', data })).toEqual([]);
});

test('a Secret may be mounted as files: certificates are', () => {
  const volumes = [{ name: 'tls', secret: { secretName: 'ledger-tls' } }];
  expect(findingsIn({ kind: 'Pod', spec: { volumes, containers: [] } })).toEqual([]);
});
