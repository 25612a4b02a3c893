import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatProblem, type Problem } from '@plinth/errors';
import { type KubernetesObject, LocalCluster, readManifests, refTo, titleOf } from '@plinth/testing';
import { company } from '../../environments';
import { root } from '../company/read-releases';
import { engines } from './_cluster';
import { applyFirstNamespaces, installDefinitions } from './accepted/definitions';
import { git } from './upgrades/git';
import { manifestHistory, type State } from './upgrades/history';
import { claimIn, immutableChanges, withChange } from './upgrades/immutable-changes';
import { MADE_ANEW } from './upgrades/made-anew';
import { differing, refusals, remove, SYNC_OPTIONS, upgrade } from './upgrades/upgrade';

const names = company.environments.map(({ name }) => name);
const folder = mkdtempSync(join(tmpdir(), 'plinth-upgrades-'));
const clusters = new Map<string, LocalCluster>();
let states: readonly State[] = [];

beforeAll(async () => {
  states = manifestHistory(root, { into: folder });
  const all = await engines();
  await Promise.all(
    names.map(async (name) => {
      clusters.set(
        name,
        await LocalCluster.start({
          engines: all,
          name: `upgrades-${name}`,
          // What is immutable is the API server's matter; no pod has to run.
          zones: [],
          flags: {
            'kube-controller-manager': { controllers: 'namespace-controller,garbage-collector-controller' },
          },
        }),
      );
    }),
  );
});

afterAll(async () => {
  const keepLogs = (globalThis as { plinthTestFailed?: boolean }).plinthTestFailed === true;
  await Promise.all([...clusters.values()].map((cluster) => cluster.stop({ keepLogs })));
  rmSync(folder, { recursive: true });
});

describe.each(names)('a cluster of %s', (name) => {
  test('comes from each of the last states to this one, without a field that cannot change', async () => {
    const { api } = cluster(name);
    const steps = states.map((state) => ({ ...state, objects: objectsOf(state, name) }));
    const everything = steps.flatMap(({ objects }) => objects);
    await installDefinitions(api, await engines(), everything);
    await applyFirstNamespaces(api, everything);
    const last = steps.at(-1)?.objects ?? [];
    const problems: string[] = [];
    let before: readonly KubernetesObject[] = [];
    for (const { title, objects } of steps.slice(0, -1)) {
      await settle(name, before, objects);
      // What is as it was in the state before has been asked already.
      const direct = await refusals(api, differing(before, objects), last);
      problems.push(...unplanned(direct).map((problem) => `from ${title}: ${formatProblem(problem)}`));
      before = objects;
    }
    problems.push(...unplanned(await settle(name, before, last)).map(formatProblem));
    expect(problems).toEqual([]);
    expect(last.length).toBeGreaterThan(200);
  });
});

const unplanned = (problems: readonly Problem[]) =>
  problems.filter(({ where }) => !MADE_ANEW.includes(where));

/** Past upgrades are past: what a cluster of that time refused, somebody has made anew. */
async function settle(
  name: string,
  from: readonly KubernetesObject[],
  to: readonly KubernetesObject[],
): Promise<readonly Problem[]> {
  const { api } = cluster(name);
  const problems = await upgrade(api, from, to);
  const refused = new Set(problems.map(({ where }) => where));
  if (refused.size === 0) return problems;
  const again = to.filter((object) => refused.has(titleOf(object)));
  await remove(api, again);
  await upgrade(api, [], again);
  return problems;
}

