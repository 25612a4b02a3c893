import { checkObjects } from '../../fixtures/check-objects';
import { type Loose, valid } from '../../fixtures/fixtures';
import { allRules } from '../all-rules';
import { RuleRun } from '../rule-run';
import { certificateRule } from './certificate-rule';

const ISSUER = 'ledger-api';

/** What every rule finds in a Certificate with its Issuer, one line each: a mistake is told once. */
function faults(change: (spec: Loose, certificate: Loose) => void): string[] {
  const certificate = valid('Certificate', (object) => change(object.spec, object));
  return findings([certificate, valid('Issuer', undefined, ISSUER)]);
}

function issuerFaults(change: (vault: Loose) => void): string[] {
  return findings([valid('Certificate'), valid('Issuer', ({ spec }) => change(spec.vault), ISSUER)]);
}

function findings(objects: readonly Loose[], rules = allRules): string[] {
  const rendered = objects.map((object) => ({ object, file: 'a.yaml' }));
  return checkObjects(rendered, rules).map(({ rule, path, found }) => `${rule} ${path}: ${found}`);
}

test('a certificate of a service and its issuer are as they should be', () => {
  expect(faults(() => undefined)).toEqual([]);
});

test.each<[string, (spec: Loose) => void]>([
  ['P-384', (spec) => Object.assign(spec.privateKey, { size: 384 })],
  ['a curve that cert-manager chooses', (spec) => delete spec.privateKey.size],
  ['no kind of the issuer, which is Issuer', (spec) => delete spec.issuerRef.kind],
  ['no group of the issuer, which is its own', (spec) => delete spec.issuerRef.group],
  ['a client alone', (spec) => Object.assign(spec, { usages: ['digital signature', 'client auth'] })],
  ['both forms of its DNS name', (spec) => spec.dnsNames.push('ledger-api.payments.svc.cluster.local')],
  ['the name of one of its pods', (spec) => spec.dnsNames.push('ledger-api-0.ledger-api.payments.svc')],
  ['one of its names as common name', (spec) => Object.assign(spec, { commonName: spec.dnsNames[0] })],
  [
    'a common name of 64 bytes',
    (spec) => {
      // The service is called as it is: the name of one of its pods is what grows.
      spec.commonName = `${'n'.repeat(64 - spec.dnsNames[0].length - 1)}.${spec.dnsNames[0]}`;
      spec.dnsNames.push(spec.commonName);
    },
  ],
  ['an hour', (spec) => Object.assign(spec, { duration: '1h', renewBefore: '20m' })],
  ['a week', (spec) => Object.assign(spec, { duration: '168h', renewBefore: '56h' })],
  ['renewal at a quarter', (spec) => Object.assign(spec, { renewBefore: '18h' })],
  ['5 minutes before the end', (spec) => Object.assign(spec, { duration: '60m', renewBefore: '20m0s' })],
  [
    'a share for a time',
    (spec) => Object.assign(spec, { renewBefore: undefined, renewBeforePercentage: 34 }),
  ],
])('a certificate may have %s', (_, change) => {
  expect(faults(change)).toEqual([]);
});

