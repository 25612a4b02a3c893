import { ApiObject, App, Chart } from 'cdk8s';
import { Application, Certificate, HTTPRoute } from './index';

function chart(): Chart {
  return new Chart(new App(), 'chart');
}

test('fills in API version and kind, and keeps what it was given', () => {
  const scope = chart();
  const certificate = new Certificate(scope, 'tls', {
    metadata: { name: 'ledger-api', namespace: 'payments' },
    spec: {
      secretName: 'ledger-api-tls',
      duration: undefined,
      privateKey: { algorithm: 'ECDSA', size: 256, rotationPolicy: 'Always' },
      issuerRef: { name: 'ledger-api' },
    },
  });
  expect(ApiObject.of(certificate)).toBe(certificate);
  expect(certificate.toJson()).toMatchObject({
    apiVersion: 'cert-manager.io/v1',
    kind: 'Certificate',
    metadata: { name: 'ledger-api', namespace: 'payments' },
    spec: { privateKey: { algorithm: 'ECDSA' }, issuerRef: { name: 'ledger-api' } },
  });
});

test('types what a definition says: enumerations, lists, free values', () => {
  const scope = chart();
  new Application(scope, 'application', {
    metadata: { name: 'ledger-api' },
    spec: {
      project: 'payments',
      destination: { namespace: 'payments' },
      source: { repoURL: 'https://git.example.com/plinth.git', helm: { valuesObject: { any: [1, null] } } },
      // @ts-expect-error a field that does not exist
      sorce: {},
    },
  });
  new HTTPRoute(scope, 'route', {
    metadata: { name: 'ledger-api' },
    spec: {
      // @ts-expect-error not one of the enumeration
      rules: [{ matches: [{ method: 'get' }] }],
    },
  });
  expect(scope.toJson()).toHaveLength(2);
});
