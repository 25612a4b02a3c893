import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { join } from 'node:path';
import { type CloudPlan, planProgram } from '@plinth/cloud-plan';
import { VAULT_ADDRESS, VAULT_MOUNTS } from '@plinth/model';
import { type Engines, until, VaultServer, Workspace } from '@plinth/testing';
import { engines } from './_cluster';
import { applyPlan } from './vault-access/apply-plan';

const { pki: PKI, pkiRoot: ROOT } = VAULT_MOUNTS;
const MOUNTS = [ROOT, PKI];
const DAY = 86_400_000;

/** What Vault's own judge finds, at worst. */
type Status = 'not_applicable' | 'ok' | 'informational' | 'warning' | 'critical';

let built: Engines;
let workspace: Workspace;
let vault: VaultServer;

beforeAll(async () => {
  built = await engines();
  workspace = new Workspace('vault-certificates');
  vault = await VaultServer.start({ engines: built, workspace });
  const plan = await planProgram({ folder: join(__dirname, '../../stacks/vault'), stack: 'prod' });
  await applyPlan(vault.root, certificatesOf(plan));
});

afterAll(async () => {
  await vault?.stop();
  workspace.remove({ keepLogs: false });
});

/** The authority alone: the rest needs an API server and databases. */
function certificatesOf(plan: CloudPlan): CloudPlan {
  const resources = plan.resources.filter(
    ({ custom, parent = '' }) => custom && parent.includes('plinth:vault:CertificateAuthority'),
  );
  expect(resources.length).toBeGreaterThan(10);
  return { ...plan, resources };
}

/** Checks that are worse than they should be, by name. */
function worse(mount: string): readonly [check: string, status: Status][] {
  const args = ['pki', 'health-check', '-return-indicator=permission', '-format=json', mount];
  const env = {
    VAULT_ADDR: vault.address,
    VAULT_CACERT: vault.place.tls.authority,
    VAULT_TOKEN: vault.root.token,
  };
  const printed = execFileSync(built.path('vault'), args, { env, encoding: 'utf8' });
  const checks = JSON.parse(printed) as Readonly<Record<string, readonly { readonly status: Status }[]>>;
  expect(Object.keys(checks).length).toBeGreaterThan(10);
  return Object.entries(checks).flatMap(([check, results]) =>
    results
      .filter(({ status }) => status !== 'ok' && status !== 'not_applicable')
      .map(({ status }): [string, Status] => [check, status]),
  );
}

const certificateOf = async (mount: string) => {
  const { data } = await vault.root.succeed('read', `${mount}/cert/ca`);
  return new X509Certificate(String(data?.certificate));
};

test('fails when nothing has been tidied yet: Vault’s judge sees it, and it alone', async () => {
  for (const mount of MOUNTS)
    expect(worse(mount).filter(([, status]) => status !== 'informational')).toEqual([
      ['tidy_last_run', 'critical'],
    ]);
});

test('Vault’s judge finds nothing but that ACME, which we do not use, is off, and that certificates are kept', async () => {
  for (const mount of MOUNTS) {
    await vault.root.succeed('write', `${mount}/tidy`, { tidy_cert_store: true });
    await until(`${mount} is tidied`, async () => {
      const { data } = await vault.root.succeed('read', `${mount}/tidy-status`);
      return data?.state === 'Finished';
    });
  }
  expect(worse(ROOT)).toEqual([]);
  // Kept, so that they can be listed and revoked, and so that an authority is given up when its last one has ended.
  const told = new Set(worse(PKI).map((each) => each.join(' ')));
  expect([...told].sort()).toEqual([
    'enable_acme_issuance informational',
    'role_no_store_false informational',
  ]);
});

test('the root signs one authority, which signs certificates and no authority', async () => {
  const [root, issuing] = [await certificateOf(ROOT), await certificateOf(PKI)];
  expect(issuing.checkIssued(root)).toBe(true);
  expect(issuing.verify(root.publicKey)).toBe(true);
  expect([root, issuing].map((one) => one.publicKey.asymmetricKeyDetails?.namedCurve)).toEqual([
    'secp384r1',
    'prime256v1',
  ]);
  const daysOf = (one: X509Certificate) =>
    Math.round((Date.parse(one.validTo) - Date.parse(one.validFrom)) / DAY);
  expect([daysOf(root), daysOf(issuing)]).toEqual([3650, 1095]);
});

test('fails when an authority is asked to sign another one', async () => {
  const { data } = await vault.root.succeed('write', `${PKI}/intermediate/generate/internal`, {
    common_name: 'another authority',
    key_type: 'ec',
  });
  const { status } = await vault.root.write(`${PKI}/root/sign-intermediate`, {
    csr: data?.csr,
    common_name: 'x',
  });
  expect(status).toBe(400);
});

test('a certificate says where lists of revoked ones are, and comes with its whole chain', async () => {
  await vault.root.succeed('write', `${PKI}/roles/shop`, {
    allowed_domains: 'shop.retail.svc',
    allow_bare_domains: true,
    key_type: 'ec',
    max_ttl: '24h',
  });
  const { data = {} } = await vault.root.succeed('write', `${PKI}/issue/shop`, {
    common_name: 'shop.retail.svc',
  });
  const [issuing, root] = [data.ca_chain].flat().map((text) => new X509Certificate(String(text)));
  const leaf = new X509Certificate(String(data.certificate));
  expect(leaf.verify((issuing as X509Certificate).publicKey)).toBe(true);
  expect(root?.fingerprint256).toBe((await certificateOf(ROOT)).fingerprint256);
  expect(leaf.infoAccess).toContain(`OCSP - URI:${VAULT_ADDRESS}/v1/${PKI}/ocsp`);
});
