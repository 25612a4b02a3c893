import { checkObjects } from '../../fixtures/check-objects';
import { type Loose, valid } from '../../fixtures/fixtures';
import type { JsonObject } from '../json';
import { certificateRule } from './certificate-rule';

interface Names {
  readonly name?: string;
  readonly namespace?: string;
  readonly domain?: string;
}

function certificate({ name = 'ledger-api', namespace = 'payments', domain = 'acme' }: Names = {}): Loose {
  return valid('Certificate', ({ metadata, spec }) => {
    Object.assign(metadata, { name, namespace });
    spec.secretName = `${name}-tls`;
    spec.dnsNames = [`${name}.${namespace}.svc`];
    spec.uris = [`spiffe://${domain}/ns/${namespace}/sa/${name}`];
    spec.issuerRef.name = name;
  });
}

function issuer({ name = 'ledger-api', namespace = 'payments' }: Names = {}): Loose {
  return valid(
    'Issuer',
    ({ metadata, spec }) => {
      Object.assign(metadata, { name, namespace });
      spec.vault.path = `pki/sign/${name}`;
      spec.vault.auth.kubernetes.role = `${name}.issuer`;
      spec.vault.auth.kubernetes.serviceAccountRef.name = `${name}.issuer`;
    },
    'ledger-api',
  );
}

const both = (names: Names): Loose[] => [certificate(names), issuer(names)];

function findings(objects: readonly Loose[]): string[] {
  const rendered = objects.map((object, index) => ({ object, file: `${index}.yaml` }));
  return checkObjects(rendered, [certificateRule]).map(
    ({ object, path, found, file }) => `${file} ${object} ${path}: ${found}`,
  );
}

test('services of several namespaces stand beside each other, in whatever order they come', () => {
  const objects = [...both({}), ...both({ namespace: 'wallet' }), ...both({ name: 'cards' })];
  expect(findings(objects)).toEqual([]);
  expect(findings(objects.reverse())).toEqual([]);
});

test('fails when the issuer is in another namespace', () => {
  expect(findings([certificate(), issuer({ namespace: 'wallet' })])).toEqual([
    '0.yaml Certificate payments/ledger-api spec.issuerRef.name: "ledger-api", which is no Issuer of namespace payments',
    '1.yaml Issuer wallet/ledger-api undefined: an Issuer that no Certificate asks',
  ]);
});

test('fails when the issuer is of another service', () => {
  const borrowing = certificate({ name: 'cards' });
  borrowing.spec.issuerRef.name = 'ledger-api';
  expect(findings([...both({}), borrowing])).toEqual([
    '2.yaml Certificate payments/cards spec.issuerRef.name: "ledger-api", the Issuer of another service',
  ]);
});

test('fails when the issuer signs under another role', () => {
  const wide = issuer();
  wide.spec.vault.path = 'pki/sign/everybody';
  expect(findings([certificate(), wide])).toEqual([
    '1.yaml Issuer payments/ledger-api spec.vault.path: "pki/sign/everybody"',
  ]);
});

test.each<[string, JsonObject]>([
  ['signs for itself', { selfSigned: {} }],
  ['has an authority of its own', { ca: { secretName: 'own-ca' } }],
])('fails when the issuer of a service %s', (_, spec) => {
  expect(findings([certificate(), { ...issuer(), spec }])).toEqual([
    '0.yaml Certificate payments/ledger-api spec.issuerRef.name: "ledger-api", which is not Vault',
  ]);
});

test('fails when Vault is asked for an authority', () => {
  const authority = certificate();
  authority.spec.isCA = true;
  expect(findings([authority, issuer()])).toEqual([
    '0.yaml Certificate payments/ledger-api spec.isCA: an authority that Vault is asked to sign',
  ]);
});

test('fails when nobody asks an issuer', () => {
  expect(findings([...both({}), issuer({ name: 'cards' })])).toEqual([
    '2.yaml Issuer payments/cards undefined: an Issuer that no Certificate asks',
  ]);
});

test('fails when one certificate is of another trust domain than the others', () => {
  const objects = [...both({}), ...both({ name: 'cards' }), ...both({ name: 'fees', domain: 'aaa' })];
  expect(findings(objects)).toEqual([
    '4.yaml Certificate payments/fees spec.uris[0]: the trust domain "aaa"',
  ]);
  expect(findings(objects.reverse())).toEqual([
    '1.yaml Certificate payments/fees spec.uris[0]: the trust domain "aaa"',
  ]);
});

test('fails when one issuer speaks to another Vault than the others', () => {
  const foreign = issuer({ name: 'cards' });
  foreign.spec.vault.server = 'https://a.example:8200';
  const objects = [...both({}), ...both({ name: 'fees' }), certificate({ name: 'cards' }), foreign];
  expect(findings(objects)).toEqual([
    '5.yaml Issuer payments/cards spec.vault.server: "https://a.example:8200"',
  ]);
});

