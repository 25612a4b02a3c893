import { waveOf } from '@plinth/gitops';
import { environment, publicRoute, squad, webService } from '@plinth/model';
import { otherSquad, tinyFacts, tinySquad, tinyWebService } from '@plinth/testing';
import { everyEnvironment, type Found, tiny } from './_rendered';

const environments = everyEnvironment();
const WAVE = 'argocd.argoproj.io/sync-wave';

test('a squad gets a namespace with quota, bounds, closed network and eyes, in one file', () => {
  const [file] = tiny().files.filter(({ path }) => path === 'platform/retail/namespace.yaml');
  expect(
    file?.objects.map(({ kind, metadata }) => `${kind} ${(metadata as Found['metadata']).name}`),
  ).toEqual([
    'Namespace retail',
    'ServiceAccount default',
    'NetworkPolicy default-deny',
    'ResourceQuota retail',
    'LimitRange retail',
    'Role responder',
    'Role viewer',
    'RoleBinding responder',
    'RoleBinding viewer',
  ]);
});

test("a squad's quota is its own, and no container is larger than it", () => {
  const rendered = tiny(
    squad('retail', { ...tinySquad, quota: { cpu: 2, cpuLimit: 4, memory: '6Gi', pods: 15 } }),
    webService('shop', { ...tinyWebService, resources: { cpu: 0.2, cpuLimit: 1, memory: '256Mi' } }),
  );
  expect(rendered.get('platform', 'ResourceQuota', 'retail').spec.hard).toMatchObject({
    'requests.cpu': '2',
    'limits.cpu': '4',
    'requests.memory': '6Gi',
    pods: '15',
  });
  expect(rendered.get('platform', 'LimitRange', 'retail').spec.limits[0].max).toEqual({
    cpu: '4',
    memory: '6Gi',
  });
});

test("a squad's group sees its namespace and lets pods leave", () => {
  const { subjects } = tiny().get('platform', 'RoleBinding', 'viewer', 'retail') as unknown as {
    subjects: unknown;
  };
  expect(subjects).toEqual([
    { apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name: 'retail-squad@acme.example' },
  ]);
});

test('the gateway answers for declared hosts, and takes routes from namespaces with a public service only', () => {
  const shop = webService('shop', {
    ...tinyWebService,
    ports: { https: 8443, edge: 8444 },
    exposure: publicRoute({ path: '/shop' }),
  });
  const rendered = tiny(shop, squad('office', otherSquad));
  const { spec } = rendered.get('platform', 'Gateway', 'public');
  expect(spec).toMatchObject({
    gatewayClassName: 'gke-l7-regional-external-managed',
    listeners: [
      {
        port: 443,
        protocol: 'HTTPS',
        hostname: 'api.e1.acme.example',
        tls: {
          mode: 'Terminate',
          options: { 'networking.gke.io/cert-manager-certs': 'public-api-e1-acme-example' },
        },
        allowedRoutes: {
          namespaces: { from: 'Selector', selector: { matchLabels: { 'plinth/routes': 'public' } } },
        },
      },
    ],
  });
  const labels = (name: string) => rendered.get('platform', 'Namespace', name).metadata.labels;
  expect(labels('retail')).toHaveProperty('plinth/routes', 'public');
  expect(labels('office')).not.toHaveProperty('plinth/routes');
});

test('an add-on is a pinned chart of the own registry, with images of the own registry', () => {
  const { spec } = tiny().get('platform', 'Application', 'cert-manager');
  expect(spec).toMatchObject({
    project: 'platform',
    source: {
      repoURL: 'europe-west6-docker.pkg.dev/acme-tiny-1/charts',
      chart: 'cert-manager',
      targetRevision: 'v1.21.1',
    },
    destination: { namespace: 'cert-manager' },
  });
  expect(spec.source.helm.valuesObject.webhook.image.repository).toBe(
    'europe-west6-docker.pkg.dev/acme-tiny-1/quay-io/jetstack/cert-manager-webhook',
  );
});

test('an add-on hears its neighbours and, where it has webhooks, the API server', () => {
  const { spec } = tiny().get('platform', 'NetworkPolicy', 'allow-add-ons', 'cert-manager');
  expect(spec.ingress).toEqual([
    { from: [{ podSelector: {} }] },
    {
      from: [
        { ipBlock: { cidr: '10.1.16.0/28' } },
        expect.objectContaining({ podSelector: expect.anything() }),
      ],
      ports: [
        { protocol: 'TCP', port: 10250 },
        { protocol: 'TCP', port: 6443 },
      ],
    },
  ]);
});

test('the policies of a namespace of the platform hold for every pod that comes', () => {
  const policies = tiny()
    .objectsOf('platform')
    .filter(({ kind }) => kind === 'NetworkPolicy');
  const names = policies.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`);
  expect(names).toEqual(
    expect.arrayContaining(
      ['cert-manager', 'custom-metrics', 'gateway', 'vault'].map((namespace) => `${namespace}/default-deny`),
    ),
  );
  const choosy = policies.filter(({ spec }) => Object.keys(spec.podSelector).length > 0);
  // What holds secrets and what copies them do not share what they may reach.
  expect(choosy.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`)).toEqual([
    'vault/allow-servers',
    'vault/vault-snapshot',
    // Of its neighbours, the one that issues alone comes to Vault.
    'cert-manager/allow-vault',
  ]);
  const denying = policies.filter(({ metadata }) => metadata.name === 'default-deny');
  expect(new Set(denying.map(({ spec }) => JSON.stringify(spec)))).toEqual(
    new Set(['{"podSelector":{},"policyTypes":["Ingress","Egress"]}']),
  );
});

