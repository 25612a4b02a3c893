import { manifestApplicationProps, only, problemsOf, testChart } from './chart.fixture';
import { ManifestApplication, type ManifestApplicationProps } from './manifest-application';

test('an application is one file of plain YAML for one namespace', () => {
  expect(application()).toMatchObject({
    metadata: { name: 'ledger', namespace: 'argocd' },
    spec: {
      project: 'squad-bank',
      source: {
        repoURL: 'https://git.example.com/platform/plinth.git',
        targetRevision: 'main',
        path: 'manifests/live/workloads/bank',
        directory: { recurse: false, include: 'ledger.yaml' },
      },
      destination: { server: 'https://kubernetes.default.svc', namespace: 'bank' },
    },
  });
});

test('an application without a file reads the folder and everything below', () => {
  const { file: _, ...whole } = manifestApplicationProps();
  const chart = testChart();
  new ManifestApplication(chart, 'folder', whole);
  expect(only(chart, 'Application').spec).toMatchObject({ source: { directory: { recurse: true } } });
});

test('drift is undone, what left Git is deleted last and with all it owns, an empty folder deletes nothing', () => {
  const { syncPolicy } = application().spec as { syncPolicy: unknown };
  expect(syncPolicy).toEqual({
    automated: { prune: true, selfHeal: true, allowEmpty: false },
    syncOptions: [
      'CreateNamespace=false',
      'FailOnSharedResource=true',
      'PruneLast=true',
      'PrunePropagationPolicy=foreground',
      'ServerSideApply=true',
      'Validate=true',
    ],
    retry: { limit: 30, backoff: { duration: '10s', factor: 2, maxDuration: '1m' }, refresh: true },
  });
});

test('the API server says what differs', () => {
  expect(application().metadata).toMatchObject({
    annotations: { 'argocd.argoproj.io/compare-options': 'ServerSideDiff=true' },
  });
});

test('a difference that is left to others is left to them by a sync too', () => {
  const ignoreDifferences = [{ group: 'apps', kind: 'Deployment', jsonPointers: ['/spec/replicas'] }];
  const { spec } = application({ ignoreDifferences });
  const { syncPolicy } = spec as { syncPolicy: { syncOptions: readonly string[] } };
  expect(spec).toMatchObject({ ignoreDifferences });
  expect(syncPolicy.syncOptions).toContain('RespectIgnoreDifferences=true');
});

test('what it deployed goes with it', () => {
  expect(application().metadata).toMatchObject({
    finalizers: ['resources-finalizer.argocd.argoproj.io/foreground'],
  });
});

test('what is to be kept stays when it goes', () => {
  expect(application({ onRemoval: 'keep' }).metadata).not.toHaveProperty('finalizers');
});

const source = manifestApplicationProps().source;

test.each<[string, Partial<ManifestApplicationProps>, string]>([
  ['the project default', { project: 'default' }, 'gitops-default-project at test/application: project'],
  ['any project', { project: '*' }, 'gitops-name at test/application: project'],
  [
    'HEAD',
    { source: { ...source, revision: 'HEAD' } },
    'gitops-revision at test/application: source.revision',
  ],
  [
    'any revision',
    { source: { ...source, revision: '*' } },
    'gitops-revision at test/application: source.revision',
  ],
  [
    'no revision',
    { source: { ...source, revision: '' } },
    'gitops-revision at test/application: source.revision',
  ],
  [
    'a path upwards',
    { source: { ...source, path: 'manifests/../secrets' } },
    'gitops-path at test/application: source.path',
  ],
  [
    'the whole repository',
    { source: { ...source, path: '.' } },
    'gitops-path at test/application: source.path',
  ],
  ['every file', { file: '*.yaml' }, 'gitops-file at test/application: file'],
  ['one of several files', { file: '{ledger,matcher}.yaml' }, 'gitops-file at test/application: file'],
  ['a file elsewhere', { file: 'other/ledger.yaml' }, 'gitops-file at test/application: file'],
  [
    'any namespace',
    { destination: { server: 'https://kubernetes.default.svc', namespace: '*' } },
    'gitops-name at test/application: destination.namespace',
  ],
])('fails when an application is given %s', (_, differs, problem) => {
  expect(problemsOf(() => application(differs))).toEqual([problem]);
});

function application(differs?: Partial<ManifestApplicationProps>) {
  const chart = testChart();
  new ManifestApplication(chart, 'application', manifestApplicationProps(differs));
  return only(chart, 'Application');
}
