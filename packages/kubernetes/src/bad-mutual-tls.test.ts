import { MUTUAL_TLS, PROXY, testChart, VAULT_AUTHORITY, webServiceProps } from './chart.fixture';
import { type MutualTls, WebService, type WebServiceProps } from './index';
import { problemsIn } from './problem.fixture';

/** Props as a caller without types could write them. */
type Loose = Readonly<Record<string, unknown>>;

const certificate = (differs: Loose): Loose => ({ certificate: { ...MUTUAL_TLS.certificate, ...differs } });
const issuer = (differs: Loose): Loose => ({ issuer: { ...MUTUAL_TLS.issuer, ...differs } });
const [SERVER] = MUTUAL_TLS.servers ?? [];
const servers = (...list: readonly Loose[]): Loose => ({
  servers: list.map((one) => ({ ...SERVER, ...one })),
});
const proxy = (differs: Loose): Loose => ({ ...PROXY, proxy: { ...PROXY.proxy, ...differs } });

const names = (count: number) => [
  'ledger.exchange.svc',
  ...Array.from({ length: count - 1 }, (_, index) => `ledger-${index}.exchange.svc`),
];
const nameRows = (
  ['*.exchange.svc', '*', '10.0.0.1', 'Ledger.exchange.svc', 'ledger.exchange.svc.', 'a..b', ''] as const
).map(
  (name) =>
    [
      certificate({ dnsNames: ['ledger.exchange.svc', name] }),
      'certificate.dnsNames[1]',
      JSON.stringify(name),
      'without wildcard, and no address',
      'ledger.exchange.svc',
    ] as const,
);
const identityRows = [
  'spiffe://example.com',
  'spiffe://example.com/ns/exchange/sa/*',
  'spiffe://Example.com/ns/exchange/sa/ledger',
  'https://example.com/ns/exchange/sa/ledger',
  'spiffe:///ns/exchange/sa/ledger',
  'spiffe://example.com/ns/exchange/sa/ledger?x=1',
  '',
].map(
  (identity) =>
    [
      certificate({ identity }),
      'certificate.identity',
      JSON.stringify(identity),
      'spiffe://<trust domain>/ns/<namespace>/sa/<name>',
      'spiffe://example.com/ns/exchange/sa/ledger',
    ] as const,
);

