import { X509Certificate } from 'node:crypto';
import { join } from 'node:path';
import { VAULT_CA, VAULT_MOUNTS } from '@plinth/model';
import { applyAll, type KubernetesObject, measured, readManifests, refTo, until } from '@plinth/testing';
import { engines } from './_cluster';
import { CertifiedEnvironment } from './certificates/certified-environment';
import type { Certificate } from './certificates/conditions';
import { belongTogether, endOf, type Issued, issued } from './certificates/issued';

const MANIFESTS = join(__dirname, '../../manifests/prod/workloads');
const DAY = 24 * 3600 * 1000;
/** For clocks that are behind: the life of a certificate begins before it is made. */
const LEEWAY = 60_000;

let here: CertifiedEnvironment;
let root: X509Certificate;
beforeAll(async () => {
  here = await CertifiedEnvironment.start('prod', await engines());
  const began = Date.now();
  await here.apply(...here.certificates.map(({ metadata: { name } }) => name));
  for (const certificate of here.certificates) await here.ready(certificate);
  measured('Certificates', {
    what: 'all certificates of prod issued',
    certificates: here.certificates.length,
    seconds: (Date.now() - began) / 1000,
  });
  const { data } = await here.vault.vault.root.succeed('read', `${VAULT_MOUNTS.pkiRoot}/cert/ca`);
  root = new X509Certificate(String(data?.certificate));
});
afterAll(async () => {
  const { plinthTestFailed = false } = globalThis as { plinthTestFailed?: boolean };
  await here?.stop({ keepLogs: plinthTestFailed });
});

/** Every certificate with what was made of it. */
const each = (): Promise<(readonly [Certificate, Issued])[]> =>
  Promise.all(
    here.certificates.map(async (certificate) => [certificate, await issued(here.api, certificate)] as const),
  );

/** What the API server answers about the rights of an account. */
async function isAllowed(
  user: string,
  resourceAttributes: Readonly<Record<string, string>>,
): Promise<boolean> {
  const answer = (await here.api.request('POST', '/apis/authorization.k8s.io/v1/subjectaccessreviews', {
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SubjectAccessReview',
    spec: { user, groups: ['system:serviceaccounts', 'system:authenticated'], resourceAttributes },
  })) as { readonly status: { readonly allowed: boolean } };
  return answer.status.allowed;
}

test('every service of the plan has a certificate', () => {
  const planned = here.vault.plan.resources.filter(
    ({ type }) => type.endsWith(':SecretBackendRole') && type.includes('pki'),
  );
  expect(here.certificates.length).toBeGreaterThan(10);
  expect(here.certificates.map(({ metadata }) => metadata.name).sort()).toEqual(
    planned.map(({ inputs }) => String((inputs as { readonly name: string }).name)).sort(),
  );
});

test('each certificate says exactly what is declared', async () => {
  for (const [{ spec }, { contents }] of await each()) {
    const { subject, dnsNames, uris, otherNames, usages, isAuthority } = contents;
    expect({ subject, dnsNames: [...dnsNames].sort(), uris, otherNames, usages, isAuthority }).toEqual({
      subject: `CN=${spec.commonName}`,
      dnsNames: [...(spec.dnsNames ?? [])].sort(),
      uris: spec.uris,
      otherNames: [],
      usages: [...(spec.usages ?? [])].sort(),
      isAuthority: false,
    });
  }
});

test('each key is one of P-256 in PKCS8, its own, and in no other Secret', async () => {
  const keys = new Set<string>();
  for (const [, one] of await each()) {
    expect(
      one.secret.data['tls.crt'] !== undefined && one.files.key.startsWith('-----BEGIN PRIVATE KEY-----'),
    ).toBe(true);
    expect([one.key.asymmetricKeyType, one.key.asymmetricKeyDetails?.namedCurve]).toEqual([
      'ec',
      'prime256v1',
    ]);
    expect(belongTogether(one)).toBe(true);
    keys.add(one.files.key);
  }
  expect(keys.size).toBe(here.certificates.length);
  const holders = (await here.api.list('v1', 'Secret')).filter(({ data = {} }) =>
    Object.values<string>(data).some((value) => keys.has(Buffer.from(value, 'base64').toString())),
  );
  const idOf = ({ metadata: { name, namespace } }: KubernetesObject) => `${namespace}/${name}`;
  expect(holders.map(idOf).sort()).toEqual(
    here.certificates.map(({ metadata: { namespace }, spec }) => `${namespace}/${spec.secretName}`).sort(),
  );
});

test('each lives a day and no longer, and ends before whoever signed it; the chain leads to the root', async () => {
  for (const [{ metadata }, { leaf, chain }] of await each()) {
    const life = endOf(leaf) - Date.parse(leaf.validFrom);
    expect([metadata.name, life <= DAY + LEEWAY, life > DAY - LEEWAY]).toEqual([metadata.name, true, true]);
    const [issuing, ...above] = chain;
    if (issuing === undefined) throw new Error(`${metadata.name} comes without who signed it`);
    expect(leaf.checkIssued(issuing) && leaf.verify(issuing.publicKey)).toBe(true);
    expect(issuing.checkIssued(root) && issuing.verify(root.publicKey)).toBe(true);
    expect(endOf(leaf) <= endOf(issuing) && endOf(issuing) <= endOf(root)).toBe(true);
    // Who is trusted stands in Git: a peer that sends a root persuades nobody.
    expect(above.every((one) => one.fingerprint256 === root.fingerprint256)).toBe(true);
  }
});

