import { execFileSync } from 'node:child_process';
import { accessSync, constants, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TinyModule } from './_tiny-module';
import { type ModuleFoldersProps, moduleFolders } from './module-folder';
import { prepare } from './prepare';

// Where Go has never built anything, it compiles its own runtime first.
jest.setTimeout(300_000);

// One part only: Python's zipfile lists each folder, and Go refuses those above the module.
const MODULE = 'files.dev';

let tiny: TinyModule;

beforeEach(() => {
  tiny = new TinyModule();
  publish(tiny);
});

afterEach(() => {
  // Go makes the folders of its module cache read-only.
  execFileSync('chmod', ['-R', 'u+w', join(tiny.folder, 'modules')]);
  tiny.remove();
});

test('custom resource definitions are copied, without what stands beside them', async () => {
  pin(published());
  const [crds] = await prepareFolder('custom resource definitions');

  expect(crds).toMatchObject({ name: 'files', version: 'source 1.0.0', from: 'built' });
  expect(readdirSync(join(crds?.path ?? '', 'source'))).toEqual(['widgets.yaml']);
});

test('a chart is copied as a whole, in files that can be removed again', async () => {
  pin(published());
  const [chart] = await prepareFolder('everything');
  const folder = join(chart?.path ?? '', 'source');

  expect(readdirSync(folder).sort()).toEqual(['kustomization.yaml', 'templates', 'widgets.yaml']);
  expect(readFileSync(join(folder, 'templates/a.yaml'), 'utf8')).toBe('a: 1\n');
  expect(() => accessSync(join(folder, 'templates/a.yaml'), constants.W_OK)).not.toThrow();
});

test('fails when the module is not the one that is pinned', async () => {
  pin('h1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=');

  await expect(prepareFolder('everything')).rejects.toThrow(
    `${tiny.folder}/pins/files/go.sum: found ${MODULE} v1.0.0 with the checksum ${published()}; ` +
      'allowed: h1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=; when the version changed, write the checksum of the ' +
      'new one; else ask who changed the module',
  );
});

test('fails when the module cannot be had', async () => {
  pin('h1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=', 'v1.1.0');
  await expect(prepareFolder('everything')).rejects.toThrow(
    new RegExp(
      `found .go mod download ${MODULE}@v1.1.0. failing with exit code 1: ${MODULE}@v1.1.0: reading file:`,
    ),
  );
});

function prepareFolder(keep: ModuleFoldersProps['keep']) {
  const folders = [{ name: 'source', module: 'files', path: MODULE, folder: 'deploy' }];
  return prepare([moduleFolders({ name: 'files', folders, keep })], tiny.workshop(environment(tiny)));
}

function pin(sum: string, version = 'v1.0.0'): void {
  tiny.write('pins/files/go.mod', `module pins\n\ngo 1.24\n\nrequire ${MODULE} ${version}\n`);
  tiny.write('pins/files/go.sum', `${MODULE} ${version} ${sum}\n`);
}

/** The checksum that Go computes. */
function published(): string {
  const args = ['mod', 'download', '-json', `${MODULE}@v1.0.0`];
  const env = { ...process.env, ...environment(tiny), GOFLAGS: '', GOTOOLCHAIN: 'local' };
  const answer = execFileSync('go', args, { cwd: tiny.cache, env, encoding: 'utf8' });
  return (JSON.parse(answer) as { readonly Sum: string }).Sum;
}

/** A module proxy is a folder; see https://go.dev/ref/mod#goproxy-protocol. */
function publish({ folder }: TinyModule): void {
  const versions = `proxy/${MODULE}/@v`;
  const source = join(folder, 'source', `${MODULE}@v1.0.0`);
  for (const path of [join(folder, versions), join(folder, 'pins/files'), join(source, 'deploy/templates')]) {
    mkdirSync(path, { recursive: true });
  }
  const inSource = (path: string, text: string) => tiny.write(`source/${MODULE}@v1.0.0/${path}`, text);
  inSource('go.mod', `module ${MODULE}\n`);
  inSource('deploy/widgets.yaml', 'apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\n');
  inSource('deploy/kustomization.yaml', 'kind: Kustomization\n');
  inSource('deploy/templates/a.yaml', 'a: 1\n');
  tiny.write(`${versions}/v1.0.0.info`, '{"Version":"v1.0.0"}');
  tiny.write(`${versions}/v1.0.0.mod`, `module ${MODULE}\n`);
  const zip = join(folder, versions, 'v1.0.0.zip');
  execFileSync('python3', ['-m', 'zipfile', '-c', zip, '.'], { cwd: join(folder, 'source') });
}

function environment({ folder }: TinyModule) {
  return {
    GOPROXY: `file://${join(folder, 'proxy')}`,
    GOMODCACHE: join(folder, 'modules'),
    GONOSUMDB: MODULE,
  };
}
