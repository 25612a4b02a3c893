import { UserError } from '@plinth/errors';
import { Duration } from '@plinth/units';
import { type CertificateRole, certificateRoleProblems } from './certificate-role';
import { databaseProblems } from './database-logins';
import {
  type AccessPolicy,
  AuditTrail,
  CertificateAuthority,
  DatabaseLogins,
  KubernetesLogin,
  KvStore,
  PeopleLogin,
  AccessPolicy as Policy,
  ServerLimits,
} from './index';
import { roleProblems } from './kubernetes-login';
import { claimProblems } from './people-login';

const hours = Duration.hours;
const token = { ttl: hours(1), maxTtl: hours(24) };
// A component that was made would need an engine: what a component is refused for is read before it is one.
const policy = { policyName: 'service-shop' } as AccessPolicy;
const read = (path: string) => ({ policyName: 'shop', grants: [{ path, capabilities: ['read'] as const }] });
const kubernetes = {
  mountPath: 'kubernetes',
  apiServer: 'https://kubernetes.default.svc',
  audience: 'vault',
  token,
};
const people = {
  mountPath: 'oidc',
  issuer: 'https://login.acme.example',
  clientId: 'vault',
  clientSecret: 'x',
  policy,
  token,
};
const limits = { requests: 500, logins: {}, minQuorum: 3 };
const authority = {
  mountPath: 'pki',
  rootMountPath: 'pki-root',
  commonName: 'shop services',
  organization: 'acme',
  address: 'https://vault.vault.svc:8200',
  life: { root: hours(87_600), issuing: hours(26_280) },
};
const role = { roleName: 'shop', namespace: 'retail', serviceAccount: 'shop' };
const database = {
  databaseName: 'orders',
  instance: 'acme-test:europe-west6:orders',
  user: 'vault@acme-test.iam',
  administrator: 'cloudsqlsuperuser',
  accounts: { 'shop.database': { schema: 'shop', reader: 'shop:read', reads: [] } },
};

const refused: readonly [string, string, () => unknown][] = [
  ['a path is empty', 'vault-path', () => new Policy('x', read(''))],
  ['a path begins with a slash', 'vault-path', () => new Policy('x', read('/kv/data/shop'))],
  ['a path ends with a slash', 'vault-path', () => new Policy('x', read('kv/data/shop/'))],
  ['a path goes up', 'vault-path', () => new Policy('x', read('kv/data/shop/../ledger'))],
  ['a path has a star', 'vault-path', () => new Policy('x', read('kv/data/*'))],
  ['a path has a plus', 'vault-path', () => new Policy('x', read('kv/+/shop'))],
  ['a path ends with a space', 'vault-path', () => new Policy('x', read('kv/data/shop '))],
  ['a path has two slashes in a row', 'vault-path', () => new Policy('x', read('kv//shop'))],
  ['a path is a template', 'vault-path', () => new Policy('x', read('kv/{{identity.entity.id}}'))],
  ['a policy allows nothing', 'vault-grants', () => new Policy('x', { policyName: 'shop', grants: [] })],
  [
    'a path may be used for nothing',
    'vault-grants',
    () => new Policy('x', { policyName: 'shop', grants: [{ path: 'kv/data/a', capabilities: [] }] }),
  ],
  [
    'a path comes twice',
    'vault-grants',
    () =>
      new Policy('x', {
        policyName: 'shop',
        grants: [...read('kv/data/a').grants, { path: 'kv/data/a', capabilities: ['update'] }],
      }),
  ],
  [
    'a policy is Vault’s own',
    'vault-name',
    () => new Policy('x', { ...read('kv/data/a'), policyName: 'root' }),
  ],
  [
    'a policy is everybody’s',
    'vault-name',
    () => new Policy('x', { ...read('kv/data/a'), policyName: 'default' }),
  ],
  [
    'no version is kept but the last',
    'kv-versions',
    () => new KvStore('x', { mountPath: 'kv', versions: 1 }),
  ],
  ['values are mounted above', 'vault-path', () => new KvStore('x', { mountPath: '../kv', versions: 10 })],
  ['the audit trail is nowhere', 'audit-file', () => new AuditTrail('x', { file: 'discard' })],
  [
    'the audit trail is in a folder above',
    'audit-file',
    () => new AuditTrail('x', { file: '/vault/../audit.log' }),
  ],
  ['nobody may ask', 'server-limit', () => new ServerLimits('x', { ...limits, requests: 0 })],
  ['two servers decide', 'server-limit', () => new ServerLimits('x', { ...limits, minQuorum: 2 })],
  [
    'logins anywhere are limited',
    'vault-path',
    () => new ServerLimits('x', { ...limits, logins: { 'auth/*/login': 50 } }),
  ],
  [
    'the API server is asked without TLS',
    'api-server',
    () => new KubernetesLogin('x', { ...kubernetes, apiServer: 'http://k' }),
  ],
  [
    'tokens are made for anybody',
    'vault-name',
    () => new KubernetesLogin('x', { ...kubernetes, audience: '' }),
  ],
  [
    'a token lives two days',
    'token-life',
    () => new KubernetesLogin('x', { ...kubernetes, token: { ttl: hours(1), maxTtl: hours(48) } }),
  ],
  [
    'a token lives longer than it can be renewed',
    'token-life',
    () => new KubernetesLogin('x', { ...kubernetes, token: { ttl: hours(2), maxTtl: hours(1) } }),
  ],
  [
    'people are asked without TLS',
    'people-login',
    () => new PeopleLogin('x', { ...people, issuer: 'http://login' }),
  ],
  [
    'the root issues',
    'authority',
    () => new CertificateAuthority('x', { ...authority, rootMountPath: 'pki' }),
  ],
  [
    'lists are fetched without TLS',
    'authority',
    () => new CertificateAuthority('x', { ...authority, address: 'http://vault:8200' }),
  ],
  [
    'a root lasts a year',
    'authority',
    () => new CertificateAuthority('x', { ...authority, life: { root: hours(9000), issuing: hours(8760) } }),
  ],
  [
    'the authority outlives its root',
    'authority',
    () =>
      new CertificateAuthority('x', { ...authority, life: { root: hours(87_600), issuing: hours(87_600) } }),
  ],
  [
    'an account lives for two days',
    'token-life',
    () => new DatabaseLogins('x', { mountPath: 'database', lease: { ttl: hours(1), maxTtl: hours(48) } }),
  ],
];