test.each<[string, (spec: Loose) => void, string]>([
  [
    'a wildcard',
    (spec) => spec.dnsNames.push('*.payments.svc'),
    'certificate spec.dnsNames[1]: the pattern "*.payments.svc"',
  ],
  [
    'a wildcard as common name',
    (spec) => Object.assign(spec, { commonName: '*.payments.svc' }),
    'certificate spec.commonName: the pattern "*.payments.svc"',
  ],
  [
    'an address of IPv4 in its DNS names',
    (spec) => spec.dnsNames.push('10.0.0.1'),
    'certificate spec.dnsNames[1]: the address "10.0.0.1"',
  ],
  [
    'an address of IPv6 in its DNS names',
    (spec) => spec.dnsNames.push('fd00::1'),
    'certificate spec.dnsNames[1]: the address "fd00::1"',
  ],
  [
    'more than 100 names',
    (spec) => {
      for (let pod = 0; pod < 99; pod++) spec.dnsNames.push(`p-${pod}.ledger-api.payments.svc`);
    },
    'certificate spec: 101 names',
  ],
  ['no name', (spec) => Object.assign(spec, { dnsNames: [], uris: [] }), 'certificate spec: no name at all'],
  [
    'a common name alone',
    (spec) => Object.assign(spec, { dnsNames: undefined, uris: undefined, commonName: 'ledger-api' }),
    'certificate spec: no name but the subject "ledger-api"',
  ],
  [
    'a common name of 65 bytes',
    (spec) => Object.assign(spec, { commonName: `${'n'.repeat(63)}é` }),
    'certificate spec.commonName: 65 bytes',
  ],
  [
    'the name of another service as common name',
    (spec) => Object.assign(spec, { commonName: 'cards.payments.svc' }),
    'certificate spec.commonName: "cards.payments.svc"',
  ],
  [
    'a common name that is none of its names, of which it has none',
    (spec) => Object.assign(spec, { dnsNames: undefined, commonName: 'ledger-api.payments.svc' }),
    'certificate spec.commonName: "ledger-api.payments.svc"',
  ],
  ['no SPIFFE ID', (spec) => delete spec.uris, 'certificate spec.uris: nothing'],
  [
    'the SPIFFE ID of another service',
    (spec) => spec.uris.push('spiffe://acme/ns/payments/sa/cards'),
    'certificate spec.uris[1]: "spiffe://acme/ns/payments/sa/cards"',
  ],
  [
    'the SPIFFE ID of another namespace',
    (spec) => spec.uris.push('spiffe://acme/ns/wallet/sa/ledger-api'),
    'certificate spec.uris[1]: "spiffe://acme/ns/wallet/sa/ledger-api"',
  ],
  [
    'a URI of another form',
    (spec) => spec.uris.push('https://acme/ledger-api'),
    'certificate spec.uris[1]: "https://acme/ledger-api"',
  ],
  [
    'the DNS name of another service',
    (spec) => spec.dnsNames.push('cards.payments.svc'),
    'certificate spec.dnsNames[1]: "cards.payments.svc"',
  ],
  [
    'an address',
    (spec) => Object.assign(spec, { ipAddresses: ['10.0.0.1'] }),
    'certificate spec.ipAddresses: ["10.0.0.1"]',
  ],
  [
    'an organisation',
    (spec) => Object.assign(spec, { subject: { organizations: ['Acme'] } }),
    'certificate spec.subject: a subject of parts',
  ],
])('fails when a certificate has %s', (_, change, expected) => {
  expect(faults(change)).toEqual([expected]);
});

test.each<[string, (spec: Loose) => void, string]>([
  [
    'RSA with 1024 bits',
    (spec) => Object.assign(spec.privateKey, { algorithm: 'RSA', size: 1024 }),
    'certificate spec.privateKey.algorithm: RSA with 1024 bits',
  ],
  [
    'RSA at all',
    (spec) => Object.assign(spec.privateKey, { algorithm: 'RSA', size: 4096 }),
    'certificate spec.privateKey.algorithm: RSA with 4096 bits',
  ],
  [
    'no algorithm',
    (spec) => delete spec.privateKey.algorithm,
    'certificate spec.privateKey.algorithm: nothing, and so RSA with 2048 bits',
  ],
  [
    'P-224',
    (spec) => Object.assign(spec.privateKey, { size: 224 }),
    'certificate spec.privateKey.size: the curve P-224',
  ],
  [
    'P-521',
    (spec) => Object.assign(spec.privateKey, { size: 521 }),
    'certificate spec.privateKey.size: the curve P-521',
  ],
  [
    'Ed25519',
    (spec) => Object.assign(spec.privateKey, { algorithm: 'Ed25519', size: undefined }),
    'certificate spec.privateKey.algorithm: Ed25519, which not every client of a service reads',
  ],
  [
    'PKCS1',
    (spec) => Object.assign(spec.privateKey, { encoding: 'PKCS1' }),
    'certificate spec.privateKey.encoding: "PKCS1"',
  ],
  ['no encoding', (spec) => delete spec.privateKey.encoding, 'certificate spec.privateKey.encoding: nothing'],
  [
    'a key that stays',
    (spec) => Object.assign(spec.privateKey, { rotationPolicy: 'Never' }),
    'certificate spec.privateKey.rotationPolicy: "Never"',
  ],
  [
    'a key of which nothing is said',
    (spec) => delete spec.privateKey.rotationPolicy,
    'certificate spec.privateKey.rotationPolicy: nothing',
  ],
  ['no usages', (spec) => delete spec.usages, 'certificate spec.usages: nothing'],
  [
    'usages of no use',
    (spec) => Object.assign(spec, { usages: ['digital signature'] }),
    'certificate spec.usages: ["digital signature"]',
  ],
  [
    'the usage of an authority',
    (spec) => spec.usages.push('cert sign'),
    'certificate spec.usages: ["digital signature","server auth","client auth","cert sign"]',
  ],
])('fails when the key of a certificate is one with %s', (_, change, expected) => {
  expect(faults(change)).toEqual([expected]);
});

