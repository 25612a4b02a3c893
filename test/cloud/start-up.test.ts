import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CHECKOUT, PLINTH, run } from '../cli/run-plinth';

jest.setTimeout(60_000);

let folder: string;
beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'start-up-')));
  // Says at its end which files a command has loaded.
  writeFileSync(
    join(folder, 'loaded.js'),
    `process.on('exit', () => require('node:fs').writeFileSync(${JSON.stringify(join(folder, 'loaded.json'))}, JSON.stringify(Object.keys(require.cache))));`,
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

/** The files that a command loads from source or from packages. */
async function loadedBy(...args: readonly string[]): Promise<readonly string[]> {
  const program = ['--conditions=@plinth/source', '-r', join(folder, 'loaded.js'), PLINTH, ...args];
  const { code, stderr } = await run(process.execPath, program, { cwd: CHECKOUT });
  expect({ code, stderr }).toMatchObject({ code: 0 });
  return JSON.parse(readFileSync(join(folder, 'loaded.json'), 'utf8')) as string[];
}

const ofCloud = (files: readonly string[]) =>
  files.filter((file) =>
    /@pulumi|@grpc|packages\/(?:cloud|pulumi|vault)|stacks\/(?:foundation|bootstrap|vault)/.test(file),
  );

test('rendering manifests loads nothing of Pulumi, of our cloud or of its programs', async () => {
  const files = await loadedBy('synth', '--env', 'dev', '--out', join(folder, 'manifests'));

  // What is looked for would be found: the packages that render are there.
  expect(files.some((file) => file.includes('packages/kubernetes'))).toBe(true);
  expect(ofCloud(files)).toEqual([]);
});

test('checking and asking load nothing of it either', async () => {
  expect(ofCloud(await loadedBy('check'))).toEqual([]);
  expect(ofCloud(await loadedBy('list'))).toEqual([]);
});

test('what would be loaded for the cloud is looked for where it is', () => {
  const loaded = ['@pulumi/pulumi', '@plinth/cloud-plan', '@plinth/cloud', '@plinth/vault'].map((name) =>
    require.resolve(name),
  );
  expect(ofCloud(loaded)).toEqual(loaded);
});