describe('an upgrade', () => {
  const name = names.at(-1) ?? '';
  const now = () => objectsOf(states.at(-1), name);
  const namespace = () => now().find(({ kind }) => kind === 'StatefulSet')?.metadata.namespace ?? '';

  test.each(immutableChanges)(
    'fails when it changes $title, and the report says what and where',
    async (change) => {
      const { api } = cluster(name);
      const before = [...now(), claimIn(namespace())];
      await upgrade(api, now(), before);
      const { changed, objects } = withChange(before, change);
      expect(await refusals(api, before, objects)).toEqual([
        {
          code: 'immutable-field',
          where: changed,
          found: expect.stringMatching(change.because),
          allowed: 'fields that may change while the object exists',
          fix: 'keep the old value; or give the new object another name, and remove the old one in a later change',
        } satisfies Problem,
      ]);
    },
  );

  test('prunes what went away, but not what says that it stays', async () => {
    const { api } = cluster(name);
    const [gone, stays] = ['gone', 'stays'].map((each) => refTo('v1', 'ConfigMap', each, namespace()));
    if (gone === undefined || stays === undefined) throw new Error('two were made');
    const kept = {
      ...stays,
      metadata: { ...stays.metadata, annotations: { [SYNC_OPTIONS]: 'Prune=false' } },
    };
    const before = [...now(), gone, kept] as KubernetesObject[];
    expect(await upgrade(api, now(), before)).toEqual([]);
    expect(await upgrade(api, before, now())).toEqual([]);
    expect(await api.tryGet(gone)).toBeUndefined();
    expect(await api.tryGet(kept)).toBeDefined();
  });

  test('makes a hook anew, whose template could not change', async () => {
    const { api } = cluster(name);
    const hook = now().find(({ kind }) => kind === 'Job');
    if (hook === undefined) throw new Error('no service has a step before its deployment');
    const { uid } = (await api.get(hook)).metadata;
    const changed = structuredClone(hook);
    changed.spec.template.metadata.labels.team = 'other';
    expect(await upgrade(api, [hook], [changed])).toEqual([]);
    expect((await api.get(hook)).metadata.uid).not.toBe(uid);
  });
});

function cluster(name: string): LocalCluster {
  const found = clusters.get(name);
  if (found === undefined) throw new Error(`no cluster of ${name} has started`);
  return found;
}

const read = new Map<string, readonly KubernetesObject[]>();

/** What an environment was in a state; nothing, when it was not yet. */
function objectsOf(state: State | undefined, name: string): readonly KubernetesObject[] {
  const path = join(state?.folder ?? '', name);
  const objects = read.get(path) ?? (existsSync(path) ? readManifests(path) : []);
  read.set(path, objects);
  return objects;
}

function contents(history: readonly State[]): string[] {
  return history.map((state) => readFileSync(join(state.folder, 'object.yaml'), 'utf8'));
}

describe('the history of manifests', () => {
  const repository = join(folder, 'repository');

  beforeAll(() => {
    mkdirSync(join(repository, 'manifests'), { recursive: true });
    git(repository, 'init', '--quiet', '--initial-branch=main');
    for (const content of ['one', 'two', 'two', 'three']) commit(content);
  });

  test('is the distinct states, the oldest first, and the work tree', () => {
    expect(contents(manifestHistory(repository, { into: into('clean') }))).toEqual(['one', 'two', 'three']);
  });

  test('begins with the last commit where the work tree goes beyond it', () => {
    const copy = join(folder, 'changed');
    cpSync(repository, copy, { recursive: true });
    writeFileSync(join(copy, 'manifests', 'object.yaml'), 'four');
    expect(contents(manifestHistory(copy, { into: into('dirty'), atMost: 1 }))).toEqual(['three', 'four']);
  });

  test('reaches back to the last release', () => {
    const copy = join(folder, 'released');
    cpSync(repository, copy, { recursive: true });
    git(copy, 'tag', 'v1.0.0', 'HEAD~3');
    expect(contents(manifestHistory(copy, { into: into('release'), atMost: 1 }))).toEqual([
      'one',
      'two',
      'three',
    ]);
  });

  test('fails when the clone is too shallow, and says how deep it has to be', () => {
    const shallow = join(folder, 'shallow');
    git(folder, 'clone', '--quiet', '--depth=1', `file://${repository}`, shallow);
    expect(() => manifestHistory(shallow, { into: into('shallow-states') })).toThrow(
      /found 1 commits, and none before.*fetch-depth: 0/,
    );
  });

  function commit(content: string): void {
    writeFileSync(join(repository, 'manifests', 'object.yaml'), content);
    git(repository, 'add', '.');
    const author = ['-c', 'user.name=a', '-c', 'user.email=a@acme.example'];
    git(repository, ...author, 'commit', '--quiet', '--allow-empty', '--message', content);
  }

  function into(title: string): string {
    const path = join(folder, `states-${title}`);
    mkdirSync(path);
    return path;
  }
});