/** `prop`, what is found, what is allowed, what to do. */
const ROWS: readonly (readonly [Loose, string, string, string, string])[] = [
  ...nameRows,
  ...identityRows,
  [certificate({ dnsNames: [] }), 'certificate.dnsNames', 'no name', '1 to 100', 'name what callers ask for'],
  [certificate({ dnsNames: names(101) }), 'certificate.dnsNames', '101 names', '1 to 100', 'nothing else'],
  [
    certificate({ commonName: 'other.svc' }),
    'certificate.commonName',
    '"other.svc"',
    'one of the DNS names',
    'first',
  ],
  [
    certificate({ commonName: `${'a'.repeat(61)}.svc` }),
    'certificate.commonName',
    'aaa',
    'at most 64 characters',
    'a shorter name',
  ],
  [
    certificate({ usedBy: { server: false, client: false } }),
    'certificate.usedBy',
    'neither',
    'both',
    'leave mutualTls out',
  ],
  [certificate({ duration: '59m' }), 'certificate.duration', '59m', '1h', '1h'],
  [certificate({ duration: '90d' }), 'certificate.duration', '"90d"', 's, m', '"2160h"'],
  [certificate({ duration: '169h' }), 'certificate.duration', '169h', '168h', '168h'],
  [certificate({ renewBefore: '4m' }), 'certificate.renewBefore', '4m', '5m', '5m'],
  [
    certificate({ renewBefore: '24h' }),
    'certificate.renewBefore',
    '24h of 24h',
    'less than the duration',
    '"16h" of "24h"',
  ],
  [
    certificate({ renewBefore: '23h' }),
    'certificate.renewBefore',
    '23h of 24h',
    'at most three quarters',
    '"16h" of "24h"',
  ],
  [issuer({ address: 'http://vault:8200' }), 'issuer.address', '"http://vault:8200"', 'https', 'https://'],
  [
    issuer({ path: 'pki/sign-verbatim' }),
    'issuer.path',
    '"pki/sign-verbatim"',
    'pki/sign/ledger',
    'pki/sign/ledger',
  ],
  [issuer({ path: 'pki/sign/*' }), 'issuer.path', '"pki/sign/*"', 'pki/sign/ledger', 'pki/sign/ledger'],
  [
    issuer({ path: 'pki/root/sign-intermediate' }),
    'issuer.path',
    'sign-intermediate',
    'pki/sign/ledger',
    'pki/sign',
  ],
  [issuer({ role: '*' }), 'issuer.role', '"*"', 'ledger.issuer', 'ledger.issuer'],
  [issuer({ account: 'Ledger' }), 'issuer.account', '"Ledger"', 'a DNS name', 'as kubectl shows it'],
  [
    issuer({ authority: `${VAULT_AUTHORITY}-----BEGIN PRIVATE KEY-----\nAAEC\n` }),
    'issuer.authority',
    'other text, not shown',
    'one certificate in PEM',
    'ca.crt',
  ],
  [{ clients: ['*'] }, 'clients[0]', '"*"', 'spiffe://', 'spiffe://example.com'],
  [
    servers({ serverName: '*.exchange.svc' }),
    'servers[0].serverName',
    '"*.exchange.svc"',
    'without wildcard',
    'svc',
  ],
  [
    servers({ identity: 'spiffe://x' }),
    'servers[0].identity',
    '"spiffe://x"',
    'spiffe://',
    'spiffe://example.com',
  ],
  [servers({ port: 0 }), 'servers[0].port', '0', '1 to 65535', 'for example'],
  [servers({ loopback: 15001 }), 'servers[0].loopback', '15001', 'there is no proxy', 'leave it out'],
  [servers({}, {}), 'servers[1]', 'ORDER_MATCHER_HTTPS_ADDRESS again', 'of its own', 'rename the port'],
  [
    servers({ name: 'a-b', portName: 'c' }, { name: 'a', portName: 'b-c' }),
    'servers[1]',
    'A_B_C_ADDRESS again',
    'of its own',
    'rename the port',
  ],
  [{ ...PROXY, servers: MUTUAL_TLS.servers }, 'servers[0].loopback', 'nothing', '127.0.0.1', '15001'],
  [proxy({ plain: { https: 70_000 } }), 'proxy.plain["https"]', '70000', '1 to 65535', 'for example'],
  [proxy({ plain: {} }), 'proxy.plain', 'no port of the program for "https"', 'behind the proxy', '8080'],
  [
    proxy({ plain: { https: 8080, grpc: 8090 } }),
    'proxy.plain["grpc"]',
    '"grpc", which is no port',
    'https, health',
    'remove it',
  ],
  [
    proxy({ plain: { https: 8443 } }),
    'proxy.plain["https"]',
    '8443, as the port "https"',
    'of its own',
    'another number',
  ],
  [proxy({ health: 8081 }), 'proxy.health', '8081, as the port "health"', 'of its own', 'another number'],
  [
    proxy({ health: 15001 }),
    'proxy.health',
    '15001, as the call of order-matcher',
    'of its own',
    'another number',
  ],
  [
    proxy({ image: 'envoyproxy/envoy:latest' }),
    'proxy.image',
    'envoyproxy/envoy',
    'a registry host',
    'write for example',
  ],
  [{ folder: '/tmp' }, 'folder', '"/tmp"', 'other than', '"/tls"'],
  [{ folder: '/tmp/tls' }, 'folder', 'beside "/tmp"', 'of its own', 'another'],
];

test.each(ROWS)('fails when mutual TLS has %j', (differs, prop, found, allowed, fix) => {
  const mutualTls = { ...MUTUAL_TLS, ...differs } as MutualTls;
  const props: WebServiceProps = webServiceProps({ mutualTls });
  const [first, ...others] = problemsIn(() => new WebService(testChart(), 'ledger', props));
  expect(first).toEqual({
    code: expect.stringMatching(/^[a-zA-Z-]+$/),
    where: `exchange/ledger: mutualTls.${prop}`,
    found: expect.stringContaining(found),
    allowed: expect.stringContaining(allowed),
    fix: expect.stringContaining(fix),
  });
  // An image is wrong in more than one part at once.
  if (prop !== 'proxy.image') expect(others).toEqual([]);
});
