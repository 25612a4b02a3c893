import type { ResolvedSecret } from '@plinth/model';
import { type Engines, freePorts, measured, until } from '@plinth/testing';
import { engines } from './_cluster';
import { VaultOfEnvironment } from './vault-access/vault-of-environment';
import { type RenderedAgent, renderedAgents } from './vault-agent/rendered-agent';
import { type AgentOptions, RunningAgent } from './vault-agent/running-agent';
import { ToldProgram } from './vault-agent/told-program';

interface Failure {
  plinthTestFailed?: boolean;
}

interface Account {
  readonly username: string;
  readonly password: string;
  readonly [field: string]: unknown;
}

const ENVIRONMENT = 'prod';
/** Has a value of which it is told, and an account of a database. */
const LEDGER = 'ledger';
const AUDIT_KEY = 'exchange/ledger/audit-key';
const LEASES = 'database/creds/ledger.database';

/** What somebody has put: with everything that a template or a shell could take for its own. */
const value = (path: string) => `{{ of }} ${path}: "$(x)" <&> \\n 'ü'\n`;
const fields = (path: string) => ({ value: value(path), username: path, port: 5672 });

const agents = renderedAgents(ENVIRONMENT);
const started: { stop(): Promise<void> | void }[] = [];
let programs: Engines;
let here: VaultOfEnvironment;

beforeAll(async () => {
  programs = await engines();
  here = await VaultOfEnvironment.start(ENVIRONMENT, programs);
  for (const { secrets } of here.logins) {
    for (const secret of secrets)
      if (secret.engine === 'kv') await here.put(secret.path, fields(secret.path));
  }
});
afterAll(async () => {
  for (const each of started) await each.stop();
  await here?.stop({ keepLogs: (globalThis as Failure).plinthTestFailed === true });
});

function rendered(name: string): RenderedAgent {
  const agent = agents.find(({ role }) => role === name);
  if (agent === undefined) throw new Error(`no agent of ${name} is rendered`);
  return agent;
}

async function start(name: string, options: AgentOptions = {}): Promise<RunningAgent> {
  const agent = await RunningAgent.start(rendered(name), here, programs, options);
  started.push(agent);
  return agent;
}

async function startedAgent(name: string, options: AgentOptions = {}): Promise<RunningAgent> {
  const agent = await start(name, options);
  await agent.letsProgramStart();
  return agent;
}

/** What a file has to say, where it can be known beforehand. */
function contentsOf(secret: ResolvedSecret): unknown {
  if (secret.engine === 'database') {
    const { host, port, database, schema, format } = secret;
    const name = expect.stringMatching(/^[\w.:-]{8,63}$/);
    if (format === 'url') {
      return expect.stringMatching(
        new RegExp(`^postgresql://[^:@/]+:[^:@/]+@${host}:${port}/${database}\\?sslmode=require$`),
      );
    }
    return { username: name, password: expect.stringMatching(/^.{20}/), host, port, database, schema };
  }
  return secret.field === undefined ? fields(secret.path) : value(secret.path);
}

function contentsIn(agent: RunningAgent, secret: ResolvedSecret): unknown {
  const text = agent.read(secret.name);
  const isJson = secret.engine === 'database' ? secret.format === 'json' : secret.field === undefined;
  return isJson ? JSON.parse(text) : text;
}

const account = (agent: RunningAgent) => JSON.parse(agent.read('database')) as Account;

/** Logs in with an account of the ledger's database. */
function logIn({ username, password }: Account) {
  const login = { user: username, password, database: 'exchange-database' };
  return here.postgres.sql(login, 'select current_user as role');
}

/** None is an answer as well: 404. */
async function leases(): Promise<string[]> {
  const { body } = await here.vault.root.list(`sys/leases/lookup/${LEASES}`);
  return ((body.data?.keys ?? []) as string[]).map((key) => `${LEASES}/${key}`);
}

/** When an account ends unless it is renewed, in milliseconds. */
async function endOf(lease: string): Promise<number> {
  const { data } = await here.vault.root.succeed('write', 'sys/leases/lookup', { lease_id: lease });
  return Date.parse(String(data?.expire_time));
}

