import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { linkedProject, PulumiStack, PulumiWorkspace, sdkVersions } from '@plinth/testing';
import { company } from '../../environments';
import { engines } from './_cluster';

const stacks = join(__dirname, '../../stacks');
const [first] = company.environments.map(({ name }) => name);
const NAME = first ?? '';

let pulumi: PulumiWorkspace;

beforeEach(async () => {
  pulumi = await PulumiWorkspace.start({
    engines: await engines(),
    providers: { ...sdkVersions(join(stacks, 'foundation')), ...sdkVersions(join(stacks, 'bootstrap')) },
    behaviour: { idOf: ({ name }) => name, outputsOf: ({ inputs }) => inputs },
  });
});

afterEach(() => pulumi.stop());

test('fails when a stack is called as no environment', async () => {
  const stack = await stackOf('foundation', 'qa');

  expect(await refused(stack)).toContain(
    'the stack of foundation: found "qa"; allowed: dev, staging or prod',
  );
});

test('fails when what is declared is wrong, with all of it', async () => {
  const project = linkedProject(join(stacks, 'foundation'), pulumi.folder('repository'));
  const main = join(project, 'main.ts');
  rmSync(main);
  writeFileSync(main, PROGRAM_OF_OVERLAPPING_RANGES);
  const stack = await PulumiStack.init({ workspace: pulumi, project, name: NAME });

  const output = await refused(stack);
  expect(output).toContain('10.0.0.0/16');
  expect(output).not.toContain('unhandled exception');
});

test('fails when a secret is written in plain text, without repeating it', async () => {
  const stack = await stackOf('bootstrap', NAME);
  await stack.succeed('config', 'set', 'repositoryToken', 'in plain text', '--plaintext');
  await stack.succeed('config', 'set', 'chartsCredential', '--secret', 'in secret');

  const output = await refused(stack);
  expect(output).toContain("'bootstrap:repositoryToken' must be encrypted as it's secret");
  expect(output).not.toContain('in plain text');
});

test('fails when a setting is missing', async () => {
  const stack = await stackOf('bootstrap', NAME);
  await stack.succeed('config', 'rm', 'repositoryToken');

  expect(await refused(stack)).toContain("missing configuration value 'bootstrap:repositoryToken'");
});

test('fails while the settings hold ciphertext of nobody', async () => {
  expect(await refused(await stackOf('bootstrap', NAME))).toContain('validating stack config');
});

async function stackOf(program: string, name: string): Promise<PulumiStack> {
  const project = linkedProject(join(stacks, program), pulumi.folder('repository'));
  return await PulumiStack.init({ workspace: pulumi, project, name });
}

/** Not even who skips the preview makes anything. @returns what Pulumi said */
async function refused(stack: PulumiStack): Promise<string> {
  const { isDone, output } = await stack.run('up', '--yes', '--skip-preview');
  expect(isDone).toBe(false);
  expect(pulumi.provider.calls.map(({ method, urn }) => `${method} ${urn}`)).toEqual([]);
  return output;
}

/** The program of the repository with one declaration that was written wrong. */
const PROGRAM_OF_OVERLAPPING_RANGES = `
import { company } from '@acme/environments';
import { declaredEnvironment } from '@plinth/model';
import { runProgram } from '@plinth/pulumi';
import { getStack } from '@pulumi/pulumi';
import { foundation } from './foundation';

const environments = company.environments.map((environment) => {
  const network = { ...environment.input.network, nodes: '10.0.0.0/16', services: '10.0.0.0/16' };
  return { ...environment, input: { ...environment.input, network } };
});

export = runProgram(() =>
  foundation(
    declaredEnvironment({ ...company, environments }, { root: ${JSON.stringify(join(stacks, '..'))}, name: getStack(), where: 'x' }),
  ),
);
`;
