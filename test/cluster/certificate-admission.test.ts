import { join } from 'node:path';
import { CERTIFICATES_LABEL, VAULT_ADDRESS } from '@plinth/model';
import { type ApiClient, type KubernetesObject, readManifests, refTo, until } from '@plinth/testing';
import { company } from '../../environments';
import { root } from '../company/read-releases';
import { engines, useCluster } from './_cluster';
import { installDefinitions } from './accepted/definitions';
import type { Loose } from './accepted/refused-pods';

const cluster = useCluster({ name: 'certificate-admission' });

const NAMESPACE = 'bank';
const NAME = 'ledger';

/** The same in every environment. */
const POLICIES = readManifests(
  join(root, 'manifests', company.environments[0]?.name ?? '', 'platform'),
).filter(({ kind }) => kind.startsWith('ValidatingAdmissionPolicy'));

const certificate = (): Loose => ({
  ...refTo('cert-manager.io/v1', 'Certificate', NAME, NAMESPACE),
  spec: {
    secretName: `${NAME}-tls`,
    dnsNames: [`${NAME}.${NAMESPACE}.svc`],
    issuerRef: { group: 'cert-manager.io', kind: 'Issuer', name: NAME },
  },
});

const request = (): Loose => ({
  ...refTo('cert-manager.io/v1', 'CertificateRequest', `${NAME}-1`, NAMESPACE),
  spec: {
    request: Buffer.from('-----BEGIN CERTIFICATE REQUEST-----').toString('base64'),
    issuerRef: { group: 'cert-manager.io', kind: 'Issuer', name: NAME },
  },
});

const issuer = (): Loose => ({
  ...refTo('cert-manager.io/v1', 'Issuer', NAME, NAMESPACE),
  spec: {
    vault: {
      path: `pki/sign/${NAME}`,
      server: VAULT_ADDRESS,
      caBundle: 'AAEC',
      auth: {
        kubernetes: {
          role: `${NAME}.issuer`,
          mountPath: '/v1/auth/kubernetes',
          serviceAccountRef: { name: `${NAME}.issuer` },
        },
      },
    },
  },
});

/** Of the service itself, as its Deployment makes it. */
const pod = (): Loose => ({
  ...refTo('v1', 'Pod', `${NAME}-1`, NAMESPACE),
  spec: { serviceAccountName: NAME, containers: [{ name: 'app', image: 'example.com/app:1' }] },
});

const changed = (object: Loose, change: (spec: Loose, object: Loose) => void): Loose => {
  change(object.spec, object);
  return object;
};

/** Cert-manager's controller, as the API server sees it. */
let controller: ApiClient;

beforeAll(async () => {
  const { api } = cluster();
  for (const name of ['cert-manager', 'vault', 'other']) await api.apply(refTo('v1', 'Namespace', name));
  const labels = Object.fromEntries([CERTIFICATES_LABEL]);
  await api.apply({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: NAMESPACE, labels },
  } as KubernetesObject);
  for (const name of [NAME, `${NAME}.issuer`, 'default'])
    await api.apply(refTo('v1', 'ServiceAccount', name, NAMESPACE));
  await api.apply(refTo('v1', 'ServiceAccount', NAME, 'other'));
  await installDefinitions(api, await engines(), [certificate(), request(), issuer()]);
  controller = await certManager(api);
  await Promise.all(POLICIES.map((policy) => api.apply(policy)));
  const forbidden = [
    changed(certificate(), (spec) => Object.assign(spec, { isCA: true })),
    changed(request(), (spec) => Object.assign(spec, { isCA: true })),
    changed(issuer(), (spec) => Object.assign(spec.vault, { path: 'pki/sign/other' })),
    changed(pod(), (spec) => Object.assign(spec, { serviceAccountName: `${NAME}.issuer` })),
  ];
  for (const object of forbidden) {
    await until(`the policy for ${object.kind} is in force`, () =>
      controller.apply(object, { dryRun: true }).then(
        () => false,
        (error) => `${error}`.includes('ValidatingAdmissionPolicy'),
      ),
    );
  }
});

afterAll(() => controller?.close());

