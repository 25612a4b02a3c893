import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepareEngines } from '@plinth/testing';
import { checkov } from './checkov';
import { badCases, writeCorpus } from './corpus';
import type { Judge, Verdict } from './judge';
import { kubeScore } from './kube-score';
import { kubeScoreConfiguration } from './kube-score-configuration';
import { findManifests } from './manifests';

const TERMS = { kubernetesVersion: '1.35', replicaFloor: 3 };
const MAKERS = { checkov, 'kube-score': kubeScore } as const;
const IDS = ['checkov', 'kube-score'] as const;

const folder = mkdtempSync(join(tmpdir(), 'plinth-judges-'));
const corpus = join(folder, 'corpus');
const paths: Record<string, string> = {};
const verdicts = new Map<Judge['id'], Verdict>();

beforeAll(async () => {
  const engines = await prepareEngines({ only: [...IDS] });
  for (const id of IDS) paths[id] = engines.path(id);
  writeCorpus(corpus);
  const manifests = findManifests(corpus);
  for (const id of IDS) verdicts.set(id, await judgeBy(id).judge(manifests, TERMS));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const judgeBy = (id: Judge['id'], path = paths[id] ?? '', patience?: number) => MAKERS[id](path, patience);

/** The checks that found something in the file of a case. */
function checksIn(id: Judge['id'], name: string): string[] {
  const found = verdicts.get(id)?.findings.filter(({ file }) => file === `${name}.yaml`) ?? [];
  return [...new Set(found.map(({ rule }) => rule.slice(id.length + 1)))].sort();
}

describe.each(IDS)('%s', (id) => {
  test.each(['good-service', 'good-node', 'good-job', 'good-rights'])('finds no fault with %s', (name) => {
    expect(checksIn(id, name)).toEqual([]);
  });

  test.each(badCases)('$name ($control): $fault', ({ name, caught }) => {
    expect(checksIn(id, name)).toEqual([...(caught[id] ?? [])].sort());
  });
});

test('every case is caught by a judge, and every judge knows more than 25 faults', () => {
  expect(badCases.filter(({ caught }) => Object.values(caught).flat().length === 0)).toEqual([]);
  const known = IDS.map((id) => new Set(badCases.flatMap(({ caught }) => caught[id] ?? [])).size);
  expect(Math.min(...known)).toBeGreaterThan(25);
});

test('every check that kube-score has is on and has a case, or is declined with a reason', () => {
  const listed = execFileSync(paths['kube-score'] ?? '', ['list'], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => ({ check: line.split(',', 1).join(), isOptional: line.endsWith(',optional') }));
  const { optional, declined } = kubeScoreConfiguration;
  const names = (isOptional: boolean) =>
    listed.filter((one) => one.isOptional === isOptional).map(({ check }) => check);
  expect(names(true).sort()).toEqual([...optional, ...Object.keys(declined)].sort());
  const cases = new Set(badCases.flatMap(({ caught }) => caught['kube-score'] ?? []));
  expect([...cases].sort()).toEqual([...names(false), ...optional].sort());
});

describe.each(IDS)('%s has not acquitted anybody', (id) => {
  const files = (name: string, contents: Readonly<Record<string, string>>) => {
    const place = join(folder, id, name);
    mkdirSync(place, { recursive: true });
    for (const [file, text] of Object.entries(contents)) writeFileSync(join(place, file), text);
    return findManifests(place);
  };
  const JOB =
    'apiVersion: batch/v1\nkind: Job\nmetadata: { name: a, namespace: b }\nspec: { template: { spec: {} } }\n';
  const NAMESPACE = 'apiVersion: v1\nkind: Namespace\nmetadata: { name: a }\n';

  test('fails when it looked at no object', async () => {
    const manifests = files('nothing-known', { 'namespace.yaml': NAMESPACE });
    await expect(judgeBy(id).judge(manifests, TERMS)).rejects.toThrow(`${id} looked at no object`);
  });

  test('fails when it looked at less than there is', async () => {
    const manifests = files('less', { 'a.yaml': JOB });
    const more = findManifests(corpus).objects.slice(0, 1);
    const both = { ...manifests, objects: [...manifests.objects, ...more] };
    await expect(judgeBy(id).judge(both, TERMS)).rejects.toThrow(`${id} did not look at`);
  });

  test('fails when a file is broken', async () => {
    const manifests = files('broken', { 'a.yaml': JOB });
    writeFileSync(join(manifests.folder, 'a.yaml'), 'apiVersion: [');
    await expect(judgeBy(id).judge(manifests, TERMS)).rejects.toThrow(id);
  });

  test('fails when it is not there', async () => {
    const manifests = files('absent', { 'a.yaml': JOB });
    const missing = judgeBy(id, join(folder, 'nobody'));
    await expect(missing.judge(manifests, TERMS)).rejects.toThrow(`${id} did not run to its end`);
  });

  test('fails when it crashes', async () => {
    const manifests = files('crash', { 'a.yaml': JOB });
    // Node knows neither judge's arguments.
    await expect(judgeBy(id, process.execPath).judge(manifests, TERMS)).rejects.toThrow(
      /exited with 9|complained/,
    );
  });

  test('fails when it prints what nobody can read', async () => {
    const manifests = files('gibberish', { 'a.yaml': JOB });
    await expect(judgeBy(id, '/bin/echo').judge(manifests, TERMS)).rejects.toThrow('printed what is no JSON');
  });

  test('fails when it takes too long', async () => {
    const manifests = findManifests(corpus);
    await expect(judgeBy(id, paths[id], 5).judge(manifests, TERMS)).rejects.toThrow('stopped after 5 ms');
  });
});

test('fails when an annotation tells checkov to look away', async () => {
  const place = join(folder, 'skipped');
  mkdirSync(place);
  writeFileSync(
    join(place, 'a.yaml'),
    'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a, namespace: default, annotations: { checkov.io/skip1: CKV_K8S_21=mine } }\n',
  );
  await expect(judgeBy('checkov').judge(findManifests(place), TERMS)).rejects.toThrow(
    'checkov was told by annotations to look away',
  );
});

test('an annotation that tells kube-score to look away is not heard', async () => {
  const place = join(folder, 'ignored');
  mkdirSync(place);
  writeFileSync(
    join(place, 'a.yaml'),
    'apiVersion: v1\nkind: Service\nmetadata: { name: a, namespace: b, annotations: { kube-score/ignore: service-type } }\nspec: { type: NodePort, selector: { app: a } }\n',
  );
  const { findings } = await judgeBy('kube-score').judge(findManifests(place), TERMS);
  expect(findings.map(({ rule }) => rule)).toContain('kube-score/service-type');
});
