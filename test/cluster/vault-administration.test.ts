import { join } from 'node:path';
import { planProgram } from '@plinth/cloud-plan';
import { ADMINISTRATORS_POLICY, kvData, PEOPLE_POLICY, VAULT_MOUNTS } from '@plinth/model';
import { type VaultClient, VaultServer, Workspace } from '@plinth/testing';
import { engines } from './_cluster';
import { applyPlan } from './vault-access/apply-plan';
import { IdentityProvider } from './vault-access/identity-provider';

const { pki: PKI, pkiRoot: ROOT, database: DATABASE } = VAULT_MOUNTS;
const POLICY = 'vault:index/policy:Policy';
const VALUE = kvData('exchange/ledger/audit-key');

let workspace: Workspace;
let vault: VaultServer;
let people: IdentityProvider;
let administrator: VaultClient;

beforeAll(async () => {
  workspace = new Workspace('vault-administration');
  vault = await VaultServer.start({ engines: await engines(), workspace });
  people = await IdentityProvider.start(vault.authority);
  const plan = await planProgram({ folder: join(__dirname, '../../stacks/vault'), stack: 'prod' });
  const own = plan.resources.filter(
    ({ type, name }) => type === POLICY && [ADMINISTRATORS_POLICY, PEOPLE_POLICY].includes(name),
  );
  await applyPlan(vault.root, { ...plan, resources: own });
  const { auth } = await vault.root.succeed('write', 'auth/token/create', {
    policies: own.map(({ name }) => name),
    no_default_policy: true,
  });
  administrator = vault.client(String(auth?.client_token));
  await applyPlan(administrator, plan, { secret: 'client secret of the identity provider', here });
  const value = { data: { value: 'nobody’s business' }, options: { cas: 0 } };
  await vault.root.succeed('write', VALUE, value);
});

afterAll(async () => {
  people?.stop();
  await vault?.stop();
  workspace.remove({ keepLogs: false });
});

type Inputs = Readonly<Record<string, unknown>>;

/** What the plan says of places that are not here: addresses, and files that only a pod has. */
const here: Readonly<Record<string, (inputs: Inputs) => Inputs>> = {
  'vault:kubernetes/authBackendConfig:AuthBackendConfig': (inputs) => ({
    ...inputs,
    kubernetesCaCert: vault.authority.certificate,
    tokenReviewerJwt: 'of nobody',
  }),
  'vault:database/secretBackendConnection:SecretBackendConnection': (inputs) => ({
    ...inputs,
    verifyConnection: false,
    postgresql: {
      connectionUrl: 'postgresql://{{username}}:{{password}}@127.0.0.1:1/none',
      username: 'nobody',
      password: 'nothing',
    },
  }),
  'vault:jwt/authBackend:AuthBackend': (inputs) => ({
    ...inputs,
    oidcDiscoveryUrl: people.issuer,
    boundIssuer: people.issuer,
    oidcDiscoveryCaPem: vault.authority.certificate,
  }),
  'vault:index/audit:Audit': (inputs) => ({
    ...inputs,
    options: { ...(inputs.options as object), file_path: workspace.log(`audit-${String(inputs.path)}`) },
  }),
};

test('an administrator makes all that is planned, without a token of root', async () => {
  const { data = {} } = await administrator.succeed('read', 'auth/token/lookup-self');
  expect([data.policies].flat().sort()).toEqual([ADMINISTRATORS_POLICY, PEOPLE_POLICY]);
  const { data: mounts = {} } = await administrator.succeed('read', 'sys/mounts');
  expect(Object.keys(mounts)).toEqual(expect.arrayContaining([`${PKI}/`, `${ROOT}/`, `${DATABASE}/`, 'kv/']));
});

test('an administrator can see whether anything is otherwise than planned', async () => {
  for (const path of [
    'sys/auth',
    'sys/audit',
    'sys/quotas/rate-limit/requests',
    'sys/storage/raft/autopilot/configuration',
    'sys/mounts/kv/tune',
    `sys/policies/acl/${ADMINISTRATORS_POLICY}`,
    'auth/kubernetes/role/ledger',
    'auth/oidc/role/people',
    'identity/group/name/administrators',
    'kv/config',
    `${DATABASE}/roles/ledger.database`,
    `${DATABASE}/config/exchange-database`,
    `${PKI}/config/urls`,
    `${ROOT}/issuer/default`,
  ])
    expect([path, (await administrator.read(path)).status]).toEqual([path, 200]);
});

test.each([
  ['a value', 'read', VALUE],
  ['an account of a database', 'read', `${DATABASE}/creds/ledger.database`],
  ['a certificate', 'write', `${PKI}/issue/ledger`],
  ['a certificate of the root', 'write', `${ROOT}/issue/ledger`],
  ['a certificate for a request', 'write', `${PKI}/sign/ledger`],
  ['a certificate as it is asked for', 'write', `${PKI}/sign-verbatim`],
  ['a certificate as it is asked for, of one authority', 'write', `${PKI}/issuer/default/sign-verbatim`],
  ['a certificate as it is asked for, of the root', 'write', `${ROOT}/issuer/default/sign-verbatim`],
  ['another authority under the one that issues', 'write', `${PKI}/issuer/default/sign-intermediate`],
  ['a copy of the store', 'read', 'sys/storage/raft/snapshot'],
  ['another token', 'write', 'auth/token/create'],
  ['the seal', 'write', 'sys/seal'],
] as const)('fails when an administrator asks for %s', async (_, verb, path) => {
  expect((await administrator.request(verb, path, verb === 'write' ? {} : undefined)).status).toBe(403);
});
