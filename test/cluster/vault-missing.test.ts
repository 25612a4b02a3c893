import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ADMINISTRATORS_POLICY, kvData, kvMetadata, squadPolicy } from '@plinth/model';
import type { Engines } from '@plinth/testing';
import { CHECKOUT, plinth, type Run } from '../cli/run-plinth';
import { engines } from './_cluster';
import { VaultOfEnvironment } from './vault-access/vault-of-environment';

const ENVIRONMENT = 'dev';
const SQUAD = 'exchange';

interface Missing {
  readonly path: string;
  readonly state: string;
  readonly squad: string;
  readonly fields?: readonly string[];
  readonly command: string;
}

let here: VaultOfEnvironment;
let programs: Engines;
let administrator: string;
let person: string;

beforeAll(async () => {
  programs = await engines();
  here = await VaultOfEnvironment.start(ENVIRONMENT, programs);
  [administrator = '', person = ''] = await Promise.all(
    [ADMINISTRATORS_POLICY, squadPolicy(SQUAD)].map((policy) => tokenWith(policy)),
  );
});
afterAll(() => here?.stop());

/** Of somebody who has signed in: with a policy of the plan, and no right to anything else. */
async function tokenWith(policy: string): Promise<string> {
  const { auth } = await here.vault.root.succeed('write', 'auth/token/create', {
    policies: [policy],
    no_default_policy: true,
  });
  return auth?.client_token ?? '';
}

const variables = (VAULT_TOKEN: string) => ({
  VAULT_ADDR: here.vault.address,
  VAULT_CACERT: here.vault.place.tls.authority,
  VAULT_TOKEN,
});

async function missing(
  token: string,
  ...args: string[]
): Promise<Run & { readonly paths: readonly Missing[] }> {
  const run = await plinth(['vault', 'missing', '--env', ENVIRONMENT, '--json', ...args], {
    cwd: CHECKOUT,
    variables: variables(token),
  });
  expect(JSON.stringify(run)).not.toContain(token);
  return { ...run, paths: run.stdout === '' ? [] : (JSON.parse(run.stdout) as Missing[]) };
}

/** Types a command as a person does: Vault's own program, the value on standard input. */
async function type(command: string, input: string, token: string): Promise<number> {
  const [program, ...args] = command.split(' ');
  expect(program).toBe('vault');
  const child = spawn(programs.path('vault'), args, {
    cwd: here.workspace.file(),
    env: { ...variables(token), HOME: here.workspace.file() },
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  child.stdin.end(input);
  const [code] = (await once(child, 'close')) as [number];
  return code;
}

test('before anybody has put anything, every declared path is missing, and nothing else', async () => {
  const { code, paths } = await missing(administrator);
  const declared = here.declaredPaths
    .filter((path) => path.startsWith(kvData('')))
    .map((path) => path.slice(kvData('').length));

  expect(code).toBe(1);
  expect(paths.map(({ path }) => path)).toEqual(declared);
  expect(new Set(paths.map(({ state }) => state))).toEqual(new Set(['never put']));
});

test('the squad puts what is missing with the commands that are shown, and cannot put over it unseen', async () => {
  const { paths } = await missing(person, '--squad', SQUAD);
  expect(paths.length).toBeGreaterThan(2);
  for (const { command, fields } of paths)
    expect([
      command,
      await type(command, fields === undefined ? '{"user":"a","password":"b"}' : 'a value', person),
    ]).toEqual([command, 0]);

  expect(await missing(person, '--squad', SQUAD)).toMatchObject({ code: 0, paths: [] });
  const [first] = paths;
  expect(await type(first?.command ?? '', '{}', person)).not.toBe(0);
});

test('what was deleted or destroyed is missing again, and put back with the command that is shown', async () => {
  const [deleted = '', destroyed = ''] = here.declaredPaths
    .filter((path) => path.startsWith(kvData(`${SQUAD}/`)))
    .map((path) => path.slice(kvData('').length));
  await here.vault.root.succeed('delete', kvData(deleted));
  await here.vault.root.succeed('write', `kv/destroy/${destroyed}`, { versions: [1] });

  const { paths } = await missing(person, '--squad', SQUAD);
  expect(paths.map(({ path, state }) => [path, state])).toEqual([
    [deleted, 'deleted'],
    [destroyed, 'destroyed'],
  ]);
  for (const { command } of paths) expect(await type(command, '{"value":"again"}', person)).toBe(0);
  expect(await missing(person, '--squad', SQUAD)).toMatchObject({ code: 0, paths: [] });
});

test('the squad does with versions what the guide says, and removing a whole path is an administrator’s', async () => {
  const guide = readFileSync(join(CHECKOUT, 'docs/guides/secrets.md'), 'utf8');
  const typed = (verb: string) => [...guide.matchAll(new RegExp(`^vault kv ${verb} .+$`, 'gm'))].map(String);
  const ofSquad = typed('(?:delete|undelete|destroy)');
  const ofAdministrators = typed('metadata delete');
  expect([ofSquad.length, ofAdministrators.length]).toEqual([3, 1]);
  const [path = ''] = /\S+$/.exec(ofSquad[0] ?? '') ?? [];
  for (const value of ['first', 'second', 'third']) await here.put(path, { value });
  const versions = async () => {
    const { data } = await here.vault.root.succeed('read', kvMetadata(path));
    return data?.versions as Readonly<Record<string, { deletion_time: string; destroyed: boolean }>>;
  };

  const [remove = '', restore = '', destroy = ''] = ofSquad;
  expect(await type(remove, '', person)).toBe(0);
  expect((await versions())[3]?.deletion_time).not.toBe('');
  expect(await type(restore, '', person)).toBe(0);
  expect((await versions())[3]?.deletion_time).toBe('');
  expect(await type(destroy, '', person)).toBe(0);
  expect((await versions())[2]?.destroyed).toBe(true);
  expect(await type(`vault kv delete -mount=kv ${path}`, '', person)).not.toBe(0);
  expect(await type(`vault kv rollback -mount=kv -version=1 ${path}`, '', person)).not.toBe(0);

  const [away = ''] = ofAdministrators;
  expect(await type(away, '', person)).not.toBe(0);
  expect(await type(away, '', administrator)).toBe(0);
  expect((await here.vault.root.read(kvMetadata(path))).status).toBe(404);
  await here.put(path, { value: 'again' });
});

test('fails when somebody of one squad asks for all, and when the token has ended', async () => {
  const all = await missing(person);
  expect(all).toMatchObject({
    code: 2,
    stdout: '',
    stderr: expect.stringMatching(/^VAULT_TOKEN: found a token that may not ask for \d+ of \d+ paths, of /),
  });
  expect(all.stderr).not.toContain(SQUAD);
  const ended = await tokenWith(ADMINISTRATORS_POLICY);
  await here.vault.root.succeed('write', 'auth/token/revoke', { token: ended });
  expect(await missing(ended)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('a token that has ended'),
  });
});

test('it changes nothing: no version is made, no value is asked for', async () => {
  const path =
    here.declaredPaths.find((one) => one.startsWith(kvData(`${SQUAD}/`)))?.slice(kvData('').length) ?? '';
  const before = await here.vault.root.read(kvMetadata(path));
  await missing(administrator);
  expect((await here.vault.root.read(kvMetadata(path))).body.data).toEqual(before.body.data);
});

test('fails when Vault is sealed', async () => {
  await here.vault.restart();
  expect(await missing(administrator)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('found a Vault that is sealed'),
  });
});
