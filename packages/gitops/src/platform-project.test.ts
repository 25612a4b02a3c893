import { only, problemsOf, squadProjectProps, testChart } from './chart.fixture';
import { PlatformProject } from './platform-project';
import { StrippedDefaultProject } from './stripped-default-project';

const { squad: _, ...PLACE } = squadProjectProps();

test('the platform writes where it says, namespace by namespace', () => {
  const { spec } = platform({ namespaces: ['gateway', 'bank'] });
  const { destinations } = spec as { destinations: readonly { namespace: string }[] };
  expect(destinations.map(({ namespace }) => namespace)).toEqual([
    'argocd',
    'bank',
    'cert-manager',
    'custom-metrics',
    'gateway',
    'kube-system',
    'vault',
  ]);
});

test('the platform reads one repository and one collection of charts', () => {
  expect(platform({}).spec).toMatchObject({
    sourceRepos: ['https://git.example.com/platform/plinth.git', 'europe-west6-docker.pkg.dev/acme/charts'],
  });
});

test('nothing is permitted to the platform by a pattern', () => {
  const { clusterResourceWhitelist, namespaceResourceWhitelist, destinations, sourceRepos } = platform({})
    .spec as Record<string, unknown>;
  const permitted = JSON.stringify([
    clusterResourceWhitelist,
    namespaceResourceWhitelist,
    destinations,
    sourceRepos,
  ]);
  expect(permitted).not.toContain('*');
});

test.each([
  ['every namespace', { namespaces: ['*'] }, 'gitops-name at test/platform: namespaces[0]'],
  ['every chart', { charts: 'europe-west6-docker.pkg.dev/*' }, 'gitops-charts at test/platform: charts'],
  [
    'a URL as charts',
    { charts: 'oci://europe-west6-docker.pkg.dev/acme/charts' },
    'gitops-charts at test/platform: charts',
  ],
])('fails when the platform is given %s', (_name, differs, problem) => {
  expect(problemsOf(() => platform(differs))).toEqual([problem]);
});

test('the default project permits nothing and stays, or Argo CD would open it again', () => {
  const chart = testChart();
  new StrippedDefaultProject(chart, 'default');
  const { metadata, spec } = only(chart, 'AppProject');
  expect(metadata).toMatchObject({
    name: 'default',
    annotations: { 'argocd.argoproj.io/sync-options': 'Prune=false,Delete=confirm' },
  });
  expect(spec).toEqual({
    description: 'nothing may be here',
    sourceRepos: [],
    destinations: [],
    clusterResourceWhitelist: [],
    clusterResourceBlacklist: [{ group: '*', kind: '*' }],
    namespaceResourceBlacklist: [{ group: '*', kind: '*' }],
  });
});

function platform(differs: { readonly namespaces?: readonly string[]; readonly charts?: string }) {
  const chart = testChart();
  const charts = 'europe-west6-docker.pkg.dev/acme/charts';
  new PlatformProject(chart, 'platform', { ...PLACE, charts, namespaces: [], ...differs });
  return only(chart, 'AppProject');
}
