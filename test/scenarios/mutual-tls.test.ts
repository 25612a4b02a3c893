import { certificateIssuers, sidecar, squad, webService, worker } from '@plinth/model';
import { otherSquad, tinyWebService } from '@plinth/testing';
import { everyEnvironment, type Found, type Rendered, tiny } from './_rendered';

const bank = squad('bank', { ...otherSquad, contact: 'bank@acme.example' });
const teller = (calls: readonly string[]) =>
  worker('teller', {
    squad: 'bank',
    image: 'bank/teller',
    resources: { cpu: 0.1, memory: '128Mi' },
    health: { ready: '/readyz', live: '/livez' },
    data: 'internal',
    ...(calls.length > 0 && { calls: [...calls] }),
  });
const without = tiny(bank, webService('shop', tinyWebService), teller([]));
const withCall = tiny(bank, webService('shop', tinyWebService), teller(['shop']));

const ID = (namespace: string, name: string) => `spiffe://e1.acme.example/ns/${namespace}/sa/${name}`;
const kindsOf = (rendered: Rendered, name: string) =>
  rendered
    .objectsOf('workloads')
    .filter(({ metadata }) => metadata.name.startsWith(name))
    .map(({ kind, metadata }) => `${kind} ${metadata.name}`);
const clientsOf = (rendered: Rendered) =>
  rendered.get('workloads', 'ConfigMap', 'shop-mutual-tls').data?.clients;
const programOf = ({ spec }: Found) => spec.template.spec.containers[0];

describe('one more call', () => {
  test('opens the network on both sides', () => {
    const ports = [{ protocol: 'TCP', port: 8443 }];
    const { egress } = withCall.get('workloads', 'NetworkPolicy', 'teller').spec;
    expect(egress).toContainEqual({
      to: [
        {
          namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'retail' } },
          podSelector: { matchLabels: { 'app.kubernetes.io/instance': 'shop' } },
        },
      ],
      ports,
    });
    const { ingress } = withCall.get('workloads', 'NetworkPolicy', 'shop').spec;
    expect(ingress).toEqual([
      {
        from: [
          {
            namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'bank' } },
            podSelector: { matchLabels: { 'app.kubernetes.io/instance': 'teller' } },
          },
        ],
        ports,
      },
    ]);
    expect(without.get('workloads', 'NetworkPolicy', 'shop').spec.ingress).toBeUndefined();
  });

  test('puts the caller on the list of the called', () => {
    expect([clientsOf(without), clientsOf(withCall)]).toEqual(['', `${ID('bank', 'teller')}\n`]);
  });

  test('gives the caller a certificate, an issuer and an account for it', () => {
    expect(kindsOf(without, 'teller')).not.toContain('Certificate teller');
    expect(kindsOf(withCall, 'teller')).toEqual(
      expect.arrayContaining(['Certificate teller', 'Issuer teller', 'ServiceAccount teller.issuer']),
    );
    expect(withCall.get('workloads', 'Certificate', 'teller').spec).toMatchObject({
      uris: [ID('bank', 'teller')],
      // A first caller needs no other certificate.
      usages: ['digital signature', 'server auth', 'client auth'],
    });
  });

  test('gives Vault a role that holds the caller’s names, and no others', () => {
    expect(certificateIssuers(without.environment).map(({ service }) => service)).toEqual(['shop']);
    const [, issuer] = certificateIssuers(withCall.environment);
    expect(issuer).toMatchObject({
      service: 'teller',
      account: 'teller.issuer',
      audience: 'vault://bank/teller',
      path: 'pki/sign/teller',
      certificate: { serves: false, dnsNames: ['teller.bank.svc', 'teller.bank.svc.cluster.local'] },
    });
  });

  test('lets cert-manager make tokens for that account, and for no other of the squad', () => {
    const role = withCall.get('platform', 'Role', 'certificate-issuers', 'bank') as unknown as {
      rules: readonly unknown[];
    };
    expect(role.rules).toEqual([
      {
        apiGroups: [''],
        resources: ['serviceaccounts/token'],
        resourceNames: ['teller.issuer'],
        verbs: ['create'],
      },
    ]);
    expect(() => without.get('platform', 'Role', 'certificate-issuers', 'bank')).toThrow('0 objects');
  });

  test('tells the program where to call, and the squad’s namespace whom to trust', () => {
    expect(programOf(withCall.get('workloads', 'Deployment', 'teller')).env).toContainEqual({
      name: 'SHOP_HTTPS_ADDRESS',
      value: 'shop.retail.svc:8443',
    });
    const labels = (rendered: Rendered) => rendered.get('platform', 'Namespace', 'bank').metadata.labels;
    expect(labels(without)['plinth/certificates']).toBeUndefined();
    expect(labels(withCall)).toMatchObject({ 'plinth/certificates': 'mutual-tls' });
    expect(labels(withCall)).not.toHaveProperty('plinth/secrets');
  });
});

