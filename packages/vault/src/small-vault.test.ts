import { join } from 'node:path';
import { type CloudPlan, type PlannedResource, planProgram } from '@plinth/cloud-plan';

// A program starts a process of its own.
jest.setTimeout(120_000);

let plan: CloudPlan;
beforeAll(async () => {
  plan = await planProgram({ folder: join(__dirname, 'small-vault.fixture'), stack: 'test' });
});

/** Of which type, without module, and name there is exactly one. */
function get(type: string, name: string): PlannedResource {
  const found = plan.resources.filter(
    (one) => one.type.endsWith(`:${type}`) && one.custom && one.name === name,
  );
  expect(found).toHaveLength(1);
  return found[0] as PlannedResource;
}

const no = (...fields: readonly string[]) => Object.fromEntries(fields.map((field) => [field, false]));
const all = (type: string) => plan.resources.filter((one) => one.custom && one.type.endsWith(`:${type}`));

test('everything belongs to a component, and begins with its name', () => {
  for (const { custom, parent = '', name } of plan.resources) {
    const [type, ofComponent = ''] = parent.split('::').slice(-2);
    if (custom) expect(type).toMatch(/^plinth:vault:/);
    if (custom) expect(name === ofComponent || name.startsWith(`${ofComponent}-`)).toBe(true);
  }
});

test('the audit trail is twice, and secrets are in it as keyed hashes', () => {
  expect(all('Audit').map(({ inputs }) => inputs.options)).toEqual(
    ['/vault/audit/audit.log', 'stdout'].map((file_path) => ({
      file_path,
      format: 'json',
      log_raw: 'false',
      hmac_accessor: 'true',
    })),
  );
});

test('who asks too often waits, everywhere and sooner at logins', () => {
  expect(get('QuotaRateLimit', 'limits-requests').inputs).toMatchObject({ path: '', rate: 500 });
  expect(get('QuotaRateLimit', 'limits-auth-pods-login').inputs).toMatchObject({
    path: 'auth/pods/login',
    rate: 50,
  });
});

test('a server that has gone is taken out where others are left, and nowhere else', () => {
  expect(all('RaftAutopilot').map(({ name, inputs }) => [name, inputs.minQuorum])).toEqual([
    ['limits-autopilot', 3],
  ]);
});

test('values have versions, are put knowingly, and are not lost with a line of the program', () => {
  expect(get('Mount', 'values')).toMatchObject({
    inputs: { type: 'kv', options: { version: '2' } },
    options: { protect: true },
  });
  expect(get('SecretBackendV2', 'values-settings').inputs).toMatchObject({
    maxVersions: 10,
    casRequired: true,
  });
});

describe('certificates', () => {
  test('the root is apart, never leaves Vault, and signs one authority', () => {
    expect(get('SecretBackendRootCert', 'pki-root')).toMatchObject({
      inputs: { type: 'internal', keyType: 'ec', keyBits: 384, maxPathLength: 1, ttl: '87600h0m0s' },
      options: { protect: true },
    });
    expect(get('Mount', 'pki-root-mount').inputs.path).toBe('pki-root');
    expect(get('SecretBackendRootSignIntermediate', 'pki-signed').inputs).toMatchObject({
      csr: expect.stringContaining('pki-request.csr}'),
      maxPathLength: 0,
      ttl: '26280h0m0s',
    });
  });

  test('nothing is issued before certificates can say where lists of revoked ones are', () => {
    const urls = (name: string) => get('SecretBackendConfigUrls', name).urn;
    expect(get('SecretBackendRootCert', 'pki-root').dependencies).toContain(urls('pki-root-urls'));
    expect(get('SecretBackendIntermediateCertRequest', 'pki-request').dependencies).toContain(
      urls('pki-urls'),
    );
  });
});

