import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FixtureRepository } from '../cli/fixture-repository';
import { runPageCommand } from '../cli/package-script';
import { CHECKOUT } from '../cli/run-plinth';

// One of the commands starts a program.
jest.setTimeout(240_000);

const page = (name: string) => readFileSync(join(CHECKOUT, 'docs/guides', name), 'utf8');
const guide = page('first-environment.md');
/** Its last step is on a page of its own: the first start of Vault. */
const pages = [guide, page('running-vault.md')];
/** The shell blocks of the guide, each with its lines. */
const blocks = pages
  .flatMap((text) => [...text.matchAll(/^```sh\n(.*?)^```$/gms)])
  .map(([, text = '']) => text.trim().split('\n'))
  // These have their own test, beside Vault itself.
  .filter(([first]) => first !== '# cluster');
const cloudBlocks = blocks.filter(([first]) => first === '# cloud');
const ofCloud = cloudBlocks.flat();
const local = blocks.filter(([first]) => first !== '# cloud').flat();

const repository = FixtureRepository.ofRenderedCompany();
afterAll(() => repository.dispose());

test('the guide has commands of both kinds', () => {
  expect(local.length).toBeGreaterThan(3);
  expect(here).not.toEqual([]);
  expect(ofCloud.length).toBeGreaterThan(20);
});

/** The README's commands are run by its own test, and what renders everything by `plans.test.ts`. */
const readme = readFileSync(join(CHECKOUT, 'README.md'), 'utf8').split('\n');
const here = local.filter((command) => !readme.includes(command));

test.each(here)('%s', (command) => {
  runPageCommand(command, repository.root);
});

test('commands that need the cloud name scripts, programs, outputs and settings that exist', () => {
  const programs = readdirSync(join(CHECKOUT, 'stacks')).filter((name) =>
    existsSync(join(CHECKOUT, 'stacks', name, 'Pulumi.yaml')),
  );
  const text = ofCloud.join('\n');
  const [ups, outputs, settings, folders] = [
    [...text.matchAll(/cloud:up dev (\S+)/g)],
    [...text.matchAll(/stack output (\w+)/g)],
    [...text.matchAll(/config set --secret (\w+)/g)],
    [...text.matchAll(/cd (?:\.\.|stacks)\/(\w+)/g)],
  ].map((matches) => matches.map(([, name = '']) => name));
  const plan = readFileSync(join(CHECKOUT, 'plans/dev/foundation.yaml'), 'utf8');
  const given = plan.slice(plan.indexOf('\noutputs:\n'));

  expect(ups).toEqual(['foundation', 'bootstrap', 'vault']);
  expect(programs).toEqual(expect.arrayContaining([...(ups ?? []), ...(folders ?? [])]));
  for (const name of outputs ?? []) expect(given).toContain(`\n  ${name}:`);
  const schemas = (ups ?? []).map((name) =>
    readFileSync(join(CHECKOUT, 'stacks', name, 'Pulumi.yaml'), 'utf8'),
  );
  expect(settings).toEqual(
    schemas.flatMap((schema) => [...schema.matchAll(/^ {2}\w+:(\w+):$/gm)].map(([, name]) => name)),
  );
});

test('versions in the guide are those of this repository', () => {
  const catalog = readFileSync(join(CHECKOUT, 'pnpm-workspace.yaml'), 'utf8');
  const plugins = [...guide.matchAll(/plugin install resource (\w+) (\S+)/g)];
  expect(plugins.map(([, name]) => name)).toEqual(['gcp', 'kubernetes', 'tls', 'vault']);
  for (const [, name, version] of plugins) expect(catalog).toContain(`"@pulumi/${name}": ${version}\n`);
  const chart = readFileSync(join(CHECKOUT, 'plans/dev/bootstrap.yaml'), 'utf8');
  const [, version] = /helm push argo-cd-(\S+)\.tgz/.exec(guide) ?? [];
  expect(chart).toMatch(
    new RegExp(`chart: oci://\\S+/charts/argo-cd\\n(?:.*\\n)*? +version: "?${version}"?\\n`),
  );
});

/** What whoever follows the guide knows beforehand. */
const GIVEN = ['HOME', 'PWD', 'ORGANIZATION_ID', 'BILLING_ACCOUNT'];

/** What would go wrong in a new shell at the root of the repository, as far as it can be told without running anything. */
function faultsOf(block: readonly string[]): string[] {
  const known = new Set(GIVEN);
  const faults: string[] = [];
  let folder = '.';
  const enter = (to: string, line: string) => {
    const next = join(folder, to);
    if (!existsSync(join(CHECKOUT, next))) faults.push(`${line}: there is no ${next}`);
    return next;
  };
  const judge = (command: string, where: string, line: string) => {
    for (const [, name = ''] of command.matchAll(/\$(\w+)/g))
      if (!known.has(name)) faults.push(`${line}: nobody has set ${name}`);
    if (!/(?:^|[ (])pulumi (?!plugin)/.test(command)) return;
    if (!known.has('PULUMI_BACKEND_URL')) faults.push(`${line}: which state?`);
    if (!existsSync(join(CHECKOUT, where, 'Pulumi.yaml'))) faults.push(`${line}: no program in ${where}`);
  };
  for (const line of block) {
    const inside = /\(cd (\S+) && (.+?)\)/.exec(line);
    if (inside !== null) judge(inside[2] ?? '', enter(inside[1] ?? '', line), line);
    else judge(line, folder, line);
    const [, change] = /^cd (\S+)$/.exec(line) ?? [];
    if (change !== undefined) folder = enter(change, line);
    const [, set] = /^(?:export )?(\w+)=/.exec(line) ?? [];
    if (set !== undefined) known.add(set);
    const [, unset] = /^unset (\w+)$/.exec(line) ?? [];
    if (unset !== undefined) known.delete(unset);
  }
  return faults;
}

test('every block of the cloud can be pasted into a new shell at the root', () => {
  expect(cloudBlocks.flatMap(faultsOf)).toEqual([]);
});

test.each([
  [
    'a program of another folder',
    ['export PULUMI_BACKEND_URL=gs://a', 'pulumi up'],
    'pulumi up: no program in .',
  ],
  ['no state', ['cd stacks/foundation', 'pulumi up'], 'pulumi up: which state?'],
  ['a variable of another block', ['echo "$KEY"'], 'echo "$KEY": nobody has set KEY'],
  [
    'a folder that is elsewhere',
    ['cd stacks/foundation', 'cd stacks/bootstrap'],
    'cd stacks/bootstrap: there is no stacks/foundation/stacks/bootstrap',
  ],
])('fails when a block counts on %s', (_, block, fault) => {
  expect(faultsOf(block)).toContain(fault);
});