describe('a program that speaks no TLS', () => {
  const plain = webService('shop', { ...tinyWebService, mutualTls: sidecar({ https: 8080 }) });
  const behind = tiny(bank, plain, teller(['shop']));

  test('has a proxy that knows who may call, and gets neither key nor list', () => {
    const pod = behind.get('workloads', 'Deployment', 'shop').spec.template.spec;
    expect(pod.initContainers.map(({ name }: { name: string }) => name)).toEqual(['service-proxy']);
    expect(JSON.stringify(programOf(behind.get('workloads', 'Deployment', 'shop')))).not.toContain('tls');
    const files = behind.get('workloads', 'ConfigMap', 'shop-mutual-tls-proxy').data ?? {};
    expect(files['clients.json']).toContain(ID('bank', 'teller'));
  });

  test('is called by the same name and port as before', () => {
    const same = (kind: string, name: string) => [
      withCall.get('workloads', kind, name).spec,
      behind.get('workloads', kind, name).spec,
    ];
    for (const kind of ['Service', 'NetworkPolicy', 'Certificate']) {
      const [before, after] = same(kind, 'shop');
      expect(after).toEqual(before);
    }
    expect(behind.get('workloads', 'Deployment', 'teller')).toEqual(
      withCall.get('workloads', 'Deployment', 'teller'),
    );
  });

  test.each([
    ['gets', withCall, behind],
    ['loses', behind, withCall],
  ])('that %s its proxy takes no file away from pods that still run', (_, before, after) => {
    const filesIn = (rendered: Rendered) =>
      rendered
        .objectsOf('workloads')
        .filter(({ kind }) => kind === 'ConfigMap')
        .map(({ metadata, data = {} }) => [metadata.name, Object.keys(data)] as const);
    const kept = new Map(filesIn(after));
    expect(filesIn(before)).not.toEqual([]);
    // A kubelet keeps what it has of a ConfigMap that is gone, and takes away what is no longer in one that is there.
    for (const [name, files] of filesIn(before))
      expect([name, kept.get(name) ?? files]).toEqual([name, expect.arrayContaining(files)]);
  });

  test('is the only thing that a squad writes: the image is the platform’s', () => {
    const [proxy] = behind.get('workloads', 'Deployment', 'shop').spec.template.spec.initContainers;
    expect(proxy.image).toBe(
      `europe-west6-docker.pkg.dev/acme-tiny-1/docker-io/envoyproxy/envoy:distroless-v1.0.0@sha256:${'a'.repeat(64)}`,
    );
  });
});

test.each([
  ['alone', { grpc: 9443 }],
  ['beside https', { grpc: 9443, https: 8443 }],
])('a web service may speak gRPC, %s: callers reach it and know its address', (_, ports) => {
  const rendered = tiny(bank, webService('shop', { ...tinyWebService, ports }), teller(['shop']));

  const { ingress } = rendered.get('workloads', 'NetworkPolicy', 'shop').spec;
  const numbers = Object.values(ports).sort((a, b) => a - b);
  expect(ingress[0].ports).toEqual(numbers.map((port) => ({ protocol: 'TCP', port })));
  const listening = rendered.get('workloads', 'Service', 'shop').spec.ports;
  const { env } = programOf(rendered.get('workloads', 'Deployment', 'teller'));
  for (const [name, port] of Object.entries(ports)) {
    expect(listening).toContainEqual(expect.objectContaining({ name, port }));
    const variable = `SHOP_${name.toUpperCase()}_ADDRESS`;
    expect(env).toContainEqual({ name: variable, value: `shop.retail.svc:${port}` });
  }
});

test('a job and its dependencies alone need no certificate', () => {
  const alone = tiny(bank, webService('shop', tinyWebService), teller(['shop-database']));
  expect(kindsOf(alone, 'teller')).not.toContain('Certificate teller');
  expect(programOf(alone.get('workloads', 'Deployment', 'teller')).env).toBeUndefined();
});

describe.each(everyEnvironment().map((rendered) => [rendered.environment.name, rendered] as const))(
  'in %s of the demo company',
  (_, rendered) => {
    const { services } = rendered.environment;
    const edges = services.flatMap((caller) =>
      caller.calls.filter(({ kind }) => kind === 'service').map(({ name }) => `${caller.name} ${name}`),
    );

    test('every call between services has its line in a list of clients, and every line its call', () => {
      const lines = services.flatMap(({ name, mutualTls }) =>
        (mutualTls?.clients ?? []).map((client) => `${client.split('/').at(-1)} ${name}`),
      );
      expect(lines.sort()).toEqual([...edges].sort());
      expect(edges.length).toBeGreaterThan(10);
    });

    test('every list is rendered, where the program or the proxy reads it', () => {
      for (const { name, namespace, mutualTls } of services) {
        if (mutualTls === undefined || mutualTls.clients.length === 0) continue;
        const [map, file] =
          mutualTls.termination.by === 'application'
            ? ['mutual-tls', 'clients']
            : ['mutual-tls-proxy', 'clients.json'];
        const list = rendered.get('workloads', 'ConfigMap', `${name}-${map}`, namespace).data?.[file] ?? '';
        for (const client of mutualTls.clients) expect(list).toContain(client);
        expect(list.match(/spiffe:\/\//g)).toHaveLength(mutualTls.clients.length);
      }
    });
  },
);