async function certManager(api: ApiClient): Promise<ApiClient> {
  const account = refTo('v1', 'ServiceAccount', 'cert-manager', 'cert-manager');
  await api.apply(account);
  await api.apply({
    ...refTo('rbac.authorization.k8s.io/v1', 'ClusterRoleBinding', 'cert-manager'),
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' },
    subjects: [{ kind: 'ServiceAccount', name: 'cert-manager', namespace: 'cert-manager' }],
  } as KubernetesObject);
  const answer = await api.request(
    'POST',
    '/api/v1/namespaces/cert-manager/serviceaccounts/cert-manager/token',
    { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: {} },
  );
  return api.as((answer as Loose).status.token);
}

test('every policy is of a form that the API server can evaluate', async () => {
  const { api } = cluster();
  for (const { kind, metadata, apiVersion } of POLICIES) {
    if (kind !== 'ValidatingAdmissionPolicy') continue;
    const { status } = await until(`${metadata.name} is looked through`, async () => {
      const policy = await api.get({ apiVersion, kind, metadata });
      return policy.status?.observedGeneration !== undefined && policy;
    });
    expect(status.typeChecking?.expressionWarnings).toBeUndefined();
  }
});

test.each<[string, () => Loose]>([
  ['a certificate of a service', certificate],
  [
    'a certificate whose issuer is of the kind that goes without saying',
    () =>
      changed(certificate(), ({ issuerRef }) => {
        delete issuerRef.kind;
        delete issuerRef.group;
      }),
  ],
  ['its issuer', issuer],
  ['its pod', pod],
])('%s is accepted', async (_, object) => {
  await expect(cluster().api.apply(object(), { dryRun: true })).resolves.toBeDefined();
});

test('what cert-manager asks for a service is accepted', async () => {
  await expect(controller.apply(request(), { dryRun: true })).resolves.toBeDefined();
});

test("the platform's own namespaces have authorities and servers that are signed by one", async () => {
  const { api } = cluster();
  const authority = changed(certificate(), (spec, { metadata }) => {
    Object.assign(metadata, { name: 'vault-ca', namespace: 'cert-manager' });
    Object.assign(spec, { isCA: true, secretName: 'vault-ca' });
  });
  const server = changed(certificate(), (spec, { metadata }) => {
    Object.assign(metadata, { namespace: 'vault' });
    spec.issuerRef.kind = 'ClusterIssuer';
  });
  for (const object of [authority, server])
    await expect(api.apply(object, { dryRun: true })).resolves.toBeDefined();
});

test.each<[string, (spec: Loose, object: Loose) => void, string]>([
  [
    'asks an issuer of the whole cluster',
    ({ issuerRef }) => Object.assign(issuerRef, { kind: 'ClusterIssuer' }),
    'write kind: Issuer',
  ],
  [
    'asks somebody who is not of cert-manager',
    ({ issuerRef }) => Object.assign(issuerRef, { group: 'example.com' }),
    'write kind: Issuer',
  ],
  [
    'asks the issuer of another service',
    ({ issuerRef }) => Object.assign(issuerRef, { name: 'cards' }),
    'write metadata.name there',
  ],
  [
    'is written into the Secret of another service',
    (spec) => Object.assign(spec, { secretName: 'cards-tls' }),
    'write <name>-tls',
  ],
  ['is an authority', (spec) => Object.assign(spec, { isCA: true }), 'leave isCA out'],
])('fails when a certificate %s', async (_, change, fix) => {
  await refused(cluster().api, changed(certificate(), change), fix);
});

test.each<[string, (spec: Loose) => void, string]>([
  [
    'asks an issuer of the whole cluster',
    ({ issuerRef }) => Object.assign(issuerRef, { kind: 'ClusterIssuer' }),
    'write kind: Issuer',
  ],
  ['asks for an authority', (spec) => Object.assign(spec, { isCA: true }), 'leave isCA out'],
])('fails when a request %s, whoever makes it', async (_, change, fix) => {
  await refused(controller, changed(request(), change), fix);
});

test('fails when a person makes a request', async () => {
  await refused(cluster().api, request(), 'declare a Certificate');
});

test('who may change a request that is there, such as who collects garbage, changes nothing of what it asks', async () => {
  const { api } = cluster();
  await controller.apply(request());
  await expect(
    api.patch(request(), { metadata: { finalizers: ['example.com/held'] } }),
  ).resolves.toBeDefined();
  await expect(api.patch(request(), { spec: { isCA: true } })).rejects.toThrow('leave isCA out');
  await api.patch(request(), { metadata: { finalizers: null } });
});

