import type { JsonObject } from '@plinth/manifest';
import { CertificateInventory } from './certificate-inventory';

const apiVersion = 'cert-manager.io/v1';

function certificate(name: string, namespace = 'bank', spec: JsonObject = {}): JsonObject {
  return {
    apiVersion,
    kind: 'Certificate',
    metadata: { name, namespace, labels: { owner: 'bank' }, annotations: { email: 'bank@acme.example' } },
    spec: {
      secretName: `${name}-tls`,
      commonName: `${name}.${namespace}.svc`,
      dnsNames: [`${name}.${namespace}.svc`],
      uris: [`spiffe://acme/ns/${namespace}/sa/${name}`],
      duration: '24h',
      renewBefore: '16h',
      usages: ['digital signature', 'client auth'],
      privateKey: { algorithm: 'ECDSA', size: 256, rotationPolicy: 'Always' },
      issuerRef: { group: 'cert-manager.io', kind: 'Issuer', name },
      ...spec,
    },
  };
}

function issuer(name: string, namespace = 'bank', path = `pki/sign/${name}`): JsonObject {
  return { apiVersion, kind: 'Issuer', metadata: { name, namespace }, spec: { vault: { path } } };
}

function inventoryOf(objects: readonly JsonObject[]) {
  const inventory = new CertificateInventory('live');
  for (const object of objects) inventory.see(object);
  return inventory.tryFile();
}

test('a certificate stands in the inventory with everything that an auditor asks', () => {
  expect(inventoryOf([certificate('ledger'), issuer('ledger')])).toEqual({
    version: 1,
    environment: 'live',
    certificates: [
      {
        namespace: 'bank',
        name: 'ledger',
        commonName: 'ledger.bank.svc',
        dnsNames: ['ledger.bank.svc'],
        uris: ['spiffe://acme/ns/bank/sa/ledger'],
        ipAddresses: [],
        isAuthority: false,
        issuer: { kind: 'Issuer', name: 'ledger', path: 'pki/sign/ledger' },
        duration: '24h',
        renewBefore: '16h',
        key: { algorithm: 'ECDSA', size: 256, rotation: 'Always' },
        usages: ['digital signature', 'client auth'],
        keptIn: 'ledger-tls',
        owner: { squad: 'bank', contact: 'bank@acme.example' },
      },
    ],
  });
});

test('the order in which objects come is not seen', () => {
  const objects = [
    certificate('b', 'wallet'),
    issuer('b', 'bank'),
    certificate('b'),
    certificate('a', 'wallet'),
    issuer('b', 'wallet'),
  ];
  const inventory = inventoryOf(objects);
  expect(inventoryOf([...objects].reverse())).toEqual(inventory);
  expect(inventory?.certificates.map(({ namespace, name }) => `${namespace}/${name}`)).toEqual([
    'bank/b',
    'wallet/a',
    'wallet/b',
  ]);
});

test('an issuer of another namespace, or of the whole cluster, is not taken for that of the certificate', () => {
  const issuerRef = { kind: 'ClusterIssuer', name: 'ledger' };
  const [own, asked] = [certificate('ledger'), certificate('ledger', 'wallet', { issuerRef })];
  const paths = inventoryOf([own, asked, issuer('ledger', 'chain')])?.certificates.map(
    ({ issuer: { path } }) => path,
  );
  expect(paths).toEqual([null, null]);
});

test('what goes without saying to cert-manager is said', () => {
  const spec = { duration: undefined, renewBefore: undefined, privateKey: undefined, commonName: undefined };
  const issuerRef = { name: 'ledger' };
  expect(inventoryOf([certificate('ledger', 'bank', { ...spec, issuerRef, isCA: true })])).toMatchObject({
    certificates: [
      {
        commonName: null,
        isAuthority: true,
        issuer: { kind: 'Issuer' },
        duration: '2160h',
        renewBefore: null,
        key: { algorithm: 'RSA', size: null, rotation: 'Always' },
      },
    ],
  });
});

test('where nobody has a certificate there is no inventory; another Certificate is none', () => {
  const other = { ...certificate('ledger'), apiVersion: 'networking.internal.knative.dev/v1alpha1' };
  expect(inventoryOf([other, issuer('ledger')])).toBeUndefined();
});