test('fails when the algorithm is one that cert-manager has not, in the words of the schema alone', () => {
  expect(faults((spec) => Object.assign(spec.privateKey, { algorithm: 'Ed448' }))).toEqual([
    'schema spec.privateKey.algorithm: "Ed448"',
  ]);
});

test.each<[string, Loose, string]>([
  ['59 minutes', { duration: '59m', renewBefore: '20m' }, 'certificate spec.duration: "59m"'],
  ['8 days', { duration: '192h', renewBefore: '64h' }, 'certificate spec.duration: "192h"'],
  [
    'no life',
    { duration: undefined, renewBefore: '720h' },
    'certificate spec.duration: nothing, and so 2160h',
  ],
  ['90 days in a form of no use', { duration: '90d' }, 'certificate spec.duration: "90d"'],
  ['a number without a unit', { duration: '24' }, 'certificate spec.duration: "24"'],
  ['half a unit', { duration: '1h30' }, 'certificate spec.duration: "1h30"'],
  ['a form of another standard', { duration: 'PT24H' }, 'certificate spec.duration: "PT24H"'],
  ['less than nothing', { duration: '-24h', renewBefore: undefined }, 'certificate spec.duration: "-24h"'],
  ['nothing', { duration: '0s', renewBefore: undefined }, 'certificate spec.duration: "0s"'],
  ['renewal as soon as it is made', { renewBefore: '19h' }, 'certificate spec.renewBefore: "19h"'],
  ['renewal 4 minutes before', { renewBefore: '4m' }, 'certificate spec.renewBefore: "4m"'],
  ['renewal from its beginning', { renewBefore: '24h' }, 'certificate spec.renewBefore: "24h"'],
  ['renewal before its beginning', { renewBefore: '25h' }, 'certificate spec.renewBefore: "25h"'],
  ['renewal later than a third', { renewBefore: '7h59m' }, 'certificate spec.renewBefore: "7h59m"'],
  ['renewal in days', { renewBefore: '1d' }, 'certificate spec.renewBefore: "1d"'],
  [
    'renewal in its last tenth',
    { renewBefore: undefined, renewBeforePercentage: 10 },
    'certificate spec.renewBeforePercentage: 10',
  ],
])('fails when the life of a certificate is %s', (_, change, expected) => {
  expect(faults((spec) => Object.assign(spec, change))).toEqual([expected]);
});

test.each<[string, (vault: Loose) => void, string]>([
  [
    'a token',
    (vault) => Object.assign(vault.auth, { kubernetes: undefined, tokenSecretRef: { name: 'token' } }),
    'certificate spec.vault.auth.tokenSecretRef: a login that somebody keeps',
  ],
  [
    'an AppRole',
    (vault) => {
      const appRole = { path: 'approle', roleId: 'ledger', secretRef: { name: 'role', key: 'id' } };
      vault.auth = { appRole };
    },
    'certificate spec.vault.auth.appRole: a login that somebody keeps',
  ],
  [
    'a certificate',
    (vault) => Object.assign(vault, { auth: { clientCertificate: { secretName: 'login' } } }),
    'certificate spec.vault.auth.clientCertificate: a login that somebody keeps',
  ],
  [
    'a token of a ServiceAccount that has no end',
    (vault) => {
      vault.auth.kubernetes = { role: 'ledger-api', secretRef: { name: 'token', key: 'token' } };
    },
    'certificate spec.vault.auth.kubernetes: a token out of a Secret, which has no end',
  ],
  ['nothing', (vault) => Object.assign(vault, { auth: {} }), 'certificate spec.vault.auth: nothing'],
])('fails when an issuer logs in to Vault with %s', (_, change, expected) => {
  expect(issuerFaults(change)).toEqual([expected]);
});

