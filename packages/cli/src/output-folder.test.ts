import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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

test.each(['manifests', './manifests/', 'manifests/one', 'docs/../manifests'])(
  'fails when cdk8s has emptied %s',
  (cdk8s) => {
    expect(() => outputFolder({ root, cwd: root, cdk8s })).toThrow(
      /^CDK8S_OUTDIR: found the folder of reviewed manifests, which cdk8s deletes before it renders; /,
    );
  },
);
