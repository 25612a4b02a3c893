import { checkObjects } from '../../fixtures/check-objects';
import { type Loose, valid, validObjects } from '../../fixtures/fixtures';
import type { Finding } from '../rule';
import { metadataRule } from './metadata-rule';

function findings(object: Loose): readonly Finding[] {
  return checkObjects([{ object, file: 'a.yaml' }], [metadataRule]);
}

function named(kind: string, name: unknown): readonly Finding[] {
  return findings(valid(kind, (it) => Object.assign(it.metadata, { name })));
}

test('finds nothing in valid objects', () => {
  expect(
    checkObjects(
      validObjects.map((object) => ({ object, file: 'a.yaml' })),
      [metadataRule],
    ),
  ).toEqual([]);
});

test.each([
  ['ConfigMap', 'a'.repeat(253)],
  ['ConfigMap', '0.example.com'],
  ['Namespace', 'a'.repeat(63)],
  ['Service', 'a'.repeat(63)],
  ['CronJob', 'a'.repeat(52)],
  ['StatefulSet', 'a'.repeat(52)],
  ['Role', 'system:Reader'],
  ['APIService', 'v1beta1.external.metrics.k8s.io'],
])('takes the %s %s', (kind, name) => {
  expect(named(kind, name)).toEqual([]);
});

test.each([
  ['ConfigMap', 'a'.repeat(254), '254 characters'],
  ['Namespace', 'a'.repeat(64), '64 characters'],
  ['Namespace', 'a.b', '"a.b"'],
  ['Service', 'a'.repeat(64), '64 characters'],
  ['Service', '0-api', '"0-api"'],
  ['CronJob', 'a'.repeat(53), '53 characters'],
  ['StatefulSet', 'a'.repeat(53), '53 characters'],
  ['Role', 'a/b', '"a/b"'],
  ['Role', '..', '".."'],
  ['Role', 'a\nb', 'a\\nb'],
  ['ConfigMap', '', '""'],
  ['ConfigMap', ' ', '" "'],
  ['ConfigMap', 'Ledger', '"Ledger"'],
  ['ConfigMap', 'ledger_api', '"ledger_api"'],
  ['ConfigMap', '-ledger', '"-ledger"'],
  ['ConfigMap', 'ledger-', '"ledger-"'],
  ['ConfigMap', '.ledger', '".ledger"'],
  ['ConfigMap', 'a..b', '"a..b"'],
  ['ConfigMap', '../x', '"../x"'],
  ['ConfigMap', 'ledger\n', '"ledger\\n"'],
  ['ConfigMap', 'lеdger', '"l\\u{435}dger"'],
  ['ConfigMap', 'ledger\u200b', '"ledger\\u{200b}"'],
  ['ConfigMap', '🏦', '"\\u{1f3e6}"'],
  ['ConfigMap', '__proto__', '"__proto__"'],
  ['ConfigMap', undefined, 'nothing'],
])('fails when a %s is called %j', (kind, name, found) => {
  expect(named(kind, name)).toMatchObject([{ path: 'metadata.name', found: expect.stringContaining(found) }]);
});

test.each([
  ['a namespaced kind has no namespace', 'Deployment', undefined, 'nothing'],
  ['a namespaced custom resource has no namespace', 'Application', undefined, 'nothing'],
  ['a cluster kind has a namespace', 'ClusterIssuer', 'payments', '"payments"'],
  ['the namespace is default', 'Deployment', 'default', '"default"'],
  ['a grant is in default', 'RoleBinding', 'default', '"default"'],
  ['the namespace is of the system', 'Deployment', 'kube-system', '"kube-system"'],
  ['the namespace is no DNS label', 'Deployment', 'pay.ments', '"pay.ments"'],
  ['the namespace is empty', 'Deployment', '', '""'],
])('fails when %s', (_title, kind, namespace, found) => {
  const object = valid(kind, (it) => Object.assign(it.metadata, { namespace }));
  expect(findings(object)).toMatchObject([{ path: 'metadata.namespace', found }]);
});

