import { cpSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { FixtureRepository } from '../cli/fixture-repository';
import { PNPM, runPageCommand } from '../cli/package-script';
import { readTree } from '../cli/read-tree';

const root = resolve(__dirname, '../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');

/** Each line of the shell blocks of a page. */
const commandsOf = (page: string) =>
  [...read(page).matchAll(/^```sh\n(.*?)^```$/gms)].flatMap(([, block = '']) => block.trim().split('\n'));

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
    const output = runPageCommand(command, repository.root);
    if (command.endsWith('env diff prod')) expect(read('README.md')).toContain(output);
    if (command.endsWith('certs list --env prod')) expect(read('README.md')).toContain(withoutNames(output));
  },
  60_000,
);

/** A table without its last column, which is too wide for a page. */
function withoutNames(table: string): string {
  const end = table.indexOf('names');
  return table
    .split('\n')
    .map((line) => line.slice(0, end).trimEnd())
    .join('\n');
}

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

/** Guides, decisions, and the page of every package, program and folder: all that somebody may follow. */
const allPages = [
  ...pages,
  'SECURITY.md',
  ...['docs', 'packages', 'stacks', 'environments', 'test', 'tools'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.md') && !name.includes('node_modules'))
      .map((name) => join(folder, name)),
  ),
];

test('pages of every kind were found', () => {
  expect(allPages).toEqual(
    expect.arrayContaining(['docs/guides/secrets.md', 'stacks/vault/README.md', 'packages/model/README.md']),
  );
});

test.each(allPages)('links and named files of %s exist', (page) => {
  const text = read(page);
  const links = [...text.matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map(([, link = '']) =>
    resolve(root, dirname(page), link),
  );
  const named = [
    ...text.matchAll(/`((?:packages|stacks|environments|test|tools|docs)\/(?!adr\/NNNN)[\w./-]+\.\w+)`/g),
  ].map(([, path = '']) => join(root, path));
  expect([...links, ...named].filter((path) => !existsSync(path))).toEqual([]);
});
