import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { FixtureRepository } from './fixture-repository';
import { readTree } from './read-tree';

// Each test starts a process or two.
jest.setTimeout(30_000);

let repository: FixtureRepository;

beforeAll(async () => {
  repository = FixtureRepository.tiny();
  expect((await repository.plinth('synth')).code).toBe(0);
});

afterAll(() => repository.dispose());

/** The message of the run with the file in this state; afterwards it is as before. */
async function refusedWith(path: string, change: (file: string) => void, command = 'synth'): Promise<string> {
  const before = repository.read(path);
  const output = readTree(repository.path('manifests'));
  change(repository.path(path));
  const { code, stdout, stderr } = await repository.plinth(command);
  rmSync(repository.path(path), { recursive: true, force: true });
  repository.write(path, before);
  expect({ code, stdout, stderr }).toEqual({
    code: 2,
    stdout: '',
    stderr: expect.stringMatching(/^[^\n]+\n$/),
  });
  expect(readTree(repository.path('manifests'))).toEqual(output);
  return stderr.trimEnd();
}

const writing = (content: string | Uint8Array) => (file: string) => {
  repository.write(file.slice(repository.root.length + 1), content);
};

const instead = (make: (file: string) => void) => (file: string) => {
  rmSync(file);
  make(file);
};

describe('releases.json', () => {
  const RELEASES = 'environments/second/releases.json';
  const utf16 = () => Buffer.from(`\ufeff${repository.read(RELEASES)}`, 'utf16le');

  test.each<[string, (file: string) => void, string]>([
    ['is missing', rmSync, 'no file'],
    ['is a folder', instead(mkdirSync), 'a folder'],
    [
      'is a pipe, which would never end',
      instead((file) => execFileSync('mkfifo', [file])),
      'a pipe, socket or device',
    ],
    [
      'is a device, which never ends',
      instead((file) => symlinkSync('/dev/zero', file)),
      'a pipe, socket or device',
    ],
    [
      'is a link to itself',
      instead((file) => symlinkSync('releases.json', file)),
      'symbolic links that lead in a circle',
    ],
    // Permissions do not bind root, the refusal of this file does.
    [
      'cannot be read',
      instead((file) => symlinkSync('/proc/self/mem', file)),
      'a file that cannot be read (EIO)',
    ],
  ])('fails when it %s', async (_, change, found) => {
    expect(await refusedWith(RELEASES, change)).toBe(
      `${RELEASES}: found ${found}; allowed: a readable JSON file, {} when nothing is released; create it, or restore it from Git`,
    );
  });

  test.each<[string, () => string | Uint8Array, string]>([
    ['is empty', () => '', 'an empty file'],
    ['begins with a byte order mark', () => `\ufeff${repository.read(RELEASES)}`, 'a byte order mark'],
    ['is UTF-16', utf16, 'bytes of another encoding than UTF-8'],
    ['is Latin-1', () => Buffer.from('{ "münze": {} }', 'latin1'), 'bytes that are not UTF-8'],
    ['is huge', () => `{${' '.repeat(50_000_000)}}`, '50000002 characters'],
    ['is cut off', () => repository.read(RELEASES).slice(0, -3), 'text that is not JSON'],
  ])('fails when it %s', async (_, content, found) => {
    const bytes = content();
    expect(await refusedWith(RELEASES, writing(bytes))).toMatch(
      new RegExp(`^${RELEASES}:\\d+: found ${found}; allowed: a JSON map of services to .*; .+`),
    );
  });

  test('may end its lines as Windows does', async () => {
    const before = repository.read(RELEASES);
    repository.write(RELEASES, before.replaceAll('\n', '\r\n'));
    const { code, stderr } = await repository.plinth('synth');
    repository.write(RELEASES, before);
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: '2 objects in 2 files: 0 written, 0 removed, 2 unchanged\n',
    });
  });

  test('fails once for all that are missing', async () => {
    const before = repository.read(RELEASES);
    for (const name of ['first', 'second']) repository.remove(`environments/${name}/releases.json`);
    const { code, stderr } = await repository.plinth('list');
    for (const name of ['first', 'second']) repository.write(`environments/${name}/releases.json`, before);
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /^2 problems\n {2}- environments\/first\/releases.json: .*\n {2}- environments\/second\/releases.json: .*\n$/,
    );
  });
});

