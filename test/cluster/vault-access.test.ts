import { generateKeyPairSync, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import {
  type CertificateIssuer,
  certificateIssuers,
  grantsOf,
  kvData,
  kvMetadata,
  squadPolicy,
  VAULT_AUDIENCE,
  VAULT_MOUNTS,
  type VaultLogin,
} from '@plinth/model';
import { measured, until, type VaultClient } from '@plinth/testing';
import { engines } from './_cluster';
import { ReconnectingPool } from './vault-access/reconnecting-pool';
import { VaultOfEnvironment } from './vault-access/vault-of-environment';

interface Failure {
  plinthTestFailed?: boolean;
}

let here: VaultOfEnvironment;

beforeAll(async () => {
  here = await VaultOfEnvironment.start('prod', await engines());
  for (const path of staticPaths()) await here.put(path, { value: 'somebody put this here' });
});
afterAll(async () => {
  await here?.stop({ keepLogs: (globalThis as Failure).plinthTestFailed === true });
});

/** Declared paths of values that people put, each with the squads whose services declare it. */
function staticSecrets(): Map<string, Set<string>> {
  const squads = new Map<string, Set<string>>();
  for (const { namespace, secrets } of here.logins) {
    for (const secret of secrets) {
      if (secret.engine === 'kv')
        squads.set(secret.path, (squads.get(secret.path) ?? new Set()).add(namespace));
    }
  }
  return squads;
}

const staticPaths = () => [...staticSecrets().keys()];

/** Where versions of a path are taken away, had back and destroyed. */
const ofVersions = (path: string) =>
  ['delete', 'undelete', 'destroy'].map((verb) => `${VAULT_MOUNTS.kv}/${verb}/${path}`);

/** Somebody who has logged in as their pod would. */
async function loggedIn(login: VaultLogin): Promise<VaultClient> {
  const { status, body } = await here.login(login.role, await here.token(login));
  expect([login.role, status]).toEqual([login.role, 200]);
  return here.vault.client(body.auth?.client_token ?? '');
}

/** What Vault says that a token may do on each path. */
async function capabilities(
  token: string,
  paths: readonly string[],
): Promise<Map<string, readonly string[]>> {
  const { data } = await here.vault.root.succeed('write', 'sys/capabilities', { token, paths });
  return new Map(paths.map((path) => [path, data?.[path] as readonly string[]]));
}

test('every service reads exactly what it declares, and 403 is the answer to everything else that anybody declares', async () => {
  const declared = here.declaredPaths;
  let [allowed, refused] = [0, 0];
  for (const login of here.logins) {
    const own = new Set(grantsOf(login).map(({ path }) => path));
    const client = await loggedIn(login);
    const answers = await Promise.all(
      declared.map(async (path) => [path, (await client.read(path)).status] as const),
    );
    const expected = declared.map((path) => [path, own.has(path) ? 200 : 403] as const);
    expect({ role: login.role, answers }).toEqual({ role: login.role, answers: expected });
    allowed += expected.filter(([, status]) => status === 200).length;
    refused += expected.filter(([, status]) => status === 403).length;
  }
  measured('Access to Vault', {
    environment: here.environment.name,
    logins: here.logins.length,
    'declared paths': declared.length,
    allowed,
    'refused with 403': refused,
  });
  // The demo would prove nothing if everybody read the same, or nobody anything.
  expect(allowed).toBeGreaterThanOrEqual(here.logins.length);
  expect(refused).toBeGreaterThan(allowed * 5);
});

test('a token may do with its paths what the declaration grants, and around them nothing', async () => {
  for (const login of here.logins) {
    const grants = grantsOf(login);
    const token = (await loggedIn(login)).token;
    const neighbours = [
      ...staticPaths().map(kvMetadata),
      ...staticPaths().flatMap(ofVersions),
      ...staticPaths().map((path) => kvData(path.split('/').slice(0, -1).join('/'))),
      ...staticPaths().map((path) => kvData(`${path}/deeper`)),
      `${VAULT_MOUNTS.kv}/metadata/`,
      `${VAULT_MOUNTS.kv}/config`,
      `${VAULT_MOUNTS.database}/creds/another`,
      `${VAULT_MOUNTS.database}/config/exchange-database`,
      `${VAULT_MOUNTS.pki}/root`,
      `${VAULT_MOUNTS.pkiRoot}/issuers/generate/root/internal`,
      'auth/token/create',
      'auth/token/lookup',
      'identity/entity/name/x',
      'sys/mounts/kv',
      'sys/policies/acl/service-ledger',
      'sys/leases/lookup',
      'sys/storage/raft/snapshot',
      'sys/audit/file',
      'cubbyhole/anything',
    ];
    const own = new Map(grants.map(({ path, capabilities: granted }) => [path, [...granted].sort()]));
    const asked = [...new Set([...here.declaredPaths, ...own.keys(), ...neighbours])];
    const found = await capabilities(token, asked);
    const expected = new Map(asked.map((path) => [path, own.get(path) ?? ['deny']]));
    expect({ role: login.role, found }).toEqual({ role: login.role, found: expected });
  }
});

describe('cert-manager, as the issuer of a service', () => {
  const issuers = () => certificateIssuers(here.environment);

  const answer = async ({ account, namespace, audience }: CertificateIssuer, as = audience) =>
    here.login(account, await here.token({ namespace, role: account }, as));

  test('may sign under the role of that service, and nothing else; every path that anybody declares is refused', async () => {
    const signing = issuers().map(({ path }) => path);
    const around = [
      ...signing.map((path) => path.replace('/sign/', '/issue/')),
      ...signing.map((path) => path.replace('/sign/', '/sign-verbatim/')),
      ...signing.map((path) => path.replace('/sign/', '/roles/')),
      `${VAULT_MOUNTS.pki}/root/sign-intermediate`,
      `${VAULT_MOUNTS.pki}/revoke`,
      `${VAULT_MOUNTS.pki}/config/issuers`,
      `${VAULT_MOUNTS.pkiRoot}/root/sign-intermediate`,
      'auth/token/create',
      'auth/token/lookup-self',
      'auth/token/renew-self',
      'cubbyhole/anything',
    ];
    const asked = [...signing, ...around, ...here.declaredPaths];
    expect(signing.length).toBeGreaterThan(10);
    for (const issuer of issuers()) {
      const { status, body } = await answer(issuer);
      expect([issuer.account, status, body.auth?.token_policies]).toEqual([
        issuer.account,
        200,
        [issuer.policy],
      ]);
      expect(body.auth?.lease_duration).toBe(300);
      const client = here.vault.client(body.auth?.client_token);
      const found = await capabilities(client.token, asked);
      const expected = new Map(asked.map((path) => [path, [path === issuer.path ? 'update' : 'deny']]));
      expect({ account: issuer.account, found }).toEqual({ account: issuer.account, found: expected });
      const reads = await Promise.all(
        here.declaredPaths.map(async (path) => (await client.read(path)).status),
      );
      const signs = await Promise.all(signing.map(async (path) => [path, (await client.write(path)).status]));
      expect(new Set(reads)).toEqual(new Set([403]));
      // Without a request there is nothing to sign: but it was let in.
      expect(signs).toEqual(signing.map((path) => [path, path === issuer.path ? 400 : 403]));
    }
  });

  test('logs in with a token for that service alone: no other audience and no other account', async () => {
    const all = issuers();
    for (const [at, issuer] of all.entries()) {
      // The next one, in a ring: logins are counted, and too many are refused for another reason.
      const next = all[(at + 1) % all.length] ?? issuer;
      const other = await here.token({ namespace: next.namespace, role: next.account }, issuer.audience);
      const answers = [
        (await answer(issuer, VAULT_AUDIENCE)).status,
        (await answer(issuer, next.audience)).status,
        (await here.login(issuer.account, other)).status,
      ];
      expect([issuer.account, ...answers]).toEqual([issuer.account, 403, 403, 403]);
    }
  });

  test('has a token that opens no service’s login, and services have none that opens its own', async () => {
    for (const login of here.logins) {
      const issuer = issuers().find(({ service }) => service === login.service);
      if (issuer === undefined) continue;
      const { account: role, namespace, audience } = issuer;
      const tried = [
        [login.role, await here.token({ namespace, role }, audience)],
        [login.role, await here.token({ namespace, role }, VAULT_AUDIENCE)],
        [login.role, await here.token(login, audience)],
        [role, await here.token(login, audience)],
        [role, await here.token(login)],
      ] as const;
      const answers = await Promise.all(tried.map(async ([as, jwt]) => (await here.login(as, jwt)).status));
      expect([login.role, ...answers]).toEqual([login.role, ...tried.map(() => 403)]);
    }
  });
});

describe('nobody logs in', () => {
  const victim = () => here.logins.find(({ role }) => role === 'ledger') as VaultLogin;
  const refused = async (jwt: string, role = victim().role) => (await here.login(role, jwt)).status;

  test('with the right token, but for this test', async () => {
    expect(await refused(await here.token(victim()))).toBe(200);
  });

  test('with a token for another audience', async () => {
    expect(await refused(await here.token(victim(), 'https://kubernetes.default.svc.cluster.local'))).toBe(
      403,
    );
  });

  test('with a token of a ServiceAccount of the same name in another namespace', async () => {
    const api = here.plane.client('admin');
    const twin = { namespace: 'bots', role: victim().role };
    await api.apply({
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name: twin.role, namespace: twin.namespace },
    } as never);
    api.close();
    expect(await refused(await here.token(twin))).toBe(403);
  });

  test('with the token of any other login', async () => {
    const others = here.logins.filter(({ role }) => role !== victim().role);
    const answers = await Promise.all(others.map(async (other) => refused(await here.token(other))));
    expect(answers).toEqual(others.map(() => 403));
  });

  test('as a role that nobody declares', async () => {
    expect(await refused(await here.token(victim()), 'nobody')).toBe(400);
  });

  test('with a token that has expired, or that somebody else has signed', async () => {
    const now = Math.floor(Date.now() / 1000);
    const clusterKey = readFileSync(here.workspace.file('tls/service-account.key'), 'utf8');
    const live = resigned(await here.token(victim()), clusterKey, { iat: now - 60, exp: now + 600 });
    const expired = resigned(await here.token(victim()), clusterKey, { iat: now - 7200, exp: now - 3600 });
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const foreign = resigned(await here.token(victim()), privateKey, { iat: now - 60, exp: now + 600 });
    expect(await refused(live)).toBe(200);
    expect([await refused(expired), await refused(foreign)]).toEqual([403, 403]);
  });

  test('with a token of a ServiceAccount that was deleted', async () => {
    const api = here.plane.client('admin');
    const gone = here.logins.find(({ role }) => role === 'price-bot') as VaultLogin;
    const jwt = await here.token(gone);
    expect(await refused(jwt, gone.role)).toBe(200);
    await api.delete({
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name: gone.role, namespace: gone.namespace },
    } as never);
    api.close();
    // The API server remembers for some seconds whom it has recognized.
    await until('the token is refused', async () => (await refused(jwt, gone.role)) === 403);
  });
});