describe('every agent of the environment', () => {
  const running: RunningAgent[] = [];
  const declared = (agent: RunningAgent) =>
    here.logins.find(({ role }) => role === agent.rendered.role)?.secrets ?? [];

  beforeAll(async () => {
    for (const { role } of agents) running.push(await start(role));
    await Promise.all(running.map((agent) => agent.letsProgramStart()));
  });
  afterAll(() => Promise.all(running.map((agent) => agent.stop())));

  test('is that of somebody who logs in, and nobody who does is without', () => {
    expect(agents.map(({ role }) => role).sort()).toEqual(here.logins.map(({ role }) => role));
    expect(agents.length).toBeGreaterThan(10);
  });

  test('writes exactly the declared files, for its user alone', () => {
    for (const agent of running) {
      const secrets = declared(agent);
      expect([agent.rendered.role, agent.files()]).toEqual([
        agent.rendered.role,
        secrets.map(({ name }) => name),
      ]);
      for (const secret of secrets) {
        expect([secret.name, agent.mode(secret.name)]).toEqual([secret.name, '400']);
        expect(contentsIn(agent, secret)).toEqual(contentsOf(secret));
      }
    }
  });

  test('prints no value', () => {
    for (const agent of running) {
      for (const name of agent.files()) {
        const texts = [agent.read(name), agent.read(name).trim().slice(-20)];
        for (const text of texts) expect(agent.log.includes(text)).toBe(false);
      }
      expect(agent.log).not.toMatch(/hvs\.|eyJhbGci/);
    }
  });

  test('keeps little for itself', () => {
    const most = Math.max(...running.map((agent) => agent.ownMemory));
    measured('Agents of Vault', { agents: running.length, 'most memory of its own (MiB)': most.toFixed(1) });
    // Its limit is 192 MiB, of which files in memory take 8, and pages of its program the rest.
    expect(most).toBeLessThan(64);
  });
});

test('no program starts before its files are there, and each starts then', async () => {
  const agent = await start(LEDGER, { name: 'early', token: 'not a token yet' });
  await agent.says('error authenticating');
  expect(await agent.mayProgramStart()).toBe(false);
  expect(agent.files()).toEqual([]);
  agent.setToken(await here.token(rendered(LEDGER)));
  await agent.letsProgramStart();
  await agent?.stop();
});

test.each([
  ['of another ServiceAccount', () => here.token(rendered('exchange-manager'))],
  ['for another audience', () => here.token(rendered(LEDGER), 'https://kubernetes.default.svc')],
])('fails when the token is one %s: 403, and no file', async (kind, token) => {
  const agent = await start(LEDGER, { name: kind.replaceAll(' ', '-'), token: await token() });
  await agent.says(/error authenticating.*Code: 403/s);
  expect(agent.files()).toEqual([]);
  await agent?.stop();
});

describe('the program beside an agent', () => {
  let agent: RunningAgent;
  let program: ToldProgram | undefined;
  afterAll(async () => {
    program?.stop();
    await agent?.stop();
  });

  test('is told when it has started, if a file came while it did', async () => {
    const [port = 0] = await freePorts(1);
    agent = await startedAgent(LEDGER, { name: 'told', port });
    program = await ToldProgram.start(port);
    await program.isTold(0);
    expect(program.requests).toEqual(['POST /-/reload']);
  });

  test('is told when a value has changed, after it has arrived', async () => {
    const before = program?.requests.length ?? 0;
    await here.put(AUDIT_KEY, { value: 'second' });
    await agent.writes('audit-key', 'second');
    await program?.isTold(before);
  });

  test('does not answer: the file changes all the same, and the agent goes on', async () => {
    program?.stop();
    const held = agent.read('database');
    await here.put(AUDIT_KEY, { value: 'third' });
    await agent.writes('audit-key', 'third');
    await here.put(AUDIT_KEY, { value: 'fourth' });
    await agent.writes('audit-key', 'fourth');
    expect(agent.isRunning).toBe(true);
    // An agent that begins anew makes another account.
    expect(agent.log).not.toContain('template server restart');
    expect(agent.read('database')).toBe(held);
  });
});

describe('a file stays as it was', () => {
  let agent: RunningAgent;
  beforeAll(async () => {
    await here.put(AUDIT_KEY, { value: 'right' });
    agent = await startedAgent(LEDGER, { name: 'careful' });
  });
  afterEach(async () => {
    expect(agent.read('audit-key')).toBe('right');
    expect(agent.files()).toEqual(['audit-key', 'database']);
    await here.put(AUDIT_KEY, { value: 'right' });
  });
  afterAll(() => agent?.stop());

  test.each<[string, object, string]>([
    ['is empty', { value: '' }, 'has nothing in value'],
    ['has lost its field', { other: 'x' }, 'has nothing in value'],
    ['is no text', { value: { x: 1 } }, 'has no text in value'],
  ])('when the value %s', async (_, data, words) => {
    await here.put(AUDIT_KEY, data as Record<string, unknown>);
    await agent.saysOnceMore(`audit-key: kv/${AUDIT_KEY} ${words}`);
  });

  test('when the value is deleted', async () => {
    await here.vault.root.succeed('delete', `kv/data/${AUDIT_KEY}`);
    await agent.saysOnceMore(`no secret exists at kv/data/${AUDIT_KEY}`);
  });

  test('when the value is larger than Vault keeps one', async () => {
    await expect(here.put(AUDIT_KEY, { value: 'x'.repeat(1.1 * 2 ** 20) })).rejects.toThrow(/40[03]|413|500/);
  });
});