describe('environments/index.ts', () => {
  const INDEX = 'environments/index.ts';

  test.each<[string, string, string]>([
    [
      'is no TypeScript',
      'export const company = {\n  base: = 1,\n};\n',
      `${INDEX}:2: found what is no TypeScript: Expression expected; allowed: a file that compiles; correct this line, or the one before`,
    ],
    [
      'calls what its import does not have',
      "import { webServce } from '@plinth/model';\n\nexport const company = webServce('shop');\n",
      `${INDEX}:3:33: found an error while it is loaded: webServce is not a function; allowed: declarations that load; correct this line`,
    ],
    [
      'imports a file that is not there',
      "// The base.\nimport { base } from './base';\nexport const company = base;\n",
      `${INDEX}:2: found an import of "./base", which is not there; allowed: a file that exists or a package that is installed; correct the name, or install the package`,
    ],
    [
      'imports a package that is not there',
      "import { base } from '@acme/base';\nexport const company = base;\n",
      `${INDEX}:1: found an import of "@acme/base", which is not there; allowed: a file that exists or a package that is installed; correct the name, or install the package`,
    ],
    [
      'throws',
      "export const company = JSON.parse('{');\n",
      `${INDEX}:1:29: found an error while it is loaded: Expected property name or '}' in JSON at position 1; allowed: declarations that load; correct this line`,
    ],
    [
      'throws what is no error',
      "throw 'stop';\n",
      `${INDEX}: found an error while it is loaded: stop; allowed: declarations that load; correct this line`,
    ],
    [
      'exports nothing',
      'export const compani = 1;\n',
      `${INDEX}: found no export named company; allowed: export const company = defineCompany({ … }); export it`,
    ],
    [
      'exports something else',
      'export const company = 5;\n',
      `${INDEX}: found the company 5; allowed: export const company = defineCompany({ … }); export it`,
    ],
  ])('fails when it %s', async (_, text, message) => {
    expect(await refusedWith(INDEX, writing(text), 'list')).toBe(message);
  });

  test.each<[string, (file: string) => void]>([
    ['missing', rmSync],
    ['a folder', instead(mkdirSync)],
    ['a pipe, which would never end', instead((file) => execFileSync('mkfifo', [file]))],
  ])('is not seen when it is %s: the next one above counts', async (_, change) => {
    const before = repository.read(INDEX);
    change(repository.path(INDEX));
    const { code, stdout } = await repository.plinth('list');
    rmSync(repository.path(INDEX), { recursive: true, force: true });
    repository.write(INDEX, before);
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining('exchange-manager') });
  });
});

describe('stacks', () => {
  const STACK = 'stacks/workloads/stack.ts';

  test.each<[string, string, string]>([
    [
      'is no TypeScript',
      'export default defineStack(;\n',
      `${STACK}:1: found what is no TypeScript: Expression expected; allowed: a file that compiles; correct this line, or the one before`,
    ],
    [
      'throws while it is loaded',
      "import { nothing } from 'cdk8s';\nexport default nothing.here;\n",
      `${STACK}:2:24: found an error while it is loaded: Cannot read properties of undefined (reading 'here'); allowed: declarations that load; correct this line`,
    ],
    [
      'exports no stack',
      'export const stack = 1;\n',
      `${STACK}: found no stack as default export; allowed: export default defineStack('workloads', …); name the stack as its folder`,
    ],
    [
      'is named otherwise than its folder',
      "import { defineStack } from '@plinth/synth';\nexport default defineStack('work', () => undefined);\n",
      `${STACK}: found a stack named "work"; allowed: export default defineStack('workloads', …); name the stack as its folder`,
    ],
    [
      'is asynchronous, so that what it adds would be lost',
      "import { defineStack } from '@plinth/synth';\nexport default defineStack('workloads', async () => undefined);\n",
      'stack workloads: found a function that returns a promise; allowed: a function that has added every chart when it returns; remove async and await',
    ],
  ])('fails when one %s', async (_, text, message) => {
    expect(await refusedWith(STACK, writing(text))).toBe(message);
  });

  test('fails when there is none: to render nothing would be to remove everything', async () => {
    expect(await refusedWith(STACK, rmSync)).toBe(
      'stacks: found no stack; allowed: folders with a stack.ts each; add one, such as stacks/workloads/stack.ts, or restore them from Git',
    );
  });
});
