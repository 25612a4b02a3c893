import { randomBytes } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { ADMINISTRATORS_POLICY } from '@plinth/model';
import { type Engines, MEASUREMENTS, occurrencesOf } from '@plinth/testing';
import { CHECKOUT, plinth } from '../cli/run-plinth';
import { engines } from './_cluster';
import { EnvironmentPrograms } from './pulumi/environment-programs';
import { VaultOfEnvironment } from './vault-access/vault-of-environment';
import { renderedAgents } from './vault-agent/rendered-agent';
import { RunningAgent } from './vault-agent/running-agent';

const ENVIRONMENT = 'prod';
const LEDGER = 'ledger';
const AUDIT_KEY = 'exchange/ledger/audit-key';

/** Of chance, with everything that some program writes in another way. */
const VALUE = `canary-${randomBytes(12).toString('hex')} "one" & 'two' </é>?+~`;

/** The one value that people give to a program and not to Vault: it passes through Pulumi's settings, engine and state. */
const CLIENT_SECRET = `canary-${randomBytes(12).toString('hex')}`;

/** Where results lie that are kept or sent: what is committed, what caches hold, what tests report. */
const KEPT = ['manifests', 'plans', 'docs', '.plinth', 'coverage', 'test/cluster'].map((place) =>
  join(CHECKOUT, place),
);

let programs: Engines;
let here: VaultOfEnvironment;
let agent: RunningAgent;
let pulumi: EnvironmentPrograms;
const began = Date.now();
/** What somebody could have seen of it. */
const said: string[] = [];

beforeAll(async () => {
  programs = await engines();
  here = await VaultOfEnvironment.start(ENVIRONMENT, programs);
  await here.put(AUDIT_KEY, { value: VALUE });
  const rendered = renderedAgents(ENVIRONMENT).find(({ role }) => role === LEDGER);
  if (rendered === undefined) throw new Error(`no agent of ${LEDGER} is rendered`);
  agent = await RunningAgent.start(rendered, here, programs);
  await agent.letsProgramStart();
});
afterAll(async () => {
  await agent?.stop();
  pulumi?.stop();
  await here?.stop();
});

/** A person's command, and all that it prints. */
async function command(...args: string[]): Promise<void> {
  const { auth } = await here.vault.root.succeed('write', 'auth/token/create', {
    policies: [ADMINISTRATORS_POLICY],
  });
  const { stdout, stderr } = await plinth(args, {
    cwd: CHECKOUT,
    variables: {
      VAULT_ADDR: here.vault.address,
      VAULT_CACERT: here.vault.place.tls.authority,
      VAULT_TOKEN: auth?.client_token,
    },
  });
  said.push(stdout, stderr);
}

/** The program of Vault really runs, with its secret; only the provider is stood in for, and that is told the secret. */
async function configured(): Promise<void> {
  pulumi = await EnvironmentPrograms.start(ENVIRONMENT, programs);
  const vault = pulumi.stack('vault');
  for (const args of [
    ['config', 'set', '--secret', 'oidcClientSecret', CLIENT_SECRET],
    ['up', '--yes'],
    ['preview', '--diff'],
    ['stack', 'export'],
    ['config'],
  ]) {
    const { output } = await vault.succeed(...args);
    said.push(output);
  }
  expect(JSON.stringify(pulumi.pulumi.provider.calls)).toContain(CLIENT_SECRET);
}

/** What was written to the machine's folder for such files since this began: of Pulumi, of Jest, of whatever runs beside. */
function writtenMeanwhile(folder = tmpdir()): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (path === here.workspace.path) return [];
    try {
      if (entry.isDirectory()) return writtenMeanwhile(path);
      return entry.isFile() && statSync(path).mtimeMs >= began ? [path] : [];
    } catch {
      // Somebody else’s, and gone by now.
      return [];
    }
  });
}

/** A mistake that somebody makes with a secret in her hands. */
async function mistake(run: () => Promise<unknown>): Promise<void> {
  const error = await run().then(
    () => undefined,
    (reason: unknown) => reason as Error,
  );
  if (error === undefined) throw new Error('it was no mistake');
  said.push(String(error.stack), JSON.stringify(error));
}

test('a secret is in the file for its program, and nowhere else', async () => {
  const { username, password } = JSON.parse(agent.read('database')) as Readonly<Record<string, string>>;
  const login = { user: username ?? '', password: password ?? '', database: 'exchange-database' };
  await here.postgres.sql(login, 'create table canary (a int)');
  const jwt = await here.token({ namespace: 'exchange', role: LEDGER });
  const canaries = {
    value: VALUE,
    password: password ?? '',
    'root token': here.vault.root.token,
    'token of a ServiceAccount': jwt,
    'client secret': CLIENT_SECRET,
  };
  await configured();
  await command('vault', 'access');
  await command('vault', 'missing', '--env', ENVIRONMENT);
  await command('synth', '--out', here.workspace.file('manifests'));
  await command('list', '--env', VALUE);
  await command('vault', 'access', here.vault.root.token);
  await mistake(() =>
    here.vault.root.succeed('write', `kv/data/${AUDIT_KEY}`, { data: { value: VALUE }, options: { cas: 0 } }),
  );
  await mistake(() => here.vault.client(here.vault.root.token).succeed('read', 'sys/nothing'));
  await mistake(() => here.vault.client().succeed('write', 'auth/kubernetes/login', { role: 'nobody', jwt }));
  await mistake(() => here.postgres.sql(login, 'create role canary'));
  here.workspace.write('logs/said.log', said.join('\n'));

  const { root } = here.vault;
  await root.succeed('write', 'sys/leases/revoke-prefix/database/creds/ledger.database');
  const meanwhile = writtenMeanwhile();
  // The state of Pulumi, and with it that all of this was looked at.
  expect(meanwhile.some((file) => file.startsWith(pulumi.pulumi.folder('state')))).toBe(true);
  const found = occurrencesOf(canaries, [
    here.workspace.file(),
    process.env[MEASUREMENTS] ?? '',
    ...KEPT,
    ...meanwhile,
  ]);
  const files = found.map(({ canary, form, file }) => [canary, form, relative(here.workspace.path, file)]);

  // The folder is the pod's memory; that the two are found there shows that the search finds.
  expect(files.sort()).toEqual([
    ['password', 'as it is', 'agent-ledger/secrets/database'],
    ['value', 'as it is', 'agent-ledger/secrets/audit-key'],
  ]);
});

test('fails when it is planted in a log, in whatever form', () => {
  const logs = here.workspace.file('logs');
  const found = () => occurrencesOf({ value: VALUE }, [logs]).map(({ file }) => relative(logs, file));
  expect(found()).toEqual([]);
  here.workspace.write('logs/planted.log', `{"value":"${Buffer.from(VALUE).toString('base64')}"}`);
  expect(found()).toEqual(['planted.log']);
});
