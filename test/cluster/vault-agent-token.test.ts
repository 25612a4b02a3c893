import { servicePolicy } from '@plinth/model';
import { type Engines, measured, until } from '@plinth/testing';
import { engines } from './_cluster';
import { VaultOfEnvironment } from './vault-access/vault-of-environment';
import { renderedAgents } from './vault-agent/rendered-agent';
import { RunningAgent } from './vault-agent/running-agent';

const ENVIRONMENT = 'prod';
const LEDGER = 'ledger';
const AUDIT_KEY = 'exchange/ledger/audit-key';
const ROLE = `auth/kubernetes/role/${LEDGER}`;
const POLICY = `sys/policies/acl/${servicePolicy(LEDGER)}`;

interface Account {
  readonly username: string;
  readonly password: string;
}

/** What Vault knows of a token. */
interface Token {
  readonly accessor: string;
  readonly meta: { readonly role?: string } | null;
  readonly expire_time: string | null;
}

let programs: Engines;
let here: VaultOfEnvironment;
let agent: RunningAgent | undefined;

beforeAll(async () => {
  programs = await engines();
  here = await VaultOfEnvironment.start(ENVIRONMENT, programs);
  await here.put(AUDIT_KEY, { value: 'before' });
});
afterEach(async () => {
  await agent?.stop();
  agent = undefined;
});
afterAll(() => here?.stop());

/** An agent of the ledger, whose tokens live that long, in seconds; everything else is as it is planned. */
async function start(name: string, token: { readonly ttl: number; readonly max: number }) {
  const { data } = await here.vault.root.succeed('read', ROLE);
  await here.vault.root.succeed('write', ROLE, {
    ...data,
    token_ttl: token.ttl,
    token_max_ttl: token.max,
  });
  const rendered = renderedAgents(ENVIRONMENT).find(({ role }) => role === LEDGER);
  if (rendered === undefined) throw new Error(`no agent of ${LEDGER} is rendered`);
  agent = await RunningAgent.start(rendered, here, programs, { name });
  await agent.letsProgramStart();
  return agent;
}

const account = (of: RunningAgent) => JSON.parse(of.read('database')) as Account;

function sql({ username, password }: Account, statement: string) {
  return here.postgres.sql({ user: username, password, database: 'exchange-database' }, statement);
}

/** A connection that is open and works, and when it ended, and why. */
async function session(held: Account) {
  const ended = sql(held, 'SELECT pg_sleep(600)').then(
    () => ({ code: 'none', at: Date.now() }),
    ({ code }: { readonly code?: string }) => ({ code, at: Date.now() }),
  );
  const sleeping = `SELECT 1 FROM pg_stat_activity WHERE usename = '${held.username}' AND wait_event = 'PgSleep'`;
  const isOpen = async () => (await here.postgres.sql(here.postgres.admin, sleeping)).length === 1;
  await until('the session is open', isOpen);
  return { ended, isOpen };
}

/** The newest token of the ledger. */
async function tokenOfAgent(): Promise<Token> {
  const { data } = await here.vault.root.succeed('list', 'auth/token/accessors');
  const tokens: Token[] = [];
  for (const accessor of (data?.keys ?? []) as string[]) {
    const { body } = await here.vault.root.write('auth/token/lookup-accessor', { accessor });
    const token = body.data as unknown as Token | undefined;
    if (token?.meta?.role === LEDGER) tokens.push(token);
  }
  const ends = ({ expire_time }: Token) => Date.parse(expire_time ?? '');
  const [newest] = tokens.sort((a, b) => ends(b) - ends(a));
  if (newest === undefined) throw new Error('no token of the ledger');
  return newest;
}

const refused = (held: Account) =>
  until('the account is refused', async () =>
    sql(held, 'SELECT 1').then(
      () => false,
      ({ code }: { readonly code?: string }) => code === '28P01' || code === '28000',
    ),
  );

const another = (of: RunningAgent, held: Account) =>
  until('another account is in the file', async () => account(of).username !== held.username && Date.now());

