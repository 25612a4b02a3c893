import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { KeyService, type PulumiStack } from '@plinth/testing';
import { company } from '../../environments';
import { engines } from './_cluster';
import { EnvironmentPrograms, PROGRAMS, SECRET } from './pulumi/environment-programs';
import { movedToKey } from './pulumi/moved-to-key';
import { planned, remembered } from './pulumi/registered';

const names = company.environments.map(({ name }) => name);
const UP = ['up', '--yes', '--skip-preview'];
const NOTHING_TO_DO = [...UP, '--expect-no-changes'];

describe.each(names)('%s', (name) => {
  let programs: EnvironmentPrograms;
  let foundation: PulumiStack;
  let bootstrap: PulumiStack;
  let vault: PulumiStack;
  let keys: KeyService;

  beforeAll(async () => {
    keys = await KeyService.start();
    programs = await EnvironmentPrograms.start(name, await engines());
    [foundation, bootstrap] = [programs.stack('foundation'), programs.stack('bootstrap')];
    vault = programs.stack('vault');
  });

  afterAll(() => {
    programs.stop();
    keys.stop();
  });

  test('bootstrap waits for the foundation', async () => {
    const { isDone, output } = await bootstrap.run('preview');
    expect(isDone).toBe(false);
    expect(output).toContain(`organization/foundation/${name}`);
  });

  test('what Pulumi registers is what was planned', async () => {
    const plans = await programs.plans();
    await foundation.succeed(...UP);
    await bootstrap.succeed(...UP);
    await vault.succeed(...UP);

    expect(remembered(await foundation.state())).toEqual(planned(plans.foundation));
    expect(remembered(await bootstrap.state())).toEqual(planned(plans.bootstrap));
    expect(remembered(await vault.state())).toEqual(planned(plans.vault));
  });

  test('a second up changes nothing', async () => {
    await foundation.succeed(...NOTHING_TO_DO);
    await bootstrap.succeed(...NOTHING_TO_DO);
    await vault.succeed(...NOTHING_TO_DO);
  });

  test.each(['bootstrap', 'vault'] as const)(
    'secrets of %s are in clear for the provider alone',
    async (program) => {
      const stack = programs.stack(program);
      const printed = [
        await stack.succeed('preview', '--diff'),
        await stack.succeed('stack', 'export'),
        await stack.succeed('config'),
      ].map(({ output }) => output);

      const calls = programs.pulumi.provider.calls.filter(({ urn }) => urn.includes(`::${program}::`));
      expect(JSON.stringify(calls)).toContain(SECRET);
      for (const text of [...printed, stack.settings, ...files(programs.pulumi.folder('state'))]) {
        expect(text).not.toContain(SECRET);
      }
    },
  );

  test('who runs the program of Vault shows her token to Vault, and to nobody else', async () => {
    const token = 'hvs.token-of-tests';
    const { output } = await vault
      .with({ VAULT_TOKEN: token, VAULT_ADDR: 'https://elsewhere.example' })
      .succeed('up', ...NOTHING_TO_DO.slice(1));

    for (const text of [
      output,
      JSON.stringify(await vault.state()),
      JSON.stringify(programs.pulumi.provider.calls),
    ]) {
      expect(text).not.toContain(token);
      expect(text).not.toContain('elsewhere.example');
    }
  });

  test('the state of the first run goes on in a bucket, under a key', async () => {
    for (const program of PROGRAMS) {
      const before = remembered(await programs.stack(program).state());
      const moved = await movedToKey(programs.stack(program), keys, programs.propsOf(program));

      expect(remembered(await moved.state())).toEqual(before);
      await moved.succeed(...NOTHING_TO_DO);
    }
  });

  test('fails when somebody destroys what is protected', async () => {
    programs.pulumi.provider.calls.length = 0;
    const { isDone, output } = await foundation.with(keys.environment).run('destroy', '--yes');

    expect(isDone).toBe(false);
    expect(output).toMatch(/resource "urn:pulumi:\S+" cannot be deleted\s+because it is protected/);
    expect(deleted(programs)).toEqual([]);
  });

  test('what is not protected can be destroyed, and the rest stays', async () => {
    const state = await foundation.with(keys.environment).state();
    const kept = (state.deployment.resources ?? []).filter(({ protect }) => protect === true);
    await foundation.with(keys.environment).succeed('destroy', '--yes', '--exclude-protected');

    const left = remembered(await foundation.with(keys.environment).state());
    expect(Object.keys(left)).toEqual(expect.arrayContaining(kept.map(({ urn }) => urn)));
    expect(deleted(programs).length).toBeGreaterThan(0);
  });
});

function deleted({ pulumi }: EnvironmentPrograms): string[] {
  return pulumi.provider.calls.filter(({ method }) => method === 'delete').map(({ urn }) => urn);
}

function files(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
}
