import { join } from 'node:path';
import { type PlannedResource, planProgram } from '@plinth/cloud-plan';
import { ADMINISTRATORS_POLICY, kvData, kvMetadata, PEOPLE_POLICY, VAULT_MOUNTS } from '@plinth/model';
import { type VaultClient, VaultServer, Workspace } from '@plinth/testing';
import { engines } from './_cluster';
import { applyPlan } from './vault-access/apply-plan';
import { IdentityProvider } from './vault-access/identity-provider';

const { pki: PKI, pkiRoot: ROOT, database: DATABASE } = VAULT_MOUNTS;
const POLICY = 'vault:index/policy:Policy';
const VALUE = kvData('exchange/ledger/audit-key');
const ABANDONED = 'exchange/ledger/abandoned';

/** What no later run does: it takes a token of root. */
const ofFirstRun = ({ type, inputs }: PlannedResource) =>
  type === 'vault:index/audit:Audit' ||
  type.startsWith('vault:pkiSecret/') ||
  [`${PKI}`, `${ROOT}`].includes(String((inputs as Inputs | undefined)?.path));

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
  const settings = { secret: 'client secret of the identity provider', here };
  const first = plan.resources.filter((resource) => own.includes(resource) || ofFirstRun(resource));
  await applyPlan(vault.root, { ...plan, resources: first }, settings);
  const { auth } = await vault.root.succeed('write', 'auth/token/create', {
    policies: own.map(({ name }) => name),
    no_default_policy: true,
  });
  administrator = vault.client(String(auth?.client_token));
  const later = plan.resources.filter((resource) => !ofFirstRun(resource));
  await applyPlan(administrator, { ...plan, resources: later }, settings);
  const value = { data: { value: 'nobody’s business' }, options: { cas: 0 } };
  for (const path of [VALUE, kvData(ABANDONED)]) await vault.root.succeed('write', path, value);
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

test('an administrator makes all that is planned but audit and authorities, without a token of root', async () => {
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

test('an administrator sets for both authorities what a run sets', async () => {
  for (const mount of [PKI, ROOT]) {
    for (const part of ['cluster', 'urls', 'crl', 'auto-tidy']) {
      const path = `${mount}/config/${part}`;
      const { data = {} } = await administrator.succeed('read', path);
      expect([path, (await administrator.write(path, data)).status]).toEqual([path, 200]);
    }
  }
});

test('an administrator takes away a path that nobody declares any more, with all its versions', async () => {
  const path = kvMetadata(ABANDONED);
  expect((await administrator.read(path)).status).toBe(200);
  expect((await administrator.delete(path)).status).toBe(204);
  expect((await administrator.read(path)).status).toBe(404);
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
  ['an authority of her own under the root', 'write', `${ROOT}/root/sign-intermediate`],
  ['the same of one authority', 'write', `${ROOT}/issuer/default/sign-intermediate`],
  ['another root', 'write', `${ROOT}/root/generate/internal`],
  ['another root in the place of the first', 'write', `${ROOT}/root/rotate/internal`],
  ['another root beside the first', 'write', `${ROOT}/issuers/generate/root/internal`],
  ['a root from elsewhere', 'write', `${ROOT}/config/ca`],
  ['an authority that nobody trusts any more', 'write', `${ROOT}/revoke`],
  ['an authority from elsewhere', 'write', `${PKI}/config/ca`],
  ['an authority from elsewhere, as a bundle', 'write', `${PKI}/issuers/import/bundle`],
  ['an authority that somebody else has signed', 'write', `${PKI}/intermediate/set-signed`],
  ['an audit log with one device less', 'delete', 'sys/audit/stdout'],
  ['an audit log that shows secrets', 'write', 'sys/audit/raw'],
  ['a mount of values away', 'delete', 'sys/mounts/kv'],
  ['a mount of values away, with a slash', 'delete', 'sys/mounts/kv/'],
  ['the root away', 'delete', `sys/mounts/${ROOT}`],
  ['a mount of values elsewhere', 'write', 'sys/remount'],
  ['a copy of the store', 'read', 'sys/storage/raft/snapshot'],
  ['another token', 'write', 'auth/token/create'],
  ['the seal', 'write', 'sys/seal'],
] as const)('fails when an administrator asks for %s', async (_, verb, path) => {
  expect((await administrator.request(verb, path, verb === 'write' ? {} : undefined)).status).toBe(403);
});

test('an administrator lets another server decide, and nobody without that right does', async () => {
  const { auth } = await vault.root.succeed('write', 'auth/token/create', {
    policies: [PEOPLE_POLICY],
    no_default_policy: true,
  });
  expect((await vault.client(String(auth?.client_token)).write('sys/step-down')).status).toBe(403);
  expect((await administrator.write('sys/step-down')).status).toBe(204);
});
