import {
  MUTUAL_TLS,
  only,
  PROXY,
  rendered,
  scheduledJobProps,
  statefulNodeProps,
  testChart,
  VAULT_AUTHORITY,
  webServiceProps,
  workerProps,
} from './chart.fixture';
import { type ConfigMap, type MutualTls, ScheduledJob, StatefulNode, WebService, Worker } from './index';
import type { PodTemplateSpec } from './newer-fields';

interface Owned {
  readonly pod: { readonly _template: PodTemplateSpec };
}

const ledger = (differs: Partial<MutualTls> = {}) =>
  new WebService(testChart(), 'ledger', webServiceProps({ mutualTls: { ...MUTUAL_TLS, ...differs } }));
const specOf = ({ pod }: Owned) => pod._template.spec;
const programOf = (owned: Owned) => specOf(owned).containers[0];
const mountsOf = (owned: Owned) => (programOf(owned)?.volumeMounts ?? []).map(({ mountPath }) => mountPath);
const variablesOf = (owned: Owned) =>
  Object.fromEntries((programOf(owned)?.env ?? []).map(({ name, value }) => [name, value]));
const filesOf = ({ nodes }: WebService | StatefulNode | Worker): NonNullable<ConfigMap['data']> =>
  (nodes.tlsConfigMap?.toJson() as ConfigMap | undefined)?.data ?? {};

interface Listener {
  readonly name: string;
  readonly address: { readonly socket_address: { readonly address: string; readonly port_value: number } };
  readonly filter_chains: readonly {
    readonly transport_socket?: { readonly typed_config: Readonly<Record<string, unknown>> };
  }[];
}
interface Cluster {
  readonly name: string;
  readonly transport_socket?: { readonly typed_config: { readonly sni: string } };
  readonly load_assignment: {
    readonly endpoints: readonly [
      { readonly lb_endpoints: readonly [{ readonly endpoint: Pick<Listener, 'address'> }] },
    ];
  };
}

/** What Envoy is told, part by part. */
function proxyOf(workload: WebService | StatefulNode | Worker) {
  const { listeners, clusters } = JSON.parse(filesOf(workload)['envoy.json'] ?? '{}').static_resources as {
    listeners: readonly Listener[];
    clusters: readonly Cluster[];
  };
  const place = ({ address }: Pick<Listener, 'address'>) =>
    `${address.socket_address.address}:${address.socket_address.port_value}`;
  return {
    listeners: Object.fromEntries(listeners.map((listener) => [listener.name, place(listener)])),
    doors: Object.fromEntries(
      listeners.map(({ name, filter_chains }) => [name, filter_chains[0]?.transport_socket?.typed_config]),
    ),
    clusters: Object.fromEntries(
      clusters.map(({ name, load_assignment: { endpoints } }) => [
        name,
        place(endpoints[0].lb_endpoints[0].endpoint),
      ]),
    ),
    names: clusters.map(({ transport_socket }) => transport_socket?.typed_config.sni),
  };
}

const sansOf = (files: NonNullable<ConfigMap['data']>, name: string): readonly string[] =>
  JSON.parse(files[`${name}.json`] ?? '{}').resources[0].validation_context.match_typed_subject_alt_names.map(
    ({ san_type, matcher }: { san_type: string; matcher: { exact: string } }) =>
      `${san_type} ${matcher.exact}`,
  );

