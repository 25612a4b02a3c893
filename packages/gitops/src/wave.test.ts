import { Manifest } from '@plinth/manifest';
import { testChart } from './chart.fixture';
import { assignWaves, WAVE_ANNOTATION, Wave, waveOf } from './wave';

test('definitions come before namespaces, policies, rights, operators, certificates and workloads', () => {
  const inOrder = [
    'definitions',
    'namespaces',
    'policies',
    'rights',
    'operators',
    'pki',
    'workloads',
  ] as const;
  const numbers = inOrder.map((name) => Wave[name]);
  expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
  expect(new Set(numbers).size).toBe(numbers.length);
});

test.each([
  ['CustomResourceDefinition', Wave.definitions],
  ['Namespace', Wave.namespaces],
  ['ResourceQuota', Wave.namespaces],
  ['NetworkPolicy', Wave.policies],
  ['StorageClass', Wave.policies],
  ['AppProject', Wave.definitions],
  ['RoleBinding', Wave.rights],
  ['Issuer', Wave.pki],
  ['Bundle', Wave.workloads],
  ['Deployment', Wave.workloads],
  ['Anything', Wave.workloads],
])('a %s is applied in wave %i', (kind, wave) => {
  expect(waveOf(kind)).toBe(wave);
});

test('every object below a scope gets the wave of its kind, and keeps its other annotations', () => {
  const chart = testChart();
  const policy = object(chart, 'NetworkPolicy', { email: 'bank-oncall@example.com' });
  const deployment = object(chart, 'Deployment');
  assignWaves(chart);
  expect(annotationsOf(policy)).toEqual({ email: 'bank-oncall@example.com', [WAVE_ANNOTATION]: '-40' });
  expect(annotationsOf(deployment)).toEqual({ [WAVE_ANNOTATION]: '0' });
});

test('a wave that was chosen stays', () => {
  const chart = testChart();
  const application = object(chart, 'Application', { [WAVE_ANNOTATION]: '-20' });
  assignWaves(chart);
  expect(annotationsOf(application)).toEqual({ [WAVE_ANNOTATION]: '-20' });
});

test('a hook is left to its phase', () => {
  const chart = testChart();
  const job = object(chart, 'Job', { 'argocd.argoproj.io/hook': 'PreSync' });
  assignWaves(chart);
  expect(annotationsOf(job)).toEqual({ 'argocd.argoproj.io/hook': 'PreSync' });
});

function object(chart: ReturnType<typeof testChart>, kind: string, annotations?: Record<string, string>) {
  return new Manifest(chart, kind, { apiVersion: 'v1', kind, metadata: { name: 'one', annotations } });
}

function annotationsOf(manifest: Manifest): unknown {
  return manifest.toJson().metadata.annotations;
}