test('fails when two certificates are written into one Secret', () => {
  const second = certificate({ name: 'cards' });
  second.spec.secretName = 'ledger-api-tls';
  const found = findings([...both({}), second, issuer({ name: 'cards' })]);
  expect(found).toContain(
    '2.yaml Certificate payments/cards spec.secretName: "ledger-api-tls", as of the Certificate ledger-api',
  );
});

describe('the key of a service', () => {
  const pod = (instance: string | undefined, spec: JsonObject, kind = 'Deployment'): Loose => {
    const labels = instance === undefined ? {} : { 'app.kubernetes.io/instance': instance };
    const template = { metadata: { labels }, spec };
    return {
      apiVersion: 'v1',
      kind,
      metadata: { name: 'reader', namespace: 'payments' },
      spec: kind === 'CronJob' ? { jobTemplate: { spec: { template } } } : { template },
    };
  };
  const secretName = 'ledger-api-tls';
  const volume = { volumes: [{ name: 'tls', secret: { secretName } }] };
  const source = {
    name: 'tls',
    projected: { sources: [{ configMap: { name: 'ca' } }, { secret: { name: secretName } }] },
  };
  const variable = { name: 'KEY', valueFrom: { secretKeyRef: { name: secretName, key: 'tls.key' } } };

  const paths = (reader: Loose) =>
    findings([...both({}), reader]).map((line) => line.replace(/^.*reader (.*): .*$/, '$1'));

  test.each<[string, JsonObject]>([
    ['as a volume', volume],
    ['as part of one', { volumes: [source] }],
  ])('is mounted %s by its own pods', (_, spec) => {
    expect(paths(pod('ledger-api', spec))).toEqual([]);
    expect(paths(pod('ledger-api', spec, 'CronJob'))).toEqual([]);
  });

  test('other Secrets, and one of that name in another namespace, are no matter of this rule', () => {
    const elsewhere = pod('cards', volume);
    elsewhere.metadata.namespace = 'wallet';
    expect(paths(elsewhere)).toEqual([]);
    expect(paths(pod('cards', { volumes: [{ name: 'a', secret: { secretName: 'other' } }] }))).toEqual([]);
  });

  test.each<[string, JsonObject, string]>([
    ['as a volume', volume, 'volumes[0].secret.secretName'],
    ['as part of one', { volumes: [source] }, 'volumes[0].projected.sources[1].secret.name'],
    ['as a variable', { containers: [{ env: [variable] }] }, 'containers[0].env[0].valueFrom.secretKeyRef'],
    [
      'as all variables of an init container',
      { initContainers: [{ envFrom: [{ secretRef: { name: secretName } }] }] },
      'initContainers[0].envFrom[0].secretRef',
    ],
  ])('fails when a pod of another service has it %s', (_, spec, expected) => {
    expect(paths(pod('cards', spec))).toEqual([`spec.template.spec.${expected}`]);
    expect(paths(pod('cards', spec, 'CronJob'))).toEqual([`spec.jobTemplate.spec.template.spec.${expected}`]);
  });

  test('fails when a pod of nobody has it', () => {
    expect(findings([...both({}), pod(undefined, volume)])).toEqual([
      '2.yaml Deployment payments/reader spec.template.spec.volumes[0].secret.secretName: "ledger-api-tls" with the key of ledger-api in a pod that says of no service that it is it',
    ]);
  });
});

test('fails when a pod runs as the account that asks for a certificate, its own or of another', () => {
  const running = (serviceAccountName: string, namespace = 'payments') =>
    valid('Deployment', ({ metadata, spec }) => {
      Object.assign(metadata, { name: 'cards', namespace });
      spec.template.spec.serviceAccountName = serviceAccountName;
    });
  expect(findings([...both({}), running('ledger-api.issuer')])).toEqual([
    '2.yaml Deployment payments/cards spec.template.spec.serviceAccountName: "ledger-api.issuer", the account that asks for certificates of ledger-api',
  ]);
  const past = valid('Deployment', ({ metadata, spec }) => {
    Object.assign(metadata, { name: 'cards', namespace: 'payments' });
    delete spec.template.spec.serviceAccountName;
    spec.template.spec.serviceAccount = 'ledger-api.issuer';
  });
  expect(findings([...both({}), past])).toEqual([
    '2.yaml Deployment payments/cards spec.template.spec.serviceAccount: "ledger-api.issuer", the account that asks for certificates of ledger-api',
  ]);
  // A bank issues cards: the name alone is nothing.
  expect(findings([...both({}), running('card-issuer')])).toEqual([]);
  expect(findings([...both({}), running('ledger-api.issuer', 'wallet')])).toEqual([]);
});
