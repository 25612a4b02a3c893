import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '@plinth/errors';
import { TinyModule } from './_tiny-module';
import { prepare } from './prepare';

// Where Go has never built anything, it compiles its own runtime first.
jest.setTimeout(300_000);

let tiny: TinyModule;

beforeEach(() => {
  tiny = new TinyModule();
});

afterEach(() => tiny.remove());

test('builds an engine once, and takes it from the cache from then on', async () => {
  const [first] = await prepare([tiny.engine()], tiny.workshop());
  const [second] = await prepare([tiny.engine()], tiny.workshop());

  expect(first).toMatchObject({ name: 'tiny', version: '1.2.3', from: 'built' });
  expect(second).toEqual({ ...first, from: 'cache' });
  expect(tiny.printed).toEqual([
    'modules of tiny: downloading\n',
    'modules of tiny: done',
    'tiny v1.2.3: building\n',
    'tiny v1.2.3: done',
  ]);
});

test.each([
  ['go.mod', () => tiny.pin('v1.2.4')],
  ['go.sum', () => tiny.write('pins/tiny/go.sum', '\n')],
  ['the code', () => tiny.code('var version string\n\nfunc main() { print("very tiny ", version) }\n')],
])('builds again when %s changes', async (_, change) => {
  const [before] = await prepare([tiny.engine()], tiny.workshop());
  change();
  const [after] = await prepare([tiny.engine()], tiny.workshop());

  expect(after?.from).toBe('built');
  expect(after?.path).not.toBe(before?.path);
});

test('builds again when the build flags change', async () => {
  await prepare([tiny.engine()], tiny.workshop());
  const [after] = await prepare([tiny.engine('1.2.3')], tiny.workshop());

  expect(after?.from).toBe('built');
});

test('takes a binary of KUBEBUILDER_ASSETS as it is, and builds what the folder lacks', async () => {
  const assets = join(tiny.folder, 'assets');
  mkdirSync(assets);
  const own = tiny.write('assets/tiny', '#!/bin/sh\necho "Tiny v9.8.7-mine (built by me)"\n', 0o755);
  const engines = [tiny.engine(), tiny.engine(undefined, 'other')];

  const prepared = await prepare(engines, tiny.workshop({ KUBEBUILDER_ASSETS: assets }));

  expect(prepared).toMatchObject([
    { version: '9.8.7-mine', from: 'KUBEBUILDER_ASSETS', path: own },
    { version: '1.2.3', from: 'built' },
  ]);
});

test('two at once build once', async () => {
  const prepared = await Promise.all(['a', 'b', 'c'].map(() => prepare([tiny.engine()], tiny.workshop())));

  expect(prepared.map(([engine]) => engine?.from).sort()).toEqual(['built', 'cache', 'cache']);
  expect(tiny.printed.filter((line) => line === 'tiny v1.2.3: building\n')).toHaveLength(1);
  expect(tiny.printed).toContain(`tiny v1.2.3: process ${process.pid} is making it, waiting\n`);
});

test('fails when the code does not compile, with what the compiler says, and leaves nothing', async () => {
  tiny.code('func main() { nowhere() }\n');

  const error = await failure();

  expect(error.problems).toEqual([
    {
      code: 'engine-build',
      where: `${tiny.folder}/pins/tiny/go.mod: tiny`,
      found: expect.stringMatching(
        /^`go build plinth.dev\/tiny` failing with exit code 1: .*undefined: nowhere$/,
      ),
      allowed: expect.stringMatching(/^a module that compiles with go1\.\d+/),
      fix: 'mend what the compiler names, or go back to the versions that were pinned before',
    },
  ]);
  expect(readdirSync(tiny.cache)).toEqual([]);
  expect(tiny.printed).toContain('tiny v1.2.3: failed');
});

test('fails when the binary says another version than the pinned one', async () => {
  const error = await failure([tiny.engine('1.2.4')]);

  expect(error.message).toBe(
    `${tiny.folder}/pins/tiny/go.mod: found a tiny that says it is 1.2.4; allowed: 1.2.3, as pinned; ` +
      'take another binary, or mend the version in that file and its build flags',
  );
  expect(readdirSync(tiny.cache)).toEqual([]);
});

test('fails when the binary does not run', async () => {
  tiny.code('func main() { panic("out of sorts") }\n');
  expect((await failure()).message).toContain('exit code 2: panic: out of sorts');
});

test('fails when there is no Go, once for all engines', async () => {
  const engines = [tiny.engine(), tiny.engine(undefined, 'other')];

  const error = await failure(engines, { PATH: tiny.folder });

  expect(error.message).toBe(
    'the PATH: found no program `go`; allowed: Go 1.26 or newer, which builds the engines; ' +
      'install Go, or point KUBEBUILDER_ASSETS to a folder with the engines',
  );
});

test('fails when Go is too old', async () => {
  tiny.pin('v1.2.3', '1.99');

  const [problem] = (await failure()).problems;

  expect(problem?.code).toBe('engine-tool');
  expect(problem?.found).toContain('go.mod requires go >= 1.99');
  expect(problem?.fix).toBe('install that version of Go, or newer');
});

test('fails when a module cannot be had, once for all engines of the module', async () => {
  tiny.write('pins/tiny/go.mod', 'module pins\n\ngo 1.24\n\nrequire plinth.dev/tiny v1.2.3\n');

  const { problems } = await failure([tiny.engine(), tiny.engine(undefined, 'other')]);

  expect(problems).toHaveLength(1);
  expect(problems[0]).toMatchObject({ code: 'engine-fetch', where: `${tiny.folder}/pins/tiny/go.mod` });
  expect(problems[0]?.found).toContain('module lookup disabled by GOPROXY=off');
  expect(tiny.printed).toEqual(['modules of tiny: downloading\n', 'modules of tiny: failed']);
});

test('fails when nothing pins a version', async () => {
  tiny.write('pins/tiny/go.mod', 'module pins\n');
  expect((await failure()).message).toContain('found no version of plinth.dev/tiny');
});

test('fails when the cache cannot be written', async () => {
  const workshop = { ...tiny.workshop(), cache: tiny.write('file', '') };

  await expect(prepare([tiny.engine()], workshop)).rejects.toThrow(
    `${tiny.folder}/file: found a place that refuses to be written (EEXIST)`,
  );
});

test('one that fails does not keep the others from being finished', async () => {
  await failure([tiny.engine('1.2.4', 'broken'), tiny.engine()]);
  const [engine] = await prepare([tiny.engine()], tiny.workshop());

  expect(engine?.from).toBe('cache');
});

test('an interruption ends the build and leaves nothing', async () => {
  const interruption = new AbortController();
  const workshop = tiny.workshop({}, interruption.signal);
  const engine = tiny.engine();
  const asked = {
    ...engine,
    recipe: async () => ({ ...(await engine.recipe(workshop)), build: interrupted }),
  };
  async function interrupted(stage: string): Promise<void> {
    writeFileSync(join(stage, 'half'), '');
    interruption.abort();
    interruption.signal.throwIfAborted();
  }

  await expect(prepare([asked], workshop)).rejects.toThrow('This operation was aborted');
  expect(readdirSync(tiny.cache)).toEqual([]);
});

async function failure(engines = [tiny.engine()], environment = {}): Promise<UserError> {
  const outcome = await prepare(engines, tiny.workshop(environment)).catch((error: unknown) => error);
  if (outcome instanceof UserError) return outcome;
  throw outcome;
}
