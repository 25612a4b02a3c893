import { manifestApplicationProps, only, problemsOf, testChart } from './chart.fixture';
import { RootApplication } from './root-application';

const { source, destination } = manifestApplicationProps();

test('the root reads a folder with everything below, into the namespace of Argo CD', () => {
  const chart = testChart();
  new RootApplication(chart, 'root', { source, server: destination.server });
  expect(only(chart, 'Application')).toMatchObject({
    metadata: { name: 'root', namespace: 'argocd' },
    spec: {
      project: 'platform',
      source: { path: source.path, directory: { recurse: true } },
      destination: { namespace: 'argocd' },
    },
  });
});

test('the root cannot prune itself, and nothing goes with it', () => {
  const chart = testChart();
  new RootApplication(chart, 'root', { source, server: destination.server });
  const { metadata } = only(chart, 'Application');
  expect(metadata).toMatchObject({
    annotations: { 'argocd.argoproj.io/sync-options': 'Prune=false,Delete=confirm' },
  });
  expect(metadata).not.toHaveProperty('finalizers');
});

test('fails when the root follows a tip that anybody may move', () => {
  const moving = { source: { ...source, revision: 'HEAD' }, server: destination.server };
  expect(problemsOf(() => new RootApplication(testChart(), 'root', moving))).toEqual([
    'gitops-revision at test/root: source.revision',
  ]);
});