test.each<[string, (vault: Loose, spec: Loose) => void, string]>([
  [
    'is its own authority',
    (_, spec) => Object.assign(spec, { vault: undefined, selfSigned: {} }),
    'write spec.vault alone',
  ],
  [
    'has an authority of its own',
    (_, spec) => Object.assign(spec, { vault: undefined, ca: { secretName: 'own' } }),
    'write spec.vault alone',
  ],
  ['is Vault and more', (_, spec) => Object.assign(spec, { selfSigned: {} }), 'write spec.vault alone'],
  [
    'has a token',
    ({ auth }) => Object.assign(auth, { tokenSecretRef: { name: 'token' } }),
    'serviceAccountRef alone',
  ],
  [
    'has an AppRole',
    ({ auth }) => Object.assign(auth, { appRole: { path: 'a', roleId: 'b', secretRef: { name: 'c' } } }),
    'serviceAccountRef alone',
  ],
  [
    'has a certificate for Vault',
    ({ auth }) => Object.assign(auth, { clientCertificate: { secretName: 'a' } }),
    'serviceAccountRef alone',
  ],
  [
    'has an identity of a cloud',
    ({ auth }) => Object.assign(auth, { aws: { role: 'a' } }),
    'serviceAccountRef alone',
  ],
  [
    'has a token of a ServiceAccount',
    ({ auth: { kubernetes } }) => Object.assign(kubernetes, { secretRef: { name: 'a', key: 'token' } }),
    'serviceAccountRef alone',
  ],
  [
    'logs in as another service',
    ({ auth: { kubernetes } }) => Object.assign(kubernetes.serviceAccountRef, { name: 'cards.issuer' }),
    'write <name>.issuer',
  ],
  [
    'logs in as the service itself',
    ({ auth: { kubernetes } }) => Object.assign(kubernetes.serviceAccountRef, { name: NAME }),
    'write <name>.issuer',
  ],
  ['does not log in', (vault) => Object.assign(vault, { auth: {} }), 'write <name>.issuer'],
  [
    'signs under the role of another service',
    (vault) => Object.assign(vault, { path: 'pki/sign/cards' }),
    'write pki/sign/<name>',
  ],
  [
    'signs what it is given',
    (vault) => Object.assign(vault, { path: `pki/sign-verbatim/${NAME}` }),
    'write pki/sign/<name>',
  ],
  [
    'speaks to another Vault',
    (vault) => Object.assign(vault, { server: 'https://vault.example:8200' }),
    `write ${VAULT_ADDRESS}`,
  ],
  [
    'does not know Vault, whom its environment knows',
    (vault) => delete vault.caBundle,
    'write the certificate of its authority',
  ],
  [
    'logs in under the role of another service',
    ({ auth: { kubernetes } }) => Object.assign(kubernetes, { role: 'cards.issuer' }),
    'role is not that of',
  ],
  [
    'logs in at another door',
    ({ auth: { kubernetes } }) => Object.assign(kubernetes, { mountPath: '/v1/auth/other' }),
    'write /v1/auth/kubernetes',
  ],
  [
    'has its token made for others as well',
    ({ auth: { kubernetes } }) => Object.assign(kubernetes.serviceAccountRef, { audiences: ['other'] }),
    'audiences is there',
  ],
  [
    'shows a certificate to Vault',
    (vault) => Object.assign(vault, { clientCertSecretRef: { name: 'cards-tls', key: 'tls.crt' } }),
    'leave both out',
  ],
  [
    'shows the key of another service to Vault',
    (vault) => Object.assign(vault, { clientKeySecretRef: { name: 'cards-tls', key: 'tls.key' } }),
    'leave both out',
  ],
  [
    'leaves it to a Secret who Vault is',
    ({ caBundle, ...vault }, spec) =>
      Object.assign(spec, { vault: { ...vault, caBundleSecretRef: { name: 'vault-ca', key: 'ca.crt' } } }),
    'write the authority as caBundle',
  ],
])('fails when an issuer %s', async (_, change, fix) => {
  const { api } = cluster();
  await refused(
    api,
    changed(issuer(), (spec) => change(spec.vault, spec)),
    fix,
  );
});

test('fails when an issuer that was right is changed into one that is not', async () => {
  const { api } = cluster();
  await api.apply(issuer());
  await expect(api.patch(issuer(), { spec: { vault: { path: 'pki/sign/cards' } } })).rejects.toThrow(
    'write pki/sign/<name>',
  );
});

