import type { JsonObject } from './json';
import { keyMaterialRule, plannedKeyFindings } from './key-material-rule';
import { RuleRun } from './rule-run';

/** Put together here, so that no scanner takes it for somebody's. */
const TOKEN = ['hvs', 'a1B2'.repeat(8)].join('.');
const PASSWORD = ['postgres://ledger', 'hunter2@db.example/ledger'].join(':');
const SECRET = 'a1B2c3D4e5'.repeat(4);

const findingsIn = (object: JsonObject) => {
  const run = new RuleRun([keyMaterialRule]);
  run.add({ object: { apiVersion: 'v1', kind: 'ConfigMap', ...object }, file: 'retail/shop.yaml' });
  return run.finish();
};

const metadata = { name: 'shop', namespace: 'retail' };

test.each<[string, JsonObject, string]>([
  ['data', { data: { 'config.yaml': `token: ${TOKEN}` } }, 'data.config.yaml'],
  [
    'what is in base64',
    { kind: 'Secret', data: { token: Buffer.from(TOKEN).toString('base64') } },
    'data.token',
  ],
  [
    'an annotation',
    { metadata: { ...metadata, annotations: { 'acme.example/note': PASSWORD } } },
    'metadata.annotations.acme.example/note',
  ],
  [
    'a variable',
    { spec: { containers: [{ env: [{ name: 'DATABASE_URL', value: PASSWORD }] }] } },
    'spec.containers[0].env[0].value',
  ],
  ['an argument', { spec: { containers: [{ args: ['--token', TOKEN] }] } }, 'spec.containers[0].args[1]'],
  [
    'a value that its name gives away',
    { data: { AWS_SECRET_ACCESS_KEY: SECRET } },
    'data.AWS_SECRET_ACCESS_KEY',
  ],
])('fails when %s is a key, without printing it', (_, object, path) => {
  const findings = findingsIn({ metadata, ...object });

  expect(findings).toMatchObject([
    { rule: 'key-material', path, found: expect.stringMatching(/^text that looks like .*, not shown$/) },
  ]);
  for (const key of [TOKEN, PASSWORD, SECRET])
    expect(JSON.stringify(findings)).not.toContain(key.slice(0, 16));
});

test('fails when a name is a key, and prints it nowhere', () => {
  const findings = findingsIn({ metadata: { ...metadata, name: TOKEN }, data: { [TOKEN]: '' } });

  expect(findings.map(({ path }) => path)).toEqual([
    'data.text that looks like a token of Vault, not shown',
    'metadata.name',
  ]);
  expect(JSON.stringify(findings)).not.toContain(TOKEN.slice(0, 16));
});

test('what another rule quotes is not printed either', () => {
  const run = new RuleRun([
    {
      ...keyMaterialRule,
      applies: () => true,
      *check() {
        yield { path: `data.${TOKEN}`, found: TOKEN, allowed: `not ${TOKEN}`, fix: `remove ${TOKEN}` };
      },
    },
  ]);
  run.add({ object: { apiVersion: 'v1', kind: 'ConfigMap', metadata }, file: 'retail/shop.yaml' });
  expect(run.finish()).toHaveLength(1);
  expect(JSON.stringify(run.finish())).not.toContain(TOKEN.slice(0, 16));
});

test('what was harmless once does not hide a key beside it', () => {
  const harmless = { metadata, data: { note: 'a note that is long enough' } };
  expect(findingsIn(harmless)).toEqual([]);
  expect(findingsIn({ ...harmless, data: { ...harmless.data, token: TOKEN } })).toHaveLength(1);
});

test('fails when a planned resource holds a key', () => {
  const resource = {
    type: 'gcp:sql/user:User',
    name: 'ledger',
    within: [],
    file: 'plans/dev/foundation.yaml',
  };
  expect(
    plannedKeyFindings([{ ...resource, inputs: { password: '[secret]', url: PASSWORD } }]),
  ).toMatchObject([
    { rule: 'key-material', object: 'gcp:sql/user:User ledger', file: resource.file, path: 'url' },
  ]);
});
