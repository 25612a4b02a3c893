import { readFileSync } from 'node:fs';
import { PostgresServer, until, VaultAgent, VaultServer, Workspace } from '@plinth/testing';
import { engines } from './_cluster';

let workspace: Workspace;
beforeAll(() => {
  workspace = new Workspace('vault-harness');
});
afterAll(() => workspace.remove({ keepLogs: false }));

describe('a server of Vault', () => {
  let vault: VaultServer;
  beforeAll(async () => {
    vault = await VaultServer.start({ engines: await engines(), workspace });
    await vault.root.succeed('write', 'sys/mounts/kv', { type: 'kv' });
  });
  afterAll(() => vault.stop());

  test('keeps what it has, and is opened by the key that its start gave', async () => {
    await vault.root.succeed('write', 'kv/shop', { colour: 'red' });
    await vault.restart();
    expect(await vault.health()).toBe(503);
    await vault.unseal();
    await vault.serves();
    expect((await vault.root.succeed('read', 'kv/shop')).data).toEqual({ colour: 'red' });
  });

  test('fails when something is forbidden, with its path and without token and body', async () => {
    const nobody = vault.client('guessed-token');
    expect((await nobody.read('kv/shop')).status).toBe(403);
    const refusal = nobody.succeed('write', 'kv/shop', { colour: 'blue' });
    await expect(refusal).rejects.toMatchObject({
      status: 403,
      message: expect.stringContaining('kv/shop: 403'),
    });
    await expect(refusal).rejects.not.toMatchObject({ message: expect.stringMatching(/guessed|blue/) });
  });

  test('an agent that may read a secret writes it to a file', async () => {
    const { root } = vault;
    await root.succeed('write', 'sys/policies/acl/shop', {
      policy: 'path "kv/shop" { capabilities = ["read"] }',
    });
    await root.succeed('write', 'kv/shop', { colour: 'green' });
    const { auth } = await root.succeed('write', 'auth/token/create', { policies: ['shop'] });
    const agent = VaultAgent.start({
      engines: await engines(),
      workspace,
      environment: { VAULT_ADDR: vault.address, VAULT_CACERT: vault.place.tls.authority },
      config: `auto_auth {
  method "token_file" {
    config = { token_file_path = "${workspace.write('token', `${auth?.client_token}`)}" }
  }
}
template {
  contents = "{{ with secret \\"kv/shop\\" }}{{ .Data.colour }}{{ end }}"
  destination = "${workspace.file('colour')}"
}
`,
    });
    try {
      await agent.says('rendered');
      await until(
        'the file is there',
        async () => readFileSync(workspace.file('colour'), 'utf8') === 'green',
      );
    } finally {
      await agent.stop();
    }
    expect(agent.log).not.toContain(auth?.client_token);
  });
});

describe('a PostgreSQL', () => {
  let postgres: PostgresServer;
  beforeAll(async () => {
    postgres = await PostgresServer.start({ engines: await engines(), workspace });
  });
  afterAll(() => postgres.stop());

  test('is of the version that the company declares, and speaks TLS', async () => {
    expect(await postgres.sql(postgres.admin, 'show server_version_num')).toEqual([
      { server_version_num: expect.stringMatching(/^18/) },
    ]);
    expect(
      await postgres.sql(postgres.admin, 'select ssl from pg_stat_ssl where pid = pg_backend_pid()'),
    ).toEqual([{ ssl: true }]);
  });

  test('lets in who has the password, for what was granted', async () => {
    const teller = { user: 'teller', password: 'a password of tests' };
    await postgres.sql(
      postgres.admin,
      `create role teller login password '${teller.password}'; create table accounts (id int);
       create table salaries (id int); grant select on accounts to teller; insert into accounts values (7)`,
    );
    expect(await postgres.sql(teller, 'select id from accounts')).toEqual([{ id: 7 }]);
    await expect(postgres.sql(teller, 'select id from salaries')).rejects.toMatchObject({ code: '42501' });
  });

  test('fails when the password is another one', async () => {
    const login = postgres.sql({ user: 'postgres', password: 'guessed' }, 'select 1');
    await expect(login).rejects.toMatchObject({ code: '28P01' });
  });
});