test('takes a grant in kube-system, which an extension API server needs', () => {
  expect(
    findings(valid('RoleBinding', (it) => Object.assign(it.metadata, { namespace: 'kube-system' }))),
  ).toEqual([]);
});

test.each(['default', 'kube-public'])('fails when the Namespace %s is declared', (name) => {
  expect(named('Namespace', name)).toMatchObject([{ path: 'metadata.name', found: `"${name}"` }]);
});

test.each([
  ['a value of 63 characters', 'team', 'a'.repeat(63)],
  ['an empty value', 'team', ''],
  ['a name of 63 characters', 'a'.repeat(63), 'x'],
  ['a prefix of 253 characters', `${'a'.repeat(253)}/team`, 'x'],
  ['capitals and inner marks', 'example.com/Team_A.b-c', 'A_b.c-D'],
])('takes a label with %s', (_title, key, value) => {
  expect(
    findings(valid('Deployment', (it) => Object.assign(it.metadata, { labels: { [key]: value } }))),
  ).toEqual([]);
});

const badLabels: [string, string, string, string][] = [
  ['a value of 64 characters', 'team', 'a'.repeat(64), '64 characters'],
  ['a value with a blank', 'team', 'a b', '"a b"'],
  ['a value that ends in a hyphen', 'team', 'a-', '"a-"'],
  ['a value with a look-alike letter', 'team', 'pаyments', '"p\\u{430}yments"'],
  ['an empty key', '', 'x', '""'],
  ['a name of 64 characters', 'a'.repeat(64), 'x', '64 characters'],
  ['a prefix of 254 characters', `${'a'.repeat(254)}/team`, 'x', '254 characters'],
  ['an empty prefix', '/team', 'x', '""'],
  ['a prefix with a capital', 'Example.com/team', 'x', '"Example.com"'],
  ['nothing after the slash', 'example.com/', 'x', '""'],
  ['two slashes', 'a/b/c', 'x', '2 slashes'],
  ['an underscore in front', '__proto__', 'x', '"__proto__"'],
];

test.each(badLabels)('fails when a label has %s', (_title, key, value, found) => {
  const labels = Object.fromEntries([[key, value]]);
  const deployment = valid('Deployment', (it) => Object.assign(it.metadata, { labels }));
  expect(findings(deployment)).toMatchObject([{ found: expect.stringContaining(found) }]);
});

test.each([
  ['Deployment', (it: Loose) => it.spec.template.metadata, 'spec.template.metadata.labels.team'],
  ['CronJob', (it: Loose) => (it.spec.jobTemplate.metadata = {}), 'spec.jobTemplate.metadata.labels.team'],
  [
    'CronJob',
    (it: Loose) => (it.spec.jobTemplate.spec.template.metadata = {}),
    'spec.jobTemplate.spec.template.metadata.labels.team',
  ],
])('fails when the pods of a %s get a label that is too long', (kind, metadataOf, path) => {
  const object = valid(kind, (it) => Object.assign(metadataOf(it), { labels: { team: 'a'.repeat(64) } }));
  expect(findings(object)).toMatchObject([{ path }]);
});

test('fails when an annotation key has two slashes', () => {
  const object = valid('Deployment', (it) => Object.assign(it.metadata, { annotations: { 'a/b/c': '' } }));
  expect(findings(object)).toMatchObject([{ path: 'metadata.annotations["a/b/c"]' }]);
});

test('fails when annotations are larger than 256 KiB together, and not before', () => {
  const sized = (bytes: number) =>
    findings(
      valid('Deployment', (it) =>
        Object.assign(it.metadata, { annotations: { a: 'é'.repeat(bytes / 2 - 1), b: '' } }),
      ),
    );
  expect(sized(256 * 1024)).toEqual([]);
  expect(sized(256 * 1024 + 2)).toMatchObject([{ path: 'metadata.annotations', found: '262146 bytes' }]);
});