test.each([
  ['cert-manager', ['10.1.16.0/28']],
  ['custom-metrics', ['10.1.16.0/28', '199.36.153.8/30', '169.254.169.254/32']],
])('outside the cluster, %s reaches %j', (namespace, addresses) => {
  const { spec } = tiny().get('platform', 'NetworkPolicy', 'allow-add-ons', namespace);
  const reached = [...JSON.stringify(spec.egress).matchAll(/"cidr":"([^"]+)"/g)].map(([, cidr]) => cidr);
  expect(reached).toEqual(addresses);
});

test.each([
  ['cert-manager', 'v1.21.1'],
  ['trust-manager', 'v0.25.0'],
  ['vault', '0.31.0'],
  ['custom-metrics-stackdriver-adapter', 'v0.16.9'],
])('%s is deployed at %s', (name, version) => {
  expect(tiny().get('platform', 'Application', name).spec.source.targetRevision).toBe(version);
});

test('ranks push each other out from the top down; batch pushes nobody out', () => {
  const ranks = tiny()
    .objectsOf('platform')
    .filter(({ kind }) => kind === 'PriorityClass') as unknown as readonly Record<string, unknown>[];
  expect(
    ranks.map(({ metadata, value, globalDefault, preemptionPolicy }) => [
      (metadata as Found['metadata']).name,
      value,
      globalDefault,
      preemptionPolicy,
    ]),
  ).toEqual([
    ['batch', 1_000, false, 'Never'],
    ['core', 100_000, false, 'PreemptLowerPriority'],
    ['standard', 10_000, false, 'PreemptLowerPriority'],
  ]);
});

test("a disk of no other class is encrypted with the environment's own key, in its pod's zone, and stays", () => {
  const disks = tiny().get('platform', 'StorageClass', 'encrypted-rwo');
  expect(disks.metadata.annotations['storageclass.kubernetes.io/is-default-class']).toBe('true');
  expect(disks).toMatchObject({
    provisioner: 'pd.csi.storage.gke.io',
    parameters: {
      'disk-encryption-kms-key':
        'projects/acme-tiny-1/locations/europe-west6/keyRings/cluster/cryptoKeys/disks',
    },
    reclaimPolicy: 'Retain',
    volumeBindingMode: 'WaitForFirstConsumer',
  });
});

test("where the cloud is somebody else's, so are the classes of disks", () => {
  const { cloud: _, ...elsewhere } = tinyFacts(1);
  const kinds = tiny(environment('first', elsewhere))
    .objectsOf('platform')
    .map(({ kind }) => kind);
  expect(kinds).not.toContain('StorageClass');
});

describe.each(environments.map((rendered) => [rendered.environment.name, rendered] as const))(
  'in %s',
  (_, rendered) => {
    const objects = rendered.objectsOf('platform');
    const namespaces = objects.filter(({ kind }) => kind === 'Namespace');

    test('every namespace enforces restricted at the version of the cluster, and goes only by hand', () => {
      for (const { metadata } of namespaces) {
        expect(metadata.labels).toMatchObject({
          'pod-security.kubernetes.io/enforce': 'restricted',
          'pod-security.kubernetes.io/enforce-version': `v${rendered.environment.facts.kubernetesVersion}`,
        });
        expect(metadata.annotations['argocd.argoproj.io/sync-options']).toBe('Prune=false,Delete=confirm');
      }
    });

    test('every namespace in which anything is rendered exists and is closed', () => {
      const used = objects.concat(rendered.objectsOf('workloads')).map(({ metadata }) => metadata.namespace);
      const names = new Set(used.filter((name) => name !== undefined));
      expect([...names].sort()).toEqual(namespaces.map(({ metadata }) => metadata.name).sort());
      for (const { metadata } of namespaces) {
        expect(rendered.get('platform', 'NetworkPolicy', 'default-deny', metadata.name).spec).toEqual({
          podSelector: {},
          policyTypes: ['Ingress', 'Egress'],
        });
      }
    });

    test('no object comes before the wave of its kind, and only what later waves need comes otherwise', () => {
      for (const { kind, metadata } of objects.concat(rendered.objectsOf('delivery'))) {
        const wave = Number(metadata.annotations[WAVE]);
        if (kind === 'Application') expect(wave).toBeGreaterThanOrEqual(waveOf('Namespace'));
        // Argo CD judges the waves by what they say.
        else if (metadata.labels['app.kubernetes.io/part-of'] === 'argocd')
          expect(wave).toBe(waveOf('AppProject'));
        else expect([kind, wave]).toEqual([kind, waveOf(kind)]);
      }
    });

    test('every image and chart of an add-on comes from the registry of the environment', () => {
      const host = rendered.environment.facts.registry.replace(/\/[^/]+$/, '/');
      for (const { metadata, spec } of objects.filter(({ kind }) => kind === 'Application')) {
        expect(spec.source.repoURL.startsWith(host)).toBe(true);
        const repositories = [...JSON.stringify(spec.source.helm).matchAll(/"repository":"([^"]+)"/g)];
        // Definitions run nothing.
        expect(repositories.length > 0).toBe(!metadata.name.endsWith('-crds'));
        for (const [, repository] of repositories) expect(repository).toContain(host);
      }
    });

    test('add-ons have as many replicas as the environment wants, and Vault an odd number', () => {
      const { replicaFloor } = rendered.environment.facts;
      const values = (name: string) =>
        rendered.get('platform', 'Application', name).spec.source.helm.valuesObject;
      expect(values('trust-manager').replicaCount).toBe(replicaFloor);
      expect(values('vault').server.ha.replicas % 2).toBe(1);
      expect(values('vault').server.ha.replicas).toBeGreaterThanOrEqual(replicaFloor);
    });
  },
);
