import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { FixtureRepository } from './fixture-repository';
import { readTree } from './read-tree';

// Each test starts a process or two.
jest.setTimeout(120_000);

let repository: FixtureRepository;

beforeAll(async () => {
  repository = FixtureRepository.tiny();
  expect((await repository.ask('synth')).code).toBe(0);
});

afterAll(() => repository.dispose());

const INDEX = 'environments/index.ts';
const RELEASES = 'environments/second/releases.json';
const STACK = 'stacks/workloads/stack.ts';

const pipe = (path: string) => {
  repository.remove(path);
  execFileSync('mkfifo', [repository.path(path)]);
};
const writing = (text: string) => (path: string) => repository.write(path, text);
const remove = (path: string) => rmSync(repository.path(path));

/** What each kind of broken file answers; the other kinds are told apart by the tests beside the sources. */
test.each<[string, string, (path: string) => void, string]>([
  [
    'releases are missing',
    RELEASES,
    remove,
    `${RELEASES}: found no file; allowed: a readable JSON file, {} when nothing is released; create it, or restore it from Git`,
  ],
  [
    'releases are a pipe, which would never end',
    RELEASES,
    pipe,
    `${RELEASES}: found a pipe, socket or device; allowed: a readable JSON file, {} when nothing is released; create it, or restore it from Git`,
  ],
  [
    'releases are cut off',
    RELEASES,
    writing('{ "shop": {'),
    `${RELEASES}:1: found text that is not JSON; allowed: a JSON map of services to { "version", "digest", "commit" }; restore the file from Git; only promotion changes it`,
  ],
  [
    'declarations are no TypeScript',
    INDEX,
    writing('export const company = {\n  base: = 1,\n};\n'),
    `${INDEX}:2: found what is no TypeScript: Expression expected; allowed: a file that compiles; correct this line, or the one before`,
  ],
  [
    'declarations are Latin-1, whose umlauts would be lost without a word',
    INDEX,
    (path) => repository.write(path, Buffer.from("export const owner = 'Zürich';\n", 'latin1')),
    `${INDEX}: found bytes that are not UTF-8; allowed: a plain file of UTF-8 text; save it as UTF-8, or restore it from Git`,
  ],
  [
    'declarations call what does not exist',
    INDEX,
    writing("import { webServce } from '@plinth/model';\n\nexport const company = webServce('shop');\n"),
    `${INDEX}:3:33: found an error while it is loaded: webServce is not a function; allowed: declarations that load; correct this line`,
  ],
  [
    'declarations export no company',
    INDEX,
    writing('export const compani = 1;\n'),
    `${INDEX}: found no export named company; allowed: export const company = defineCompany({ … }); export it`,
  ],
  [
    'declarations export something else',
    INDEX,
    writing('export const company = 5;\n'),
    `${INDEX}: found the company 5; allowed: export const company = defineCompany({ … }); export it`,
  ],
  [
    'a stack does not load',
    STACK,
    writing("import { nothing } from 'cdk8s';\nexport default nothing.here;\n"),
    `${STACK}:2:24: found an error while it is loaded: Cannot read properties of undefined (reading 'here'); allowed: declarations that load; correct this line`,
  ],
  [
    'a stack exports none',
    STACK,
    writing('export const stack = 1;\n'),
    `${STACK}: found no stack as default export; allowed: export default defineStack('workloads', …); name the stack as its folder`,
  ],
  [
    'a stack is named otherwise than its folder',
    STACK,
    writing(
      "import { defineStack } from '@plinth/synth';\nexport default defineStack('work', () => undefined);\n",
    ),
    `${STACK}: found a stack named "work"; allowed: export default defineStack('workloads', …); name the stack as its folder`,
  ],
  [
    'a stack is asynchronous, so that what it adds would be lost',
    STACK,
    writing(
      "import { defineStack } from '@plinth/synth';\nexport default defineStack('workloads', async () => undefined);\n",
    ),
    'stack workloads: found a function that returns a promise; allowed: a function that has added every chart when it returns; remove async and await',
  ],
  [
    'there is no stack: to render nothing would be to remove everything',
    STACK,
    remove,
    'stacks: found no stack; allowed: folders with a stack.ts each; add one, such as stacks/workloads/stack.ts, or restore them from Git',
  ],
])('fails when %s: one line, exit 2, the output untouched', async (_, path, change, message) => {
  const [before, output] = [repository.read(path), readTree(repository.path('manifests'))];
  change(path);
  const { code, stdout, stderr } = await repository.ask('synth');
  repository.remove(path);
  repository.write(path, before);
  expect({ code, stdout, stderr }).toEqual({ code: 2, stdout: '', stderr: `${message}\n` });
  expect(readTree(repository.path('manifests'))).toEqual(output);
});

test('environments/index.ts is not seen where it is a pipe: the next one above counts', async () => {
  const before = repository.read(INDEX);
  pipe(INDEX);
  const { code, stdout } = await repository.ask('list');
  repository.remove(INDEX);
  repository.write(INDEX, before);
  expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining('exchange-manager') });
});
