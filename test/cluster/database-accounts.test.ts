import { type PostgresLogin, PostgresServer, Workspace } from '@plinth/testing';
import { accountStatements, type DatabaseOwner } from '@plinth/vault';
import { engines } from './_cluster';
import { ReconnectingPool } from './vault-access/reconnecting-pool';

/** As in Cloud SQL: no superuser, and a member of one that may make roles. */
const VAULT = 'vault@acme.iam';
const ADMINISTRATOR = 'cloudsqlsuperuser';
const DATABASE = 'exchange-database';
const PASSWORD = 'Forty-two-Forty-two-1';

const LEDGER: DatabaseOwner = { schema: 'ledger', reader: 'ledger:read', reads: [] };
const REPORTS: DatabaseOwner = { schema: 'reports', reader: 'reports:read', reads: ['ledger:read'] };

let workspace: Workspace;
let postgres: PostgresServer;
let accounts = 0;

beforeAll(async () => {
  workspace = new Workspace('database-accounts');
  postgres = await PostgresServer.start({ engines: await engines(), workspace });
  await asAdmin(`CREATE ROLE ${ADMINISTRATOR} NOLOGIN CREATEROLE CREATEDB`);
  await asAdmin(`CREATE ROLE "${VAULT}" LOGIN PASSWORD '${PASSWORD}' IN ROLE ${ADMINISTRATOR}`);
  await asAdmin(`CREATE DATABASE "${DATABASE}" OWNER ${ADMINISTRATOR}`);
});

afterAll(async () => {
  await postgres?.stop();
  workspace.remove({ keepLogs: false });
});

const asAdmin = (statement: string) => postgres.sql(postgres.admin, statement);
const asVault = (statements: readonly string[], name: string) =>
  postgres.sql(
    { user: VAULT, password: PASSWORD, database: DATABASE },
    // As Vault does: one transaction, names put in as they are.
    ['BEGIN', ...statements, 'COMMIT']
      .join(';\n')
      .replaceAll('{{name}}', name)
      .replaceAll('{{password}}', PASSWORD)
      .replaceAll('{{expiration}}', '2199-01-01 00:00:00+0000'),
  );
const as = ({ user }: PostgresLogin, statement: string) =>
  postgres.sql({ user, password: PASSWORD, database: DATABASE }, statement);

async function account(owner: DatabaseOwner): Promise<PostgresLogin> {
  accounts += 1;
  const user = `v-${owner.schema}.database-${accounts}`;
  await asVault(accountStatements(owner, ADMINISTRATOR).creation, user);
  return { user, password: PASSWORD };
}

const revoke = ({ user }: PostgresLogin, owner: DatabaseOwner) =>
  asVault(accountStatements(owner, ADMINISTRATOR).revocation, user);

const DENIED = { code: '42501' };

test('an account acts as its owner from its first statement on', async () => {
  const login = await account(LEDGER);
  expect(await as(login, 'SELECT current_user::text, session_user::text, current_schema()::text')).toEqual([
    { current_user: 'ledger', session_user: login.user, current_schema: 'ledger' },
  ]);
});

test('what an account makes outlives it, and is its successor’s', async () => {
  const first = await account(LEDGER);
  await as(first, 'CREATE TABLE entries (amount int); INSERT INTO entries VALUES (7)');
  await revoke(first, LEDGER);
  const second = await account(LEDGER);
  await as(second, 'ALTER TABLE entries ADD COLUMN at timestamptz');
  expect(await as(second, 'SELECT amount FROM entries')).toEqual([{ amount: 7 }]);
});

test('declared readers read tables that are there and that come later, and change nothing', async () => {
  const writer = await account(LEDGER);
  await as(writer, 'CREATE TABLE IF NOT EXISTS early (n int)');
  const reader = await account(REPORTS);
  await as(writer, 'CREATE TABLE late (n int)');
  expect(await as(reader, 'SELECT * FROM ledger.early, ledger.late')).toEqual([]);
  await expect(as(reader, 'INSERT INTO ledger.early VALUES (1)')).rejects.toMatchObject(DENIED);
  await expect(as(reader, 'CREATE TABLE ledger.mine (n int)')).rejects.toMatchObject(DENIED);
});

test('declared readers read tables of a schema that was there before, such as one that was restored', async () => {
  await asVault(
    [
      `SET LOCAL ROLE ${ADMINISTRATOR}`,
      'CREATE ROLE archive NOLOGIN',
      'GRANT archive TO CURRENT_USER',
      'CREATE SCHEMA archive AUTHORIZATION archive',
      'CREATE TABLE archive.old (n int)',
      'ALTER TABLE archive.old OWNER TO archive',
    ],
    'nobody',
  );
  await account({ schema: 'archive', reader: 'archive:read', reads: [] });
  const reader = await account({ ...REPORTS, reads: ['archive:read'] });
  expect(await as(reader, 'SELECT * FROM archive.old')).toEqual([]);
});