test('an account that Vault takes back is nobody’s any more, also of a pool that reconnects at once', async () => {
  const login = here.logins.find(({ role }) => role === 'ledger') as VaultLogin;
  const [secret] = login.secrets.filter(({ engine }) => engine === 'database');
  if (secret?.engine !== 'database') throw new Error('the ledger has an account of a database');
  const client = await loggedIn(login);
  const { lease_id, data } = await client.succeed('read', `${VAULT_MOUNTS.database}/creds/${secret.role}`);
  const account = { user: String(data?.username), password: String(data?.password) };
  const pool = await ReconnectingPool.of(here.postgres, { ...account, database: secret.database });

  await here.vault.root.succeed('write', 'sys/leases/revoke', { lease_id, sync: true });

  expect(await pool.sessionsOfNobody()).toEqual([]);
  expect(new Set(await pool.ended())).toEqual(new Set(['refused']));
  const found = `SELECT FROM pg_roles WHERE rolname = '${account.user}'`;
  expect(await here.postgres.sql(here.postgres.admin, found)).toEqual([]);
});

/** The same token with other times, signed by whom the test says. */
function resigned(
  jwt: string,
  key: Parameters<typeof sign>[2],
  times: Readonly<Record<string, number>>,
): string {
  const [header = '', payload = ''] = jwt.split('.');
  const claims = { ...JSON.parse(Buffer.from(payload, 'base64url').toString()), nbf: times.iat, ...times };
  const text = `${header}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}`;
  return `${text}.${sign('sha256', Buffer.from(text), key).toString('base64url')}`;
}