test.each<[string, (spec: Loose) => void]>([
  ['as it is written today', (spec) => Object.assign(spec, { serviceAccountName: `${NAME}.issuer` })],
  [
    'as it was written once',
    (spec) => Object.assign(spec, { serviceAccountName: undefined, serviceAccount: `${NAME}.issuer` }),
  ],
])('fails when a pod runs as the account of an issuer, %s', async (_, change) => {
  await refused(cluster().api, changed(pod(), change), 'write the name of the service');
});

type Change = (spec: Loose) => void;

/** The ways in which a pod gets to see a Secret. */
const readers: readonly [string, (secret: string) => Change, string][] = [
  ['as a volume', (secretName) => mounting({ secret: { secretName } }), 'spec.volumes has'],
  [
    'as part of a volume',
    (name) => mounting({ projected: { sources: [{ configMap: { name: 'all' } }, { secret: { name } }] } }),
    'spec.volumes has',
  ],
  [
    'for the driver of a volume',
    (name) => mounting({ csi: { driver: 'example.com', nodePublishSecretRef: { name } } }),
    'spec.volumes has',
  ],
  ...['containers', 'initContainers'].flatMap((list): [string, (secret: string) => Change, string][] => [
    [`as a variable of ${list}`, (name) => running(list, variable(name)), 'a variable of a container'],
    [
      `as all variables of ${list}`,
      (name) => running(list, { envFrom: [{ configMapRef: { name: 'all' } }, { secretRef: { name } }] }),
      'a variable of a container',
    ],
  ]),
];

function mounting(volume: Loose): Change {
  return (spec) =>
    Object.assign(spec, {
      volumes: [
        { name: 'own', emptyDir: {} },
        { name: 'tls', ...volume },
      ],
    });
}

function running(list: string, container: Loose): Change {
  const image = 'example.com/app:1';
  return (spec) =>
    Object.assign(spec, {
      [list]: [
        { name: 'plain', image },
        { name: 'tls', image, ...container },
      ],
    });
}

function variable(name: string): Loose {
  return {
    env: [
      { name: 'A', value: 'a' },
      { name: 'KEY', valueFrom: { secretKeyRef: { name, key: 'tls.key' } } },
    ],
  };
}

test.each(readers)('a pod reads its own key, and Secrets of other names, %s', async (_, reading) => {
  const { api } = cluster();
  for (const secret of [`${NAME}-tls`, 'settings'])
    await expect(api.apply(changed(pod(), reading(secret)), { dryRun: true })).resolves.toBeDefined();
});

test.each(readers)('fails when a pod reads the key of another service %s', async (_, reading, found) => {
  const { api } = cluster();
  await refused(api, changed(pod(), reading('cards-tls')), found);
  // Whose Secret a name is stands with the account, and not with the name of the pod.
  const unnamed = changed(pod(), (spec) => {
    reading(`${NAME}-tls`)(spec);
    delete spec.serviceAccountName;
  });
  await refused(api, unnamed, found);
});

test('where no service has a certificate, a Secret may be called so', async () => {
  const elsewhere = changed(pod(), mounting({ secret: { secretName: 'cards-tls' } }));
  elsewhere.metadata.namespace = 'other';
  await expect(cluster().api.apply(elsewhere, { dryRun: true })).resolves.toBeDefined();
});

test('fails when a container that is added to a pod reads the key of another service', async () => {
  const { api } = cluster();
  await api.apply(pod());
  const path = `/api/v1/namespaces/${NAMESPACE}/pods/${NAME}-1/ephemeralcontainers`;
  // As kubectl debug does: a patch, which another's change of the pod at the same time does not refuse.
  const added = (secret: string) =>
    api.request(
      'PATCH',
      `${path}?dryRun=All`,
      {
        spec: { ephemeralContainers: [{ name: 'debug', image: 'example.com/debug:1', ...variable(secret) }] },
      },
      'application/strategic-merge-patch+json',
    );
  await expect(added(`${NAME}-tls`)).resolves.toBeDefined();
  await expect(added('cards-tls')).rejects.toThrow('a variable of a container');
});

/** The object is refused, and whoever wrote it reads what to do. */
async function refused(api: ApiClient, object: Loose, fix: string): Promise<void> {
  const error = await api.apply(JSON.parse(JSON.stringify(object)), { dryRun: true }).then(
    () => undefined,
    (reason) => `${reason}`,
  );
  expect(error).toContain(`ValidatingAdmissionPolicy 'plinth-${object.kind.toLowerCase()}s'`);
  expect(error).toContain(fix);
}