test('fails when somebody reads what is not declared', async () => {
  const writer = await account(LEDGER);
  await as(await account(REPORTS), 'CREATE TABLE figures (n int)');
  await expect(as(writer, 'SELECT * FROM reports.figures')).rejects.toMatchObject(DENIED);
});

test('fails when somebody reads what is declared no more', async () => {
  const reader = await account(REPORTS);
  await as(await account(LEDGER), 'CREATE TABLE IF NOT EXISTS kept (n int)');
  expect(await as(reader, 'SELECT * FROM ledger.kept')).toEqual([]);
  await account({ ...REPORTS, reads: [] });
  await expect(as(reader, 'SELECT * FROM ledger.kept')).rejects.toMatchObject(DENIED);
});

test('fails when an account steps out of its role: by itself it can do nothing', async () => {
  const login = await account(LEDGER);
  for (const statement of [
    'SET ROLE NONE; CREATE TABLE ledger.own (n int)',
    'SET ROLE NONE; CREATE TABLE public.own (n int)',
    `SET ROLE ${ADMINISTRATOR}`,
    'CREATE ROLE friend',
  ]) {
    await expect(as(login, statement)).rejects.toMatchObject(DENIED);
  }
});

test('fails when an account that was taken back logs in; its session has ended', async () => {
  const login = await account(LEDGER);
  const session = as(login, 'SELECT pg_sleep(600)');
  const ended = expect(session).rejects.toMatchObject({ code: '57P01' });
  await sleeping(login);
  await revoke(login, LEDGER);
  await ended;
  await expect(as(login, 'SELECT 1')).rejects.toMatchObject({ code: '28P01' });
});

test('fails when an account that was taken back is used by a pool that reconnects at once', async () => {
  const login = await account(LEDGER);
  const pool = await ReconnectingPool.of(postgres, { ...login, database: DATABASE });
  await revoke(login, LEDGER);
  expect(await pool.sessionsOfNobody()).toEqual([]);
  expect(new Set(await pool.ended())).toEqual(new Set(['refused']));
  expect(await pool.sessionsOfNobody()).toEqual([]);
});

test('taking back goes on where it stopped: the account stays, locked out, until its sessions have ended', async () => {
  const login = await account(LEDGER);
  const [, lockOut = ''] = accountStatements(LEDGER, ADMINISTRATOR).revocation;
  await asVault([`SET LOCAL ROLE ${ADMINISTRATOR}`, lockOut], login.user);
  await expect(as(login, 'SELECT 1')).rejects.toMatchObject({ code: '28000' });
  await revoke(login, LEDGER);
  await expect(as(login, 'SELECT 1')).rejects.toMatchObject({ code: '28P01' });
});

test('taking back is done once and can be said again, whatever was given to the account meanwhile', async () => {
  const login = await account(LEDGER);
  await as(login, `CREATE TABLE given (n int); GRANT SELECT ON given TO "${login.user}"`);
  await as(login, 'SET ROLE NONE; SELECT lo_create(0)');
  await revoke(login, LEDGER);
  await revoke(login, LEDGER);
  expect(await asAdmin(`SELECT rolname FROM pg_roles WHERE rolname = '${login.user}'`)).toEqual([]);
  // What it has made for itself is its owner's.
  const found = 'SELECT lomowner::regrole::text AS owner FROM pg_largeobject_metadata';
  expect(await postgres.sql({ ...postgres.admin, database: DATABASE }, found)).toEqual([{ owner: 'ledger' }]);
});

test('two of one owner can be made at once, also the first ones', async () => {
  const owner = {
    schema: 'market-data',
    reader: 'market-data:read',
    reads: ['ledger:read', 'nobody-yet:read'],
  };
  const logins = await Promise.all([account(owner), account(owner), account(owner)]);
  for (const login of logins) expect(await as(login, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
});

test('an account lives as long as it is renewed', async () => {
  const login = await account(LEDGER);
  await asAdmin(`ALTER ROLE "${login.user}" VALID UNTIL '2001-01-01'`);
  await expect(as(login, 'SELECT 1')).rejects.toMatchObject({ code: '28P01' });
  await asVault(accountStatements(LEDGER, ADMINISTRATOR).renewal, login.user);
  expect(await as(login, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
});

/** Until its session is there and waits. */
async function sleeping({ user }: PostgresLogin): Promise<void> {
  const found = `SELECT 1 FROM pg_stat_activity WHERE usename = '${user}' AND wait_event = 'PgSleep'`;
  while ((await asAdmin(found)).length === 0);
}
