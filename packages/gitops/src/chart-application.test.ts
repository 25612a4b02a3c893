import { chartApplicationProps, only, problemsOf, testChart } from './chart.fixture';
import { ChartApplication, type ChartApplicationProps, type ChartSource } from './chart-application';

interface Values {
  readonly replicas: number;
}

const SOURCE: ChartSource<Values> = {
  charts: 'europe-west6-docker.pkg.dev/acme/charts',
  chart: 'vault',
  version: '0.31.0',
  values: { replicas: 3 },
};

test('an add-on is one version of one chart with its values', () => {
  expect(application(SOURCE).spec).toMatchObject({
    project: 'platform',
    source: {
      repoURL: 'europe-west6-docker.pkg.dev/acme/charts',
      chart: 'vault',
      targetRevision: '0.31.0',
      helm: { releaseName: 'vault', valuesObject: { replicas: 3 } },
    },
  });
});

test('an add-on is taken away by hand only', () => {
  const { metadata } = application(SOURCE);
  expect(metadata).not.toHaveProperty('finalizers');
  expect(metadata).toMatchObject({
    annotations: { 'argocd.argoproj.io/sync-options': 'Prune=false,Delete=confirm' },
  });
});

test.each<[string, Partial<ChartSource<Values>>, string]>([
  ['a range of versions', { version: '^0.31.0' }, 'gitops-chart-version at test/vault: source.version'],
  ['any patch', { version: '0.31.*' }, 'gitops-chart-version at test/vault: source.version'],
  ['the newest', { version: 'latest' }, 'gitops-chart-version at test/vault: source.version'],
  ['a chart upwards', { chart: '../vault' }, 'gitops-name at test/vault: source.chart'],
  ['any registry', { charts: '*' }, 'gitops-charts at test/vault: source.charts'],
])('fails when an add-on is given %s', (_, differs, problem) => {
  expect(problemsOf(() => application({ ...SOURCE, ...differs }))).toEqual([problem]);
});

test('an application whose health is ignored says so to the one that has it among its objects', () => {
  const ignored = 'argocd.argoproj.io/ignore-healthcheck';
  expect(application(SOURCE, { ignoreHealth: true }).metadata).toMatchObject({
    annotations: { [ignored]: 'true' },
  });
  expect(application(SOURCE).metadata).not.toMatchObject({ annotations: { [ignored]: 'true' } });
});

test('fails when the health of a wave is ignored that another one waits for', () => {
  const differs = { ignoreHealth: true, wave: 'operators' } as const;
  expect(problemsOf(() => application(SOURCE, differs))).toEqual([
    'gitops-ignored-health at test/vault: ignoreHealth',
  ]);
});

function application(source: ChartSource<Values>, differs: Partial<ChartApplicationProps<Values>> = {}) {
  const chart = testChart();
  new ChartApplication<Values>(chart, 'vault', { ...chartApplicationProps(source), ...differs });
  return only(chart, 'Application');
}