test.each<[string, (vault: Loose) => void, string]>([
  [
    'speaks to Vault without TLS',
    (vault) => Object.assign(vault, { server: 'http://vault.vault.svc:8200' }),
    'certificate spec.vault.server: "http://vault.vault.svc:8200"',
  ],
  [
    'leaves it to a Secret who Vault is',
    (vault) => Object.assign(vault, { caBundleSecretRef: { name: 'vault-ca', key: 'ca.crt' } }),
    'certificate spec.vault.caBundleSecretRef: a Secret',
  ],
  [
    'signs under the role of another service',
    (vault) => Object.assign(vault, { path: 'pki/sign/cards' }),
    'certificate spec.vault.path: "pki/sign/cards"',
  ],
  [
    'signs what it is given',
    (vault) => Object.assign(vault, { path: 'pki/sign-verbatim/ledger-api' }),
    'certificate spec.vault.path: "pki/sign-verbatim/ledger-api"',
  ],
])('fails when an issuer %s', (_, change, expected) => {
  expect(issuerFaults(change)).toEqual([expected]);
});

test.each<[string, (vault: Loose) => void, string]>([
  [
    'as another service',
    ({ auth: { kubernetes } }) => Object.assign(kubernetes.serviceAccountRef, { name: 'cards.issuer' }),
    'auth.kubernetes.serviceAccountRef.name: "cards.issuer"',
  ],
  [
    'as the service itself',
    ({ auth: { kubernetes } }) => Object.assign(kubernetes.serviceAccountRef, { name: 'ledger-api' }),
    'auth.kubernetes.serviceAccountRef.name: "ledger-api"',
  ],
  [
    'under the role of another service',
    ({ auth: { kubernetes } }) => Object.assign(kubernetes, { role: 'cards.issuer' }),
    'auth.kubernetes.role: "cards.issuer"',
  ],
  [
    'at another place',
    ({ auth: { kubernetes } }) => Object.assign(kubernetes, { mountPath: '/v1/auth/other' }),
    'auth.kubernetes.mountPath: "/v1/auth/other"',
  ],
  [
    'with a token that is made for others as well',
    ({ auth: { kubernetes } }) => Object.assign(kubernetes.serviceAccountRef, { audiences: ['other'] }),
    'auth.kubernetes.serviceAccountRef.audiences: ["other"]',
  ],
  [
    'with a certificate before that',
    (vault) => Object.assign(vault, { clientCertSecretRef: { name: 'cards-tls', key: 'tls.crt' } }),
    'clientCertSecretRef: a Secret',
  ],
  [
    'with a key before that',
    (vault) => Object.assign(vault, { clientKeySecretRef: { name: 'cards-tls', key: 'tls.key' } }),
    'clientKeySecretRef: a Secret',
  ],
])('fails when an issuer logs in %s', (_, change, expected) => {
  expect(issuerFaults(change)).toEqual([`certificate spec.vault.${expected}`]);
});

test('an issuer may leave it to cert-manager where it logs in', () => {
  expect(issuerFaults(({ auth }) => delete auth.kubernetes.mountPath)).toEqual([]);
});

test('an issuer may know no Vault, as before there is one: it gets nothing signed', () => {
  expect(issuerFaults((vault) => delete vault.caBundle)).toEqual([]);
});