test.each(refused)('fails when %s', (_, code, make) => {
  expect(codesOf(make)).toEqual([code]);
});

const certified = (differs: Partial<CertificateRole>) =>
  certificateRoleProblems('x', {
    roleName: 'shop',
    dnsNames: ['shop.retail.svc'],
    identity: 'spiffe://acme.example/ns/retail/sa/shop',
    usedBy: { server: true, client: true },
    life: hours(24),
    ...differs,
  });

const problems: readonly [string, string, readonly { readonly code: string }[]][] = [
  ['a role is of every ServiceAccount', 'vault-name', roleProblems('x', { ...role, serviceAccount: '*' })],
  ['a role is of every namespace', 'vault-name', roleProblems('x', { ...role, namespace: '*' })],
  [
    'a role is of some ServiceAccounts',
    'vault-name',
    roleProblems('x', { ...role, serviceAccount: 'shop-*' }),
  ],
  ['a role is of nobody', 'vault-name', roleProblems('x', { ...role, serviceAccount: '' })],
  ['a role is for tokens of anybody', 'vault-name', roleProblems('x', { ...role, audience: '' })],
  [
    'a role is for the issuer of any',
    'vault-name',
    roleProblems('x', { ...role, audience: 'vault://retail/*' }),
  ],
  [
    'a role lets somebody stay for two days',
    'token-life',
    roleProblems('x', { ...role, token: { ttl: hours(1), maxTtl: hours(48) } }),
  ],
  ['a certificate is anybody’s', 'certificate-role', certified({ dnsNames: ['*'] })],
  ['a certificate is of a whole domain', 'certificate-role', certified({ dnsNames: ['*.retail.svc'] })],
  ['a certificate is of an address', 'certificate-role', certified({ dnsNames: ['10.0.0.1'] })],
  ['a certificate is of nobody', 'certificate-role', certified({ dnsNames: [] })],
  [
    'a certificate is of every identity',
    'certificate-role',
    certified({ identity: 'spiffe://acme.example/ns/retail/sa/*' }),
  ],
  [
    'a certificate is shown by nobody',
    'certificate-role',
    certified({ usedBy: { server: false, client: false } }),
  ],
  ['a group is everybody', 'people-login', claimProblems('x', '*')],
  ['a group is nobody', 'people-login', claimProblems('x', '')],
  [
    'an instance is named alone',
    'database-login',
    databaseProblems('x', { ...database, instance: 'orders' }),
  ],
  [
    'the user brings another setting along',
    'database-login',
    databaseProblems('x', { ...database, user: 'vault@acme-test.iam password=x' }),
  ],
  ['a database is all', 'vault-name', databaseProblems('x', { ...database, databaseName: '*' })],
  [
    'an owner is no name',
    'database-login',
    databaseProblems('x', {
      ...database,
      accounts: { 'shop.database': { schema: 'Shop"; DROP', reader: 'shop:read', reads: [] } },
    }),
  ],
  [
    'a reader is too long for PostgreSQL',
    'database-login',
    databaseProblems('x', {
      ...database,
      accounts: { 'shop.database': { schema: 'shop', reader: 's'.repeat(64), reads: [] } },
    }),
  ],
  [
    'accounts are made of every role',
    'vault-name',
    databaseProblems('x', { ...database, accounts: { '*': { schema: 'shop', reader: 'r', reads: [] } } }),
  ],
];

test.each(problems)('fails when %s', (_, code, found) => {
  expect(found.map((problem) => problem.code)).toEqual([code]);
});

test('what is right is not refused', () => {
  expect([
    ...roleProblems('x', role),
    ...databaseProblems('x', database),
    ...claimProblems('x', 'a@b.example'),
  ]).toEqual([]);
});

function codesOf(make: () => unknown): readonly string[] {
  try {
    make();
  } catch (error) {
    if (error instanceof UserError) return error.problems.map((problem) => problem.code);
    throw error;
  }
  return [];
}
