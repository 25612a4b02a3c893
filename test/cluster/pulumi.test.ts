import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  KeyService,
  linkedProject,
  type ProviderCall,
  PulumiStack,
  PulumiWorkspace,
  sdkVersions,
} from '@plinth/testing';
import { engines } from './_cluster';
import { movedToKey } from './pulumi/moved-to-key';
import { stored } from './pulumi/stored';

const repository = join(__dirname, '../..');
const PASSWORD = 'a password that nobody may read';
const NETWORK = 'urn:pulumi:tiny::tiny::gcp:compute/network:Network::network';

let pulumi: PulumiWorkspace;
let project: string;
let stack: PulumiStack;
let keys: KeyService;

beforeEach(async () => {
  keys = await KeyService.start();
  pulumi = await PulumiWorkspace.start({
    engines: await engines(),
    providers: sdkVersions(repository),
    behaviour: {
      idOf: ({ name }) => `id-of-${name}`,
      outputsOf: ({ name, inputs }) => ({ ...inputs, selfLink: `link-of-${name}` }),
      replaceKeys: { 'gcp:compute/subnetwork:Subnetwork': ['region'] },
    },
  });
  project = linkedProject(join(__dirname, 'pulumi/tiny'), pulumi.folder('repository'));
  stack = await PulumiStack.init({ workspace: pulumi, project, name: 'tiny' });
  await stack.succeed('config', 'set', 'range', '10.0.0.0/20');
  await stack.succeed('config', 'set', '--secret', 'password', PASSWORD);
});

afterEach(() => {
  pulumi.stop();
  keys.stop();
});

test('a preview foretells everything and makes nothing', async () => {
  const { output } = await stack.succeed('preview');

  expect(output).toContain('+ 5 to create');
  expect(output).not.toContain('warning');
  expect(changes()).toEqual([]);
  expect(stored(await stack.state())).toEqual([]);
});

test('up makes what is declared once, what others refer to first', async () => {
  await stack.succeed('up', '--yes', '--skip-preview');

  expect(changes().sort()).toEqual(['create network', 'create subnetwork', 'create user']);
  expect(indexOf('create network')).toBeLessThan(indexOf('create subnetwork'));
  expect(call('create subnetwork')?.inputs).toEqual({
    ipCidrRange: '10.0.0.0/20',
    network: 'id-of-network',
    region: 'europe-west1',
  });
  expect(await outputs()).toEqual({
    networkId: 'id-of-network',
    password: '[secret]',
    subnetworkLink: 'link-of-subnetwork',
  });

  const again = await stack.succeed('up', '--yes', '--skip-preview', '--expect-no-changes');
  expect(again.output).toContain('5 unchanged');
  expect(changes()).toHaveLength(3);
});

test('up changes what was changed, and replaces what cannot be', async () => {
  await stack.succeed('up', '--yes', '--skip-preview');
  forget();

  await stack.succeed('config', 'set', 'range', '10.0.0.0/21');
  await stack.succeed('up', '--yes', '--skip-preview');
  expect(changes()).toEqual(['update subnetwork']);

  forget();
  await stack.succeed('config', 'set', 'region', 'europe-west4');
  await stack.succeed('up', '--yes', '--skip-preview');
  expect(changes()).toEqual(['create subnetwork', 'delete subnetwork']);
});

test('a secret is in clear for the provider alone', async () => {
  const printed = [
    await stack.succeed('preview', '--diff'),
    await stack.succeed('up', '--yes', '--skip-preview', '--diff'),
    await stack.succeed('stack', 'export'),
    await stack.succeed('stack', 'output'),
    await stack.succeed('config'),
  ].map(({ output }) => output);

  expect(call('create user')?.inputs.password).toBe(PASSWORD);
  for (const text of [...printed, stack.settings, ...files(pulumi.folder('state'))]) {
    expect(text).not.toContain(PASSWORD);
  }
  const shown = await stack.succeed('stack', 'output', '--show-secrets', 'password');
  expect(shown.stdout.trim()).toBe(PASSWORD);
});

test('a state goes from a folder and a passphrase to a bucket and a key', async () => {
  await stack.succeed('up', '--yes', '--skip-preview');
  const before = stored(await stack.state());

  const moved = await movedToKey(stack, keys, { workspace: pulumi, project, name: 'tiny' });

  expect(stored(await moved.state())).toEqual(before);
  expect((await moved.state()).deployment.secrets_providers?.type).toBe('cloud');
  await moved.succeed('up', '--yes', '--expect-no-changes');
  expect((await moved.succeed('config', 'get', 'password')).stdout.trim()).toBe(PASSWORD);
});

test('fails when a state goes to a key without its secrets', async () => {
  await stack.succeed('up', '--yes', '--skip-preview');
  const props = { workspace: pulumi, project, name: 'tiny', secretsProvider: keys.provider };
  const environment = { ...keys.environment, PULUMI_BACKEND_URL: `file://${pulumi.folder('bucket')}` };
  const state = await stack.state();

  const moved = await PulumiStack.init({ ...props, environment });
  await moved.take(state);

  const { isDone, output } = await moved.run('preview');
  expect(isDone).toBe(false);
  expect(output).toContain('message authentication failed');
});

test('what is protected is destroyed only after somebody has said so', async () => {
  await stack.succeed('up', '--yes', '--skip-preview');
  const refused = await stack.run('destroy', '--yes');

  expect(refused.isDone).toBe(false);
  expect(refused.output).toContain(`"${NETWORK}" cannot be deleted`);
  expect(stored(await stack.state()).find(({ urn }) => urn === NETWORK)?.protect).toBe(true);

  await stack.succeed('state', 'unprotect', NETWORK, '--yes');
  await stack.succeed('destroy', '--yes', '--skip-preview');
  expect(changes().slice(-3)).toContain('delete network');
  expect(stored(await stack.state())).toEqual([]);
});

test('fails when a resource names no provider and the default ones are off', async () => {
  await stack.succeed('config', 'set', 'forgetProvider', 'true');
  const { isDone, output } = await stack.run('up', '--yes', '--skip-preview');

  expect(isDone).toBe(false);
  expect(output).toContain("Default provider for 'gcp' disabled");
  expect(call('create subnetwork')).toBeUndefined();
});

test('fails when a setting is missing, before the resource that needs it', async () => {
  await stack.succeed('config', 'rm', 'range');
  const { isDone, output } = await stack.run('up', '--yes', '--skip-preview');

  expect(isDone).toBe(false);
  expect(output).toContain("Missing required configuration variable 'tiny:range'");
  expect(call('create subnetwork')).toBeUndefined();
});

test('fails when the passphrase is not the one of the stack', async () => {
  const { isDone, output } = await stack.with({ PULUMI_CONFIG_PASSPHRASE: 'another' }).run('preview');
  expect(isDone).toBe(false);
  expect(output).toContain('incorrect passphrase');
});

function call(change: string): ProviderCall | undefined {
  return pulumi.provider.calls.find((each) => titleOf(each) === change);
}

/** What was done, not only asked. */
function changes(): string[] {
  return pulumi.provider.calls.map(titleOf).filter((title) => /^(create|update|delete) /.test(title));
}

function indexOf(change: string): number {
  return changes().indexOf(change);
}

function titleOf({ method, urn, preview }: ProviderCall): string {
  return preview ? '' : `${method} ${urn.split('::').at(-1)}`;
}

function forget(): void {
  pulumi.provider.calls.length = 0;
}

async function outputs(): Promise<unknown> {
  return JSON.parse((await stack.succeed('stack', 'output', '--json')).stdout);
}

function files(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
}
