import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { digestOfFiles, pinnedSum, pinnedVersion } from './pinned-module';

const root = resolve(__dirname, '../../../..');
const pins = join(root, 'test/cluster/engines');

interface SchemaModule {
  readonly path: string;
  readonly version: string;
  readonly sum: string;
}

const { modules } = require(join(root, 'tools/schemas/modules.js')) as {
  readonly modules: Readonly<Record<string, SchemaModule>>;
};

test.each([
  ['kubernetes', 'kubernetes'],
  ['argocd', 'argo-cd'],
  ['certManager', 'crds'],
  ['certManager', 'cert-manager'],
  ['trustManager', 'crds'],
  ['trustManager', 'trust-manager'],
  ['prometheusOperator', 'crds'],
  ['gatewayApi', 'crds'],
])('engines and schemas come from the same %s: %s', (name, folder) => {
  const { path, version, sum } = modules[name] as SchemaModule;
  expect(pinnedVersion(join(pins, folder), path)).toBe(version);
  expect(pinnedSum(join(pins, folder), path)).toBe(sum);
});

test('no other module is pinned for its files', () => {
  const lines = readFileSync(join(pins, 'crds/go.sum'), 'utf8').trim().split('\n');
  expect(lines).toHaveLength(4);
});

test('every requirement that is replaced says by which version', () => {
  const folders = readdirSync(pins).filter((name) => existsSync(join(pins, name, 'go.mod')));
  const local = folders.filter((name) => /=> *[./]/.test(readFileSync(join(pins, name, 'go.mod'), 'utf8')));
  expect(folders).toContain('kubernetes');
  expect(local).toEqual([]);
});

describe('in a folder', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'pins-'));
    writeFileSync(join(folder, 'go.mod'), 'module a\n\nrequire b.dev/b v1.0.0 // indirect\n');
    writeFileSync(join(folder, 'go.sum'), 'b.dev/b v0.9.0 h1:old=\nb.dev/b v1.0.0/go.mod h1:mod=\n');
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  test('a requirement may stand alone in its line', () => {
    expect(pinnedVersion(folder, 'b.dev/b')).toBe('v1.0.0');
  });

  test('fails when the checksum of the required version is missing', () => {
    expect(() => pinnedSum(folder, 'b.dev/b')).toThrow('found no checksum of b.dev/b v1.0.0');
  });

  test('fails when the file is missing', () => {
    expect(() => pinnedVersion(join(folder, 'none'), 'b.dev/b')).toThrow('none/go.mod: found no such file');
  });

  test('the digest tells contents and names apart', () => {
    const before = digestOfFiles(folder);
    writeFileSync(join(folder, 'main.go'), '');
    const named = digestOfFiles(folder);
    writeFileSync(join(folder, 'main.go'), 'x');

    expect(new Set([before, named, digestOfFiles(folder)]).size).toBe(3);
  });
});
