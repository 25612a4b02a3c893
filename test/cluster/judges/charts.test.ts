import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { resolveCompany } from '@plinth/model';
import { prepareEngines, readManifests } from '@plinth/testing';
import { load } from 'js-yaml';
import { company } from '../../../environments';
import { readReleases, root } from '../../company/read-releases';
import { readApplication, renderCharts } from './charts';
import { checkov } from './checkov';
import { kubeScore } from './kube-score';
import { findManifests } from './manifests';

const environments = resolveCompany(company, { root, releases: readReleases(company) });
const folder = mkdtempSync(join(tmpdir(), 'plinth-charts-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** `<chart>: <judge>/<check> <object>`, in every environment and in one alone. */
const baseline = load(readFileSync(join(__dirname, 'charts.baseline.yaml'), 'utf8')) as Readonly<
  Record<string, readonly string[]>
>;
const found: Record<string, readonly string[]> = {};
let charts: Readonly<Record<string, string>>;

beforeAll(async () => {
  const engines = await prepareEngines({ only: ['checkov', 'kube-score', 'helm', 'charts'] });
  charts = engines.charts;
  const judges = [checkov(engines.path('checkov')), kubeScore(engines.path('kube-score'))];
  for (const { name, facts } of environments) {
    const { kubernetesVersion } = facts;
    renderCharts(name, join(folder, name), { helm: engines.path('helm'), charts, kubernetesVersion });
    const manifests = findManifests(join(folder, name));
    const verdicts = await Promise.all(judges.map((judge) => judge.judge(manifests, facts)));
    found[name] = verdicts
      .flatMap(({ findings }) => findings)
      .filter(({ file }) => !file?.startsWith('namespace-'))
      .map(({ file, rule, object }) => `${file?.replace('.yaml', '')}: ${rule} ${object}`)
      .sort();
  }
});

test.each(environments.map(({ name }) => name))(
  'in %s, the judges find exactly what is known of the charts: no more, no less',
  (name) => {
    expect(found[name]).toEqual([...(baseline.everywhere ?? []), ...(baseline[name] ?? [])].sort());
  },
);

/** Charts that nobody judges. What stands in their place in `test/cluster/charts` is ours, and says nothing of the originals. */
const notJudged = {
  vault: 'is in no registry of packages',
  'custom-metrics-stackdriver-adapter': 'is in no registry of packages',
  'prometheus-operator-crds': 'is in no registry of packages; it holds definitions, and nothing that runs',
};

test.each(environments.map(({ name }) => name))(
  'in %s, the charts that are deployed are judged, but for those that cannot be had',
  (name) => {
    expect(deployedCharts(name)).toEqual([...Object.keys(charts), ...Object.keys(notJudged)].sort());
  },
);

test('the charts that are judged are of the versions that are deployed', () => {
  const pinned = readFileSync(join(root, 'test/cluster/engines/crds/go.mod'), 'utf8');
  for (const { name } of environments) {
    for (const chart of Object.keys(charts)) {
      expect(pinned).toContain(`/${chart} ${readApplication(name, chart).source.targetRevision}\n`);
    }
  }
});

/** The charts of all Applications of an environment. */
function deployedCharts(environment: string): string[] {
  return readManifests(join(root, 'manifests', environment))
    .filter(({ apiVersion, kind }) => apiVersion.startsWith('argoproj.io/') && kind === 'Application')
    .flatMap(({ spec }) => [spec.source, ...(spec.sources ?? [])])
    .flatMap((source) => source?.chart ?? [])
    .sort();
}