test('while Vault is away for longer than a token lives, accounts work; when it is back, they end, and others come', async () => {
  const running = await start('long-outage', { ttl: 15, max: 86_400 });
  const held = account(running);
  const open = await session(held);
  await here.vault.kill();
  const left = Date.now();

  await until('the token has ended', async () => Date.now() > left + 20_000, { every: 500 });
  expect(await open.isOpen()).toBe(true);
  expect(await sql(held, 'SELECT current_user::text AS role')).toEqual([{ role: LEDGER }]);
  expect([account(running), running.read('audit-key')]).toEqual([held, 'before']);

  await here.vault.restart();
  await here.vault.unseal();
  const back = Date.now();
  const { code, at } = await open.ended;
  expect(code).toBe('57P01');
  await refused(held);
  const came = await another(running, held);
  expect(await sql(account(running), 'SELECT current_user::text AS role')).toEqual([{ role: LEDGER }]);
  expect(running.files()).toEqual(['audit-key', 'database']);
  expect(running.read('audit-key')).toBe('before');
  expect(running.isRunning).toBe(true);
  measured('A Vault that is away for longer than a token lives', {
    'session ends after it is open again (ms)': at - back,
    'another account is in the file (ms)': came - back,
  });
});

test('before a token has lived for as long as it may, another account is there, and the old one still works', async () => {
  const running = await start('end-of-life', { ttl: 20, max: 45 });
  const held = account(running);
  const open = await session(held);

  const came = await another(running, held);
  expect(await sql(held, 'SELECT current_user::text AS role')).toEqual([{ role: LEDGER }]);
  expect(await open.isOpen()).toBe(true);
  expect(await sql(account(running), 'SELECT current_user::text AS role')).toEqual([{ role: LEDGER }]);

  const { code, at } = await open.ended;
  expect(code).toBe('57P01');
  await refused(held);
  measured('The end of a token that lives 20 s at a time', {
    'both accounts work (ms)': at - came,
  });
});

describe('an agent goes on by itself', () => {
  test('when its token is revoked: the account goes with it, and another comes', async () => {
    const running = await start('revoked', { ttl: 20, max: 86_400 });
    const held = account(running);
    const { accessor } = await tokenOfAgent();
    await here.vault.root.succeed('write', 'auth/token/revoke-accessor', { accessor });
    await refused(held);
    expect(running.files()).toEqual(['audit-key', 'database']);
    await another(running, held);
    expect(await sql(account(running), 'SELECT current_user::text AS role')).toEqual([{ role: LEDGER }]);
  });

  test('when its role was gone for a while', async () => {
    const running = await start('no-role', { ttl: 20, max: 86_400 });
    const held = account(running);
    const { data } = await here.vault.root.succeed('read', ROLE);
    await here.vault.root.succeed('delete', ROLE);
    const { accessor } = await tokenOfAgent();
    await here.vault.root.succeed('write', 'auth/token/revoke-accessor', { accessor });
    await running.saysOnceMore('error authenticating');
    expect(account(running)).toEqual(held);
    await here.vault.root.succeed('write', ROLE, { ...data });
    await another(running, held);
    await here.put(AUDIT_KEY, { value: 'after the role was back' });
    await running.writes('audit-key', 'after the role was back');
  });

  test('when its policy was gone for a while', async () => {
    const running = await start('no-policy', { ttl: 20, max: 86_400 });
    const { data } = await here.vault.root.succeed('read', POLICY);
    await here.vault.root.succeed('delete', POLICY);
    await here.put(AUDIT_KEY, { value: 'put meanwhile' });
    await running.saysOnceMore('permission denied');
    expect(running.files()).toEqual(['audit-key', 'database']);
    expect(running.read('audit-key')).not.toBe('put meanwhile');
    await here.vault.root.succeed('write', POLICY, { policy: data?.policy });
    await running.writes('audit-key', 'put meanwhile');
  });
});
