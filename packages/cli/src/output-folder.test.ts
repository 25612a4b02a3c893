import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { outputFolder } from './output-folder';

let root: string;

beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'output-folder-')));
  for (const folder of ['environments/base', 'stacks', 'docs'])
    mkdirSync(join(root, folder), { recursive: true });
});

afterEach(() => rmSync(root, { recursive: true }));

test('without a wish it is manifests/ at the root, whatever the current folder', () => {
  expect(outputFolder({ root, cwd: join(root, 'docs') })).toBe(join(root, 'manifests'));
});

test('a wish is relative to the current folder, and --out goes before cdk8s', () => {
  const cwd = join(root, 'docs');
  expect(outputFolder({ root, cwd, cdk8s: '../dist' })).toBe(join(root, 'dist'));
  expect(outputFolder({ root, cwd, out: 'rendered', cdk8s: '../manifests' })).toBe(
    join(root, 'docs/rendered'),
  );
});

test.each(['environments', 'stacks/new', '.', '..', '/', 'link', 'link/new', ''])(
  'fails when --out is %j',
  (out) => {
    symlinkSync('environments/base', join(root, 'link'));
    expect(() => outputFolder({ root, cwd: root, out })).toThrow(
      /^--out: found a folder in or around (environments|stacks)\/, which people write; allowed: a folder for rendered files alone; choose another folder, for example --out manifests$/,
    );
  },
);

test('a folder whose name begins as that of sources is none of them', () => {
  expect(outputFolder({ root, cwd: root, out: 'stacks-rendered' })).toBe(join(root, 'stacks-rendered'));
});

const lies = (path: string) => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), '');
};

test.each([
  ['a folder of packages', 'packages', 'packages/model/package.json', 'a folder that holds model,'],
  ['a folder of code', 'packages/model/src', 'packages/model/src/index.ts', 'a folder that holds index.ts,'],
  ['a folder of pages', 'docs', 'docs/glossary.md', 'a folder that holds glossary.md,'],
  [
    'what a package manager has made',
    'node_modules',
    'node_modules/a/index.js',
    'a folder of installed packages',
  ],
  ['a section', 'manifests/east', 'manifests/east/SHA256SUMS', 'a folder inside manifests/east/,'],
  [
    'a folder in a section',
    'manifests/east/new',
    'manifests/east/SHA256SUMS',
    'a folder inside manifests/east/,',
  ],
])('fails when --out is %s', (_, out, file, found) => {
  lies(file);
  expect(() => outputFolder({ root, cwd: root, out })).toThrow(`--out: found ${found}`);
});

test('fails when sections lie among folders of others', () => {
  lies('packages/east/SHA256SUMS');
  lies('packages/model/package.json');
  expect(() => outputFolder({ root, cwd: root, out: 'packages' })).toThrow(
    /^--out: found a folder that holds model, which no run has rendered; allowed: manifests, a new or empty folder, or one that holds rendered environments; choose another folder, for example --out manifests$/,
  );
});

test.each([
  ['the default, whatever lies there', 'manifests', 'manifests/notes.txt'],
  ['a folder that holds sections', 'rendered', 'rendered/east/SHA256SUMS'],
  ['a folder in which a run was stopped', 'rendered', 'rendered/.plinth/journal'],
  ['a folder that holds nothing to see', 'rendered', 'rendered/.gitkeep'],
  ['an empty folder', 'docs', 'other/file'],
])('lets --out be %s', (_, out, file) => {
  lies(file);
  expect(outputFolder({ root, cwd: root, out })).toBe(join(root, out));
});

test('lets cdk8s have its own folder again', () => {
  lies('dist/cdk8s/east/SHA256SUMS');
  expect(outputFolder({ root, cwd: root, cdk8s: 'dist/cdk8s' })).toBe(join(root, 'dist/cdk8s'));
});

test.each(['manifests', './manifests/', 'manifests/one', 'docs/../manifests'])(
  'fails when cdk8s has emptied %s',
  (cdk8s) => {
    expect(() => outputFolder({ root, cwd: root, cdk8s })).toThrow(
      /^CDK8S_OUTDIR: found the folder of reviewed manifests, which cdk8s deletes before it renders; /,
    );
  },
);