test('each is due for renewal after a third of its life', async () => {
  for (const certificate of here.certificates) {
    const { status } = await here.api.get(certificate);
    expect(Date.parse(status.notAfter) - Date.parse(status.renewalTime)).toBe(16 * 3600 * 1000);
  }
});

test('cert-manager did it with the rights that are rendered, and makes tokens for no other account', async () => {
  expect(here.certManager.log).not.toContain('forbidden');
  const review = (namespace: string, name: string) =>
    isAllowed('system:serviceaccount:cert-manager:cert-manager', {
      namespace,
      name,
      verb: 'create',
      resource: 'serviceaccounts',
      subresource: 'token',
    });
  const accounts = here.rendered.filter(({ kind }) => kind === 'ServiceAccount');
  const issuers = new Set(
    here.certificates.map(({ metadata: { name, namespace } }) => `${namespace}/${name}.issuer`),
  );
  for (const {
    metadata: { name, namespace = '' },
  } of accounts) {
    expect([name, await review(namespace, name)]).toEqual([name, issuers.has(`${namespace}/${name}`)]);
  }
});

test('a certificate that is asked for again has another key', async () => {
  const certificate = here.certificate('ledger');
  const before = await issued(here.api, certificate);
  await here.renew(certificate);
  const after = await until('another is there', async () => {
    const one = await issued(here.api, certificate);
    return one.leaf.serialNumber !== before.leaf.serialNumber && one;
  });
  expect(belongTogether(after)).toBe(true);
  expect(after.key.equals(before.key)).toBe(false);
});

describe("Vault's own authority", () => {
  const { configMap: NAME, file: FILE } = VAULT_CA;

  const handed = async (namespace: string): Promise<string | undefined> =>
    (await here.api.tryGet(refTo('v1', 'ConfigMap', NAME, namespace)))?.data?.[FILE]?.trim();

  test('stands in each Issuer as it is known in Git', () => {
    const { certificate = '' } = here.vault.environment.facts.vaultAuthority ?? {};
    const known = Buffer.from(certificate).toString('base64');
    const issuers = readManifests(MANIFESTS).filter(({ kind, spec }) => kind === 'Issuer' && spec.vault);
    expect(issuers).toHaveLength(here.certificates.length);
    expect(new Set(issuers.map(({ spec }) => spec.vault.caBundle))).toEqual(new Set([known]));
  });

  test('is handed on as rendered: to who asks Vault for secrets, and to nobody else', async () => {
    const authority = here.vault.vault.authority.certificate.trim();
    for (const { metadata } of await here.api.list('v1', 'Namespace')) {
      if (metadata.labels?.['plinth/secrets'] === 'vault')
        await until(`${metadata.name} has it`, async () => (await handed(metadata.name)) === authority);
      else expect([metadata.name, await handed(metadata.name)]).toEqual([metadata.name, undefined]);
    }
    expect(here.trustManager.log).not.toContain('forbidden');
  });

  test('trust-manager, which hands it on, reads and writes no Secret but where cert-manager is', async () => {
    const mayUseSecrets = async (namespace: string, verb: string) =>
      await isAllowed('system:serviceaccount:cert-manager:trust-manager', {
        namespace,
        verb,
        resource: 'secrets',
      });
    expect(await mayUseSecrets('cert-manager', 'get')).toBe(true);
    const namespaces = (await here.api.list('v1', 'Namespace')).map(({ metadata: { name } }) => name);
    for (const namespace of namespaces.filter((name) => name !== 'cert-manager')) {
      for (const verb of ['get', 'list', 'watch', 'create', 'update', 'patch'])
        expect([namespace, verb, await mayUseSecrets(namespace, verb)]).toEqual([namespace, verb, false]);
    }
  });

  test('becomes ready as it is rendered, with the certificate of the server, and the new one is handed on', async () => {
    const objects = here.rendered.filter(
      ({ kind, metadata: { name } }) =>
        /^(Certificate|Issuer|ClusterIssuer)$/.test(kind) && /^vault-(ca|server-tls)$/.test(name),
    );
    await applyAll(here.api, objects);
    for (const object of objects) await here.ready(object);
    const authority = await issued(here.api, here.certificate(NAME));
    const server = await issued(here.api, here.certificate('vault-server-tls'));
    expect(server.leaf.verify(authority.leaf.publicKey)).toBe(true);
    await until('the new one is there', async () => {
      const certificate = (await handed('exchange')) ?? '';
      return new X509Certificate(certificate).fingerprint256 === authority.leaf.fingerprint256;
    });
  });
});