describe('people', () => {
  /** A login as a browser and Vault's command line make it together. */
  async function signIn(name: string, ...groups: readonly string[]): Promise<VaultClient> {
    const anonymous = here.vault.client();
    const redirect = 'http://localhost:8250/oidc/callback';
    const { data } = await anonymous.succeed('write', `auth/${VAULT_MOUNTS.oidc}/oidc/auth_url`, {
      redirect_uri: redirect,
      client_nonce: 'of this test',
    });
    const { code, state } = here.people.signIn({ name, groups }, String(data?.auth_url));
    const query = new URLSearchParams({ code, state, client_nonce: 'of this test' });
    const answer = await anonymous.succeed('read', `auth/${VAULT_MOUNTS.oidc}/oidc/callback?${query}`);
    return here.vault.client(answer.auth?.client_token ?? '');
  }

  const groupOf = (squad: string) =>
    here.environment.squads.find(({ name }) => name === squad)?.group ?? 'no such squad';

  test('of each squad put the secrets that its services declare, and read none', async () => {
    for (const { name: squad } of here.environment.squads) {
      const { token } = await signIn(`somebody@${squad}`, groupOf(squad));
      const found = await capabilities(
        token,
        staticPaths().flatMap((path) => [kvData(path), ...ofVersions(path)]),
      );
      for (const [path, squads] of staticSecrets()) {
        const granted = found.get(kvData(path)) ?? [];
        expect([squad, path, granted.includes('read') || granted.includes('list')]).toEqual([
          squad,
          path,
          false,
        ]);
        expect([squad, path, granted.includes('create') && granted.includes('update')]).toEqual([
          squad,
          path,
          squads.has(squad),
        ]);
        const rights = ofVersions(path).map((each) => found.get(each)?.join());
        expect([squad, path, ...new Set(rights)]).toEqual([
          squad,
          path,
          squads.has(squad) ? 'update' : 'deny',
        ]);
      }
    }
  });

  test('put a value really, see that it is there, and do not see it', async () => {
    const client = await signIn('a.keller', groupOf('exchange'));
    const path = 'exchange/ledger/audit-key';
    const { status } = await client.write(kvData(path), {
      data: { value: 'by a person' },
      options: { cas: 1 },
    });
    expect([
      status,
      (await client.read(kvMetadata(path))).status,
      (await client.read(kvData(path))).status,
    ]).toEqual([200, 200, 403]);
    expect(
      (await client.write(kvData('bank/gateway/broker'), { data: { value: 'mine' }, options: { cas: 1 } }))
        .status,
    ).toBe(403);
  });

  test('take a version away, have it back and destroy it, and see none of it', async () => {
    const client = await signIn('a.keller', groupOf('exchange'));
    const path = 'exchange/ledger/audit-key';
    await here.put(path, { value: 'that has leaked' });
    const { data = {} } = await client.succeed('read', kvMetadata(path));
    const versions = [data.current_version];
    const there = async () => (await here.vault.root.read(kvData(path))).status;
    const said = (verb: string, of = path) => client.write(`${VAULT_MOUNTS.kv}/${verb}/${of}`, { versions });

    expect([(await said('delete')).status, await there()]).toEqual([204, 404]);
    expect([(await said('undelete')).status, await there()]).toEqual([204, 200]);
    expect([(await said('destroy')).status, await there()]).toEqual([204, 404]);
    expect([(await said('undelete')).status, await there()]).toEqual([204, 404]);
    for (const verb of ['delete', 'undelete', 'destroy'])
      expect([verb, (await said(verb, 'bank/gateway/broker')).status]).toEqual([verb, 403]);
    expect((await client.delete(kvMetadata(path))).status).toBe(403);
    expect((await client.read(kvData(path))).status).toBe(403);
  });

  test('who are in no group of ours may do nothing', async () => {
    const { token } = await signIn('visitor', 'somebody-else@acme.example');
    const found = await capabilities(token, [...here.declaredPaths, 'sys/mounts/kv', 'auth/token/create']);
    expect([...found.values()].every((granted) => granted.join() === 'deny')).toBe(true);
  });

  test('who administer configure Vault, and read neither values nor accounts of databases', async () => {
    const group = here.environment.facts.vault?.administrators ?? 'nobody';
    const client = await signIn('root-of-none', group);
    const found = await capabilities(client.token, here.declaredPaths);
    for (const [path, granted] of found) expect([path, granted.includes('read')]).toEqual([path, false]);
    const policy = `sys/policies/acl/${squadPolicy('exchange')}`;
    const { status, body } = await client.read(policy);
    expect([status, (await client.write(policy, body.data ?? {})).status]).toEqual([200, 204]);
  });
});

test('no token of root outlives the first run', async () => {
  // What the guide says: the person who ran the program the first time ends the token with which they did.
  const { body } = await here.vault.root.list('auth/token/accessors');
  const accessors = (body.data?.keys ?? []) as readonly string[];
  const tokens = await Promise.all(
    accessors.map((accessor) => here.vault.root.write('auth/token/lookup-accessor', { accessor })),
  );
  const ofRoot = tokens.filter(({ body: { data } }) =>
    (data?.policies as string[] | undefined)?.includes('root'),
  );
  expect(ofRoot).toHaveLength(1);
  const { token } = here.vault.root;
  await here.vault.root.succeed('write', 'auth/token/revoke-self');
  expect((await here.vault.client(token).read('sys/mounts')).status).toBe(403);
});
