import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync } from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';
import { FixtureRepository } from '../cli/fixture-repository';
import { readTree } from '../cli/read-tree';

const root = resolve(__dirname, '../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const { scripts } = JSON.parse(read('package.json')) as { scripts: Readonly<Record<string, string>> };

/** Each line of the shell blocks of a page. */
const commandsOf = (page: string) =>
  [...read(page).matchAll(/^```sh\n(.*?)^```$/gms)].flatMap(([, block = '']) => block.trim().split('\n'));

const PNPM = 'npx -y pnpm@10.34.9 ';

/** What pnpm runs for a command, without pnpm's own second of start. */
function scriptOf(command: string): string {
  const [name = '', ...rest] = command.slice(PNPM.length).split(' ');
  const script = scripts[name];
  if (!command.startsWith(PNPM) || script === undefined)
    throw new Error(`no script of package.json: ${command}`);
  return [script, ...rest].join(' ');
}

const commands = commandsOf('README.md').map((line) => line.replace(/\s+#.*$/, ''));

/** What the commands render lands here: a checkout that they heal would hide what nobody has rendered. */
const repository = FixtureRepository.ofRenderedCompany();
cpSync(join(root, 'cdk8s.yaml'), repository.path('cdk8s.yaml'));
const manifests = readTree(join(root, 'manifests'));

afterAll(() => repository.dispose());

test('the README begins with two commands', () => {
  expect(commands.slice(0, 2)).toEqual([`${PNPM}synth`, `${PNPM}test`]);
});

/** `test` is what runs this; the others are run in `test/cloud/plans.test.ts` and where engines are: `.ci/run`, `test/cluster/demo.test.ts`. */
const RUN_ELSEWHERE = ['synth', 'test', 'test:cluster', 'demo'].map((script) => `${PNPM}${script}`);

test.each(commands.filter((command) => !RUN_ELSEWHERE.includes(command)))(
  '%s',
  (command) => {
    const bin = [join(root, 'node_modules/.bin'), process.env.PATH].join(delimiter);
    const env = { ...process.env, PATH: bin, NO_COLOR: '1' };
    const output = execFileSync('sh', ['-c', scriptOf(command)], {
      cwd: repository.root,
      env,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    if (command.endsWith('env diff prod')) expect(read('README.md')).toContain(output);
  },
  60_000,
);

test('the commands have rendered into the copy, and not into this checkout', () => {
  expect(Object.keys(readTree(repository.path('manifests')))).toContain('prod/SHA256SUMS');
  expect(Object.keys(readTree(repository.path('dist/cdk8s')))).toContain('prod/SHA256SUMS');
  expect(readTree(join(root, 'manifests'))).toEqual(manifests);
});

const pages = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md'];

test.each(pages)('%s has nothing left to fill in', (page) => {
  // A word of capitals alone on a line marks a place.
  expect(read(page).match(/^[^\w\n]*[A-Z][A-Z_ -]+[^\w\n]*$/gm)).toBeNull();
});

test.each(pages)('links and named files of %s exist', (page) => {
  const text = read(page);
  const links = [...text.matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map(([, link = '']) =>
    resolve(root, dirname(page), link),
  );
  const named = [
    ...text.matchAll(/`((?:packages|stacks|environments|test|tools|docs)\/[\w./-]+\.\w+)`/g),
  ].map(([, path = '']) => join(root, path));
  expect([...links, ...named].filter((path) => !existsSync(path))).toEqual([]);
});