test('a certificate is asked for under an account of its own, by an issuer that signs nothing else', () => {
  const { certificate, issuer, issuerAccount } = ledger().nodes.certificate ?? {};
  expect(certificate?.toJson()).toMatchObject({
    metadata: { name: 'ledger', namespace: 'exchange' },
    spec: {
      secretName: 'ledger-tls',
      commonName: 'ledger.exchange.svc',
      dnsNames: ['ledger.exchange.svc', 'ledger.exchange.svc.cluster.local'],
      uris: ['spiffe://example.com/ns/exchange/sa/ledger'],
      privateKey: { algorithm: 'ECDSA', size: 256, encoding: 'PKCS8', rotationPolicy: 'Always' },
      duration: '24h',
      renewBefore: '16h',
      usages: ['digital signature', 'server auth', 'client auth'],
      issuerRef: { group: 'cert-manager.io', kind: 'Issuer', name: 'ledger' },
    },
  });
  expect(issuer?.toJson()).toMatchObject({
    metadata: { name: 'ledger', namespace: 'exchange' },
    spec: {
      vault: {
        server: 'https://vault-active.vault.svc:8200',
        path: 'pki/sign/ledger',
        caBundle: Buffer.from(VAULT_AUTHORITY).toString('base64'),
        auth: {
          kubernetes: {
            role: 'ledger.issuer',
            mountPath: '/v1/auth/kubernetes',
            serviceAccountRef: { name: 'ledger.issuer' },
          },
        },
      },
    },
  });
  expect(issuerAccount?.toJson()).toMatchObject({
    metadata: { name: 'ledger.issuer' },
    automountServiceAccountToken: false,
  });
});

test('an issuer that knows no Vault names none, and no Secret in its place', () => {
  const { authority: _, ...unknown } = MUTUAL_TLS.issuer;
  const { issuer } = ledger({ issuer: unknown }).nodes.certificate ?? {};
  expect(Object.keys(issuer?.toJson().spec.vault ?? {}).sort()).toEqual(['auth', 'path', 'server']);
});

test.each([
  ['serves', { server: true, client: false }, ['digital signature', 'server auth']],
  ['calls', { server: false, client: true }, ['digital signature', 'client auth']],
] as const)('the certificate of one who only %s says so', (_, usedBy, usages) => {
  const { certificate } =
    ledger({ certificate: { ...MUTUAL_TLS.certificate, usedBy } }).nodes.certificate ?? {};
  expect(certificate?.toJson().spec?.usages).toEqual(usages);
});