describe('certificates of one service', () => {
  test('hold its names and no others, with a key that nobody guesses, for a day', () => {
    expect(get('SecretBackendRole', 'pki-shop').inputs).toEqual({
      backend: 'pki',
      name: 'shop',
      issuerRef: 'default',
      allowedDomains: ['shop.retail.svc', 'shop.retail.svc.cluster.local'],
      allowedUriSans: ['spiffe://acme.example/ns/retail/sa/shop'],
      allowBareDomains: true,
      ...no('allowAnyName', 'allowGlobDomains', 'allowIpSans', 'allowLocalhost', 'allowSubdomains'),
      ...no('allowWildcardCertificates', 'basicConstraintsValidForNonCa', 'codeSigningFlag'),
      ...no('clientFlag', 'emailProtectionFlag', 'generateLease', 'noStore'),
      serverFlag: true,
      enforceHostnames: true,
      cnValidations: ['hostname'],
      requireCn: true,
      useCsrCommonName: true,
      useCsrSans: true,
      keyType: 'ec',
      keyBits: 256,
      keyUsages: ['DigitalSignature'],
      ttl: '86400',
      maxTtl: '86400',
      notBeforeDuration: '1m0s',
    });
  });

  test('are not issued before there is who issues', () => {
    expect(get('SecretBackendRole', 'pki-shop').dependencies).toContain(
      get('SecretBackendIntermediateSetSigned', 'pki-issuing').urn,
    );
  });

  test('are asked for by an account whose token is for nothing else, and ends soon', () => {
    expect(get('AuthBackendRole', 'pods-shop.issuer').inputs).toMatchObject({
      audience: 'vault://retail/shop',
      boundServiceAccountNames: ['shop.issuer'],
      tokenPolicies: ['issuer-shop'],
      tokenTtl: 300,
      tokenMaxTtl: 300,
    });
  });
});

describe('accounts of databases', () => {
  test('are made under Vault’s identity, without a password, for exactly the declared roles', () => {
    expect(get('SecretBackendConnection', 'database-orders').inputs).toMatchObject({
      allowedRoles: ['shop.database', 'stock.database'],
      postgresql: {
        authType: 'gcp_iam',
        connectionUrl:
          'host=acme-test:europe-west6:orders user=vault@acme-test.iam dbname=orders sslmode=disable',
        passwordAuthentication: 'scram-sha-256',
      },
      data: { use_psc: 'true' },
    });
    expect(JSON.stringify(all('SecretBackendConnection'))).not.toMatch(/"password"|serviceAccountJson/);
  });

  test('live an hour, and are taken back when they could not be handed out', () => {
    for (const { inputs } of plan.resources.filter(({ type }) =>
      type.startsWith('vault:database/secretBackendRole:'),
    )) {
      expect(inputs).toMatchObject({ defaultTtl: 3600, maxTtl: 86_400 });
      expect(inputs.rollbackStatements).toEqual(inputs.revocationStatements);
    }
  });
});

describe('logins', () => {
  test('a role is one ServiceAccount of one namespace, for tokens that were made for Vault', () => {
    expect(get('AuthBackendRole', 'pods-shop').inputs).toEqual({
      backend: 'pods',
      roleName: 'shop',
      boundServiceAccountNames: ['shop'],
      boundServiceAccountNamespaces: ['retail'],
      audience: 'vault',
      aliasNameSource: 'serviceaccount_uid',
      tokenPolicies: ['service-shop'],
      tokenNoDefaultPolicy: true,
      tokenTtl: 1200,
      tokenMaxTtl: 86_400,
      tokenType: 'service',
    });
  });

  test('who is made anew again and again is known by name', () => {
    expect(get('AuthBackendRole', 'pods-shop-job').inputs.aliasNameSource).toBe('serviceaccount_name');
  });

  test('a role comes after its policy', () => {
    expect(get('AuthBackendRole', 'pods-shop').dependencies).toContain(get('Policy', 'service-shop').urn);
  });

  test('people come from the command line, and what they may do follows from their groups', () => {
    expect(get('AuthBackendRole', 'people-role').inputs).toMatchObject({
      allowedRedirectUris: ['http://localhost:8250/oidc/callback'],
      tokenPolicies: ['person'],
      tokenNoDefaultPolicy: true,
      tokenMaxTtl: 28_800,
    });
    expect(get('Group', 'people-squad-retail').inputs).toEqual({
      name: 'squad-retail',
      type: 'external',
      policies: ['squad-retail'],
    });
    expect(get('GroupAlias', 'people-squad-retail-alias').inputs.name).toBe('retail@acme.example');
  });

  test('the identity provider’s secret is masked', () => {
    expect(get('AuthBackend', 'people').inputs.oidcClientSecret).toBe('[secret]');
    expect(JSON.stringify(plan)).not.toContain('of the provider');
  });
});
