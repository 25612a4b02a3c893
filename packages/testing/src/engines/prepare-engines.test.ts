import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EngineName } from './catalogue';
import { Engines } from './engines';
import { prepareEngines } from './prepare-engines';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'engines-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

test('only what is asked for has to exist', async () => {
  writeFileSync(join(folder, 'etcd'), '#!/bin/sh\necho etcd Version: 3.6.5\n', { mode: 0o755 });

  const engines = await prepare(['etcd']);

  expect(engines.path('etcd')).toBe(join(folder, 'etcd'));
  expect(engines.version('etcd')).toBe('3.6.5');
  expect(() => engines.path('helm')).toThrow('helm was not asked of prepareEngines');
});

test.each([
  ['git', 'the PATH: found no program `git`; allowed: any usual version of git; install git'],
  [
    'redis-server',
    'the PATH: found no program `redis-server`, and no apt-get to fetch it with; ' +
      'allowed: redis-server 6 or newer; install redis-server, or set REDIS_SERVER to its path',
  ],
  [
    'promtool',
    'the PATH: found no program `promtool`, and no apt-get to fetch it with; ' +
      'allowed: promtool 2.40 or newer; install promtool, or set PROMTOOL to its path',
  ],
  ['checkov', 'checkov: found `python3 -c'],
  ['crds', 'the PATH: found no program `go`'],
] as const)('fails when a machine without tools has no %s', async (name, message) => {
  await expect(prepare([name])).rejects.toThrow(message);
});

test('fails when several engines cannot be had, with one problem for each', async () => {
  await expect(prepare(['git', 'etcd', 'kubectl'])).rejects.toThrow(/^2 problems\n/);
});

test('fails when the cache cannot be made', async () => {
  writeFileSync(join(folder, 'file'), '');
  await expect(
    prepareEngines({ only: [], environment: { PLINTH_ENGINES: join(folder, 'file') } }),
  ).rejects.toThrow('found a place that refuses to be written (EEXIST)');
});

test('the table says what is used, and what a machine without a cache waits for', () => {
  const engines = new Engines([
    { name: 'etcd', version: '3.6.5', from: 'built', path: '/a', buildSeconds: 71 },
    { name: 'kubectl', version: '1.35.4', from: 'cache', path: '/b', buildSeconds: 31.5 },
    { name: 'git', version: '2.39.5', from: 'PATH', path: '/c' },
  ]);

  expect(`\n${engines.toTable()}`).toBe(`
engine   version  from     build
etcd     3.6.5    built   71.0 s
kubectl  1.35.4   cache   31.5 s
git      2.39.5   PATH
                         102.5 s
`);
});

function prepare(only: readonly EngineName[]): Promise<Engines> {
  const environment = { PATH: folder, KUBEBUILDER_ASSETS: folder, PLINTH_ENGINES: join(folder, 'cache') };
  return prepareEngines({ only, environment, output: { write: () => undefined } });
}