test('the program finds certificate, key, authorities and clients in one volume, and is told where', () => {
  const service = ledger();
  expect(specOf(service).initContainers).toBeUndefined();
  expect(mountsOf(service)).toContain('/tls');
  expect(specOf(service).volumes).toContainEqual({
    name: 'tls',
    projected: {
      defaultMode: 0o440,
      sources: [
        {
          secret: {
            name: 'ledger-tls',
            items: [
              { key: 'tls.crt', path: 'tls.crt' },
              { key: 'tls.key', path: 'tls.key' },
            ],
          },
        },
        { configMap: { name: 'service-authorities', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
        { configMap: { name: 'ledger-mutual-tls' } },
      ],
    },
  });
  expect(filesOf(service)).toEqual({
    clients: 'spiffe://example.com/ns/bots/sa/price-bot\nspiffe://example.com/ns/wallet/sa/wallet-api\n',
  });
  expect(variablesOf(service)).toEqual({
    TLS_CERT_FILE: '/tls/tls.crt',
    TLS_KEY_FILE: '/tls/tls.key',
    TLS_CA_FILE: '/tls/ca.crt',
    TLS_CLIENTS_FILE: '/tls/clients',
    ORDER_MATCHER_HTTPS_ADDRESS: 'order-matcher.exchange.svc:8443',
  });
});

test('one more who may call is a roll-out, because a program may read its list once', () => {
  const checksumOf = (service: WebService) =>
    service.pod._template.metadata.annotations?.['checksum/mutual-tls'];
  const more = { clients: [...(MUTUAL_TLS.clients ?? []), 'spiffe://example.com/ns/bank/sa/bank-core'] };
  expect(checksumOf(ledger())).toMatch(/^[0-9a-f]{64}$/);
  expect(checksumOf(ledger(more))).not.toBe(checksumOf(ledger()));
});

test('who does not serve has no list of clients, and who serves nobody yet an empty one', () => {
  const { clients: _, ...calling } = MUTUAL_TLS;
  const worker = new Worker(testChart(), 'market-data', workerProps({ mutualTls: calling }));
  expect(worker.nodes.tlsConfigMap).toBeUndefined();
  expect(Object.keys(variablesOf(worker))).not.toContain('TLS_CLIENTS_FILE');
  expect(filesOf(ledger({ clients: [] }))).toEqual({ clients: '' });
});

describe('behind a proxy', () => {
  const behind = (differs: Partial<MutualTls> = {}) => ledger({ ...PROXY, ...differs });

  test('the program never sees the key, and calls on 127.0.0.1 under the same names', () => {
    const service = behind();
    expect(mountsOf(service)).not.toContain('/tls');
    expect(variablesOf(service)).toEqual({ ORDER_MATCHER_HTTPS_ADDRESS: '127.0.0.1:15001' });
    const [proxy] = specOf(service).initContainers ?? [];
    expect(proxy).toMatchObject({
      name: 'service-proxy',
      restartPolicy: 'Always',
      securityContext: { readOnlyRootFilesystem: true, runAsNonRoot: true, capabilities: { drop: ['ALL'] } },
      readinessProbe: { httpGet: { path: '/ready', port: 15021 } },
    });
    expect(proxy?.volumeMounts?.map(({ mountPath }) => mountPath)).toEqual(['/etc/proxy', '/tls']);
  });

  test('callers are let in by who they are, and servers are known by who they are', () => {
    const service = behind();
    const { listeners, doors, clusters, names } = proxyOf(service);
    expect(listeners).toEqual({
      'in-https': '0.0.0.0:8443',
      'out-order-matcher.https': '127.0.0.1:15001',
      health: '0.0.0.0:15021',
    });
    expect(doors['in-https']).toMatchObject({
      require_client_certificate: true,
      disable_stateless_session_resumption: true,
      common_tls_context: { tls_params: { tls_minimum_protocol_version: 'TLSv1_3' } },
    });
    expect(clusters).toEqual({
      'program-https': '127.0.0.1:8080',
      'order-matcher.https': 'order-matcher.exchange.svc.cluster.local:8443',
    });
    expect(names).toContain('order-matcher.exchange.svc');
    const files = filesOf(service);
    expect(sansOf(files, 'clients')).toEqual([
      'URI spiffe://example.com/ns/bots/sa/price-bot',
      'URI spiffe://example.com/ns/wallet/sa/wallet-api',
    ]);
    expect(sansOf(files, 'order-matcher.https')).toEqual([
      'URI spiffe://example.com/ns/exchange/sa/order-matcher',
    ]);
  });

  test('who says nothing does not keep others out, and a proxy that is full is not ended for it', () => {
    const { static_resources, overload_manager } = JSON.parse(filesOf(behind())['envoy.json'] ?? '{}');
    const [door, call, health] = static_resources.listeners;
    expect(door.filter_chains[0].transport_socket_connect_timeout).toBe('10s');
    expect(health.ignore_global_conn_limit).toBe(true);
    expect([door, call].map((one) => one.ignore_global_conn_limit)).toEqual([undefined, undefined]);
    // Two sides of a connection, each with what the other does not take, within the 128 MiB that the proxy has.
    const [{ typed_config }] = overload_manager.resource_monitors;
    const all = [door, call, ...static_resources.clusters];
    const buffers = new Set(all.map((one) => one.per_connection_buffer_limit_bytes));
    expect([...buffers]).toEqual([32 * 1024]);
    expect(typed_config.max_active_downstream_connections * 4 * 32 * 1024).toBeLessThan(64 * 1024 * 1024 + 1);
  });

  test('where nobody may call there is no door: an empty list would let everybody in', () => {
    const service = behind({ clients: [] });
    expect(Object.keys(proxyOf(service).listeners)).toEqual(['out-order-matcher.https', 'health']);
    expect(Object.keys(filesOf(service))).not.toContain('clients.json');
  });

  test('the gateway, which shows no certificate, has a door of its own', () => {
    const exposure = {
      gateway: { namespace: 'gateway', name: 'public' },
      hostnames: ['api.example.com'],
      gatewayRanges: ['130.211.0.0/22'],
    };
    const service = new WebService(
      testChart(),
      'ledger',
      webServiceProps({
        ports: { https: 8443, edge: 8444 },
        exposure,
        mutualTls: {
          ...MUTUAL_TLS,
          ...PROXY,
          proxy: { ...PROXY.proxy, plain: { https: 8080, edge: 8085 } },
          clients: [],
        },
      }),
    );
    const { listeners, doors, clusters } = proxyOf(service);
    expect(listeners['in-edge']).toBe('0.0.0.0:8444');
    expect(doors['in-edge']).toMatchObject({ require_client_certificate: false });
    expect(JSON.stringify(doors['in-edge'])).not.toContain('clients');
    expect(clusters['program-edge']).toBe('127.0.0.1:8085');
    expect(listeners['in-https']).toBeUndefined();
  });

  test('a node of its own kind has one too, before the agent of its secrets', () => {
    const node = new StatefulNode(
      testChart(),
      'klever-node',
      statefulNodeProps({
        ports: { api: 8443 },
        mutualTls: { ...MUTUAL_TLS, servers: [], proxy: { ...PROXY.proxy, plain: { api: 8080 } } },
      }),
    );
    expect(specOf(node).initContainers?.map(({ name }) => name)).toEqual(['service-proxy']);
    expect(proxyOf(node).clusters).toEqual({ 'program-api': '127.0.0.1:8080' });
  });
});

test.each([
  ['grpc', ['h2']],
  ['grpc-admin', ['h2']],
  ['http2', ['h2']],
  ['grpcs', undefined],
  ['api', undefined],
])('a port called %s is said to speak %j', (name, spoken) => {
  const plain = { [name]: 8080 };
  const servers = (MUTUAL_TLS.servers ?? []).map((one) => ({ ...one, portName: name, loopback: 15001 }));
  const mutualTls = { ...MUTUAL_TLS, servers, proxy: { ...PROXY.proxy, plain } };
  const ports = { [name]: 8443 };
  const node = new StatefulNode(
    testChart(),
    'klever-node',
    statefulNodeProps({ ports, health: { ready: '/ready', live: '/live' }, mutualTls }),
  );
  const { listeners, clusters } = JSON.parse(filesOf(node)['envoy.json'] ?? '{}').static_resources;
  const [door] = listeners[0].filter_chains;
  expect(door.transport_socket.typed_config.common_tls_context.alpn_protocols).toEqual(spoken);
  expect(clusters[1].transport_socket.typed_config.common_tls_context.alpn_protocols).toEqual(spoken);
});

test('a job has files to call with, and ends although a proxy runs beside it', () => {
  const certificate = { ...MUTUAL_TLS.certificate, usedBy: { server: false, client: true } };
  const job = new ScheduledJob(
    testChart(),
    'bank-statements',
    scheduledJobProps({
      mutualTls: { ...MUTUAL_TLS, certificate, clients: [], ...PROXY, proxy: { ...PROXY.proxy, plain: {} } },
    }),
  );
  expect(specOf(job).initContainers?.map(({ restartPolicy }) => restartPolicy)).toEqual(['Always']);
  expect(only(job, 'Certificate').spec).toMatchObject({ usages: ['digital signature', 'client auth'] });
});

test('without it nothing is said of certificates', () => {
  const service = new WebService(testChart(), 'ledger', webServiceProps());
  expect(rendered(service).map(({ kind }) => kind)).not.toContain('Certificate');
  expect(mountsOf(service)).not.toContain('/tls');
  expect(service.nodes.certificate).toBeUndefined();
});

test('fails when the program has a variable of the same name as a call', () => {
  const props = webServiceProps({
    mutualTls: MUTUAL_TLS,
    process: { variables: { TLS_KEY_FILE: '/elsewhere' } },
  });
  expect(() => new WebService(testChart(), 'ledger', props)).toThrow(/"TLS_KEY_FILE" again/);
});
