import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Engine } from './engine';
import { tryFindOwn } from './own-binary';

let folder: string;
let own: string;

const engine: Engine = {
  name: 'tiny',
  own: { variable: 'TINY', assets: true, path: true },
  recipe: () => Promise.reject(new Error('not here')),
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'own-'));
  own = join(folder, 'tiny');
  writeFileSync(own, '', { mode: 0o755 });
});

afterEach(() => rmSync(folder, { recursive: true }));

test("an engine's own variable comes before KUBEBUILDER_ASSETS, and that before the PATH", () => {
  const path = `/nowhere::${folder}`;

  expect(tryFindOwn(engine, { TINY: own, KUBEBUILDER_ASSETS: folder, PATH: path })?.from).toBe('TINY');
  expect(tryFindOwn(engine, { TINY: '', KUBEBUILDER_ASSETS: folder, PATH: path })?.from).toBe(
    'KUBEBUILDER_ASSETS',
  );
  expect(tryFindOwn(engine, { PATH: path })).toEqual({ path: own, from: 'PATH' });
  expect(tryFindOwn(engine, {})).toBeUndefined();
});

test('a place that does not count for an engine is not looked at', () => {
  const environment = { TINY: own, KUBEBUILDER_ASSETS: folder, PATH: folder };
  expect(tryFindOwn({ ...engine, own: {} }, environment)).toBeUndefined();
});

test('a folder on the PATH with the name of the engine is none', () => {
  rmSync(own);
  mkdirSync(own);
  expect(tryFindOwn(engine, { PATH: folder })).toBeUndefined();
});

test('fails when a variable leads nowhere, and says which', () => {
  expect(() => tryFindOwn(engine, { TINY: '/nowhere/tiny' })).toThrow(
    'the variable TINY: found /nowhere/tiny, which is no such thing; allowed: the path of tiny; ' +
      'mend the path, or unset TINY: what is missing is then built',
  );
  expect(() => tryFindOwn(engine, { KUBEBUILDER_ASSETS: '/nowhere' })).toThrow(
    'the variable KUBEBUILDER_ASSETS: found /nowhere, which is no such thing; allowed: a folder of engines',
  );
});

test('fails when what stands in KUBEBUILDER_ASSETS is no program', () => {
  chmodSync(own, 0o644);
  expect(() => tryFindOwn(engine, { KUBEBUILDER_ASSETS: folder })).toThrow('allowed: a program');
});