test.each<[string, Loose, string]>([
  ['group', { group: 'example.com' }, 'certificate spec.issuerRef.group: "example.com"'],
  ['kind', { kind: 'GoogleCASIssuer' }, 'certificate spec.issuerRef.kind: "GoogleCASIssuer"'],
])('fails when the %s of an issuer is none of cert-manager', (_, change, expected) => {
  expect(faults((spec) => Object.assign(spec.issuerRef, change))).toEqual([expected]);
});

test('fails when the Secret is called after nobody', () => {
  expect(faults((spec) => Object.assign(spec, { secretName: 'keys' }))).toEqual([
    'certificate spec.secretName: "keys"',
  ]);
});

test('fails when nobody is named as issuer, in the words of the schema alone', () => {
  const certificate = valid('Certificate', ({ spec }) => delete spec.issuerRef);
  expect(findings([certificate]).map((line) => line.split(':')[0])).toEqual(['schema spec.issuerRef']);
});

describe('what is of no service', () => {
  const leaf = (change: (spec: Loose) => void = () => undefined) =>
    faultsOf('server-tls', ({ spec }) => {
      Object.assign(spec, {
        secretName: 'server-tls',
        dnsNames: ['vault', 'vault-active.vault.svc'],
        uris: undefined,
        ipAddresses: ['127.0.0.1'],
        duration: '2400h',
        renewBefore: '800h',
        issuerRef: { name: 'vault-ca', kind: 'ClusterIssuer' },
      });
      delete spec.privateKey.encoding;
      change(spec);
    });

  function faultsOf(name: string, change: (object: Loose) => void): string[] {
    const certificate = valid('Certificate', (object) => {
      Object.assign(object.metadata, { name, namespace: 'vault' });
      change(object);
    });
    return findings([certificate], [certificateRule]);
  }

  test('may be called as it likes, by addresses too, and live longer', () => {
    expect(leaf()).toEqual([]);
    expect(
      leaf(({ privateKey }) => Object.assign(privateKey, { algorithm: 'Ed25519', size: undefined })),
    ).toEqual([]);
  });

  test.each<[string, (spec: Loose) => void, string]>([
    [
      'lives longer than 2400 hours',
      (spec) => Object.assign(spec, { duration: '2400h1m', renewBefore: '801h' }),
      'spec.duration: "2400h1m"',
    ],
    [
      'keeps its key',
      ({ privateKey }) => delete privateKey.rotationPolicy,
      'spec.privateKey.rotationPolicy: nothing',
    ],
    [
      'may sign others',
      ({ usages }) => usages.push('cert sign'),
      'spec.usages: cert sign in a certificate that is no authority',
    ],
    [
      'is called by a wildcard',
      ({ dnsNames }) => dnsNames.push('*.vault'),
      'spec.dnsNames[2]: the pattern "*.vault"',
    ],
  ])('fails when it %s', (_, change, expected) => {
    expect(leaf(change)).toEqual([`certificate ${expected}`]);
  });

  test('an authority has no names, lives for years and keeps its key; a weak one is refused all the same', () => {
    const authority = (algorithm: string, renewBefore = '8760h') => {
      const run = new RuleRun([certificateRule]);
      const metadata = { name: 'vault-ca', namespace: 'cert-manager' };
      const issuer = { apiVersion: 'cert-manager.io/v1', kind: 'Issuer', metadata, spec: { selfSigned: {} } };
      const spec = {
        isCA: true,
        commonName: 'vault-ca',
        secretName: 'vault-ca',
        duration: '43800h',
        renewBefore,
        privateKey: { algorithm, rotationPolicy: 'Never' },
        issuerRef: { name: 'vault-ca', kind: 'Issuer' },
      };
      const object = { apiVersion: 'cert-manager.io/v1', kind: 'Certificate', metadata, spec };
      for (const each of [object, issuer]) run.add({ object: each, file: 'ca.yaml' });
      return run.finish().map(({ path }) => path);
    };
    expect(authority('ECDSA')).toEqual([]);
    expect(authority('RSA')).toEqual(['spec.privateKey.algorithm']);
    expect(authority('ECDSA', '5m')).toEqual([]);
    expect(authority('ECDSA', '4m59s')).toEqual(['spec.renewBefore']);
  });
});