test('the largest value that Vault keeps arrives whole', async () => {
  const large = 'x'.repeat(1_000_000);
  const agent = await startedAgent(LEDGER, { name: 'large' });
  await here.put(AUDIT_KEY, { value: large });
  await agent.writes('audit-key', large);
  await agent?.stop();
  await here.put(AUDIT_KEY, { value: 'small again' });
});

test('two pods of a roll-out that start around a change end with the new value', async () => {
  const old = await startedAgent(LEDGER, { name: 'old-pod' });
  const [, next] = await Promise.all([
    here.put(AUDIT_KEY, { value: 'changed meanwhile' }),
    start(LEDGER, { name: 'new-pod' }),
  ]);
  await next.letsProgramStart();
  for (const agent of [old, next]) await agent.writes('audit-key', 'changed meanwhile');
  await Promise.all([old.stop(), next.stop()]);
});

describe('an account of a database', () => {
  const role = 'database/roles/ledger.database';
  let agent: RunningAgent;
  let lease: string;
  let planned: Readonly<Record<string, unknown>> = {};
  beforeAll(async () => {
    // An hour is long for a test: the account lives for seconds unless it is renewed.
    planned = (await here.vault.root.succeed('read', role)).data ?? {};
    await here.vault.root.succeed('write', role, { ...planned, default_ttl: '10s' });
    const before = await leases();
    agent = await startedAgent(LEDGER, { name: 'account' });
    [lease = ''] = (await leases()).filter((each) => !before.includes(each));
  });
  afterAll(async () => {
    await agent?.stop();
    await here.vault.root.succeed('write', role, planned);
  });

  test('acts as the role of its service, and is renewed', async () => {
    const held = account(agent);
    expect(await logIn(held)).toEqual([{ role: LEDGER }]);
    const end = await endOf(lease);
    await until('its first end is over', async () => Date.now() > end + 2000, { every: 500 });
    expect(await endOf(lease)).toBeGreaterThan(end);
    expect(account(agent)).toEqual(held);
    expect(await logIn(held)).toEqual([{ role: LEDGER }]);
  });

  test('is refused after it is taken back, and the agent brings another', async () => {
    const held = account(agent);
    await here.vault.root.succeed('write', 'sys/leases/revoke', { lease_id: lease, sync: true });
    await expect(logIn(held)).rejects.toMatchObject({ code: expect.stringMatching(/^28/) });
    await until('another account', async () => account(agent).username !== held.username);
    expect(await logIn(account(agent))).toEqual([{ role: LEDGER }]);
  });
});

describe('while Vault is away', () => {
  let agent: RunningAgent;
  beforeAll(async () => {
    await here.put(AUDIT_KEY, { value: 'before' });
    agent = await startedAgent(LEDGER, { name: 'patient' });
  });
  afterAll(() => agent?.stop());

  test.each<[string, () => Promise<unknown>, () => Promise<unknown>]>([
    ['sealed', () => here.vault.root.succeed('write', 'sys/seal'), () => here.vault.unseal()],
    [
      'dead',
      () => here.vault.kill(),
      async () => {
        await here.vault.restart();
        await here.vault.unseal();
      },
    ],
  ])('%s, the files stay, and what changes afterwards arrives by itself', async (state, leave, come) => {
    const held = Object.fromEntries(agent.files().map((name) => [name, agent.read(name)]));
    await leave();
    await agent.saysOnceMore('retry attempt');
    expect(await agent.mayProgramStart()).toBe(true);
    expect(Object.fromEntries(agent.files().map((name) => [name, agent.read(name)]))).toEqual(held);
    await come();
    await here.vault.serves();
    await here.put(AUDIT_KEY, { value: `after it was ${state}` });
    await agent.writes('audit-key', `after it was ${state}`);
    expect(agent.isRunning).toBe(true);
    // An agent that gives up begins anew, with another account.
    expect(agent.log).not.toContain('template server restart');
    expect(agent.read('database')).toBe(held.database);
  });
});
