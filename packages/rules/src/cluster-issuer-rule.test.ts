import { clusterIssuerRule } from './cluster-issuer-rule';
import type { JsonObject } from './json';
import { RuleRun } from './rule-run';

const faultsIn = (namespace: string, spec: JsonObject, annotations: JsonObject = {}) => {
  const run = new RuleRun([clusterIssuerRule]);
  const metadata = { name: 'server', namespace, annotations };
  const object = { apiVersion: 'cert-manager.io/v1', kind: 'Certificate', metadata, spec };
  run.add({ object, file: 'server.yaml' });
  return run.finish();
};

const pathsIn = (...object: Parameters<typeof faultsIn>) => faultsIn(...object).map(({ path }) => path);

const asks = (name: string, kind = 'ClusterIssuer'): JsonObject => ({
  issuerRef: { group: 'cert-manager.io', kind, name },
});

test("Vault's servers have their certificate of Vault's authority", () => {
  expect(pathsIn('vault', asks('vault-ca'))).toEqual([]);
});

test("an issuer of the namespace itself is nobody else's", () => {
  expect(pathsIn('bank', asks('vault-ca', 'Issuer'))).toEqual([]);
});

test("fails when somebody else asks Vault's authority", () => {
  expect(pathsIn('bank', asks('vault-ca'))).toEqual(['spec.issuerRef.name']);
});

test.each(['self-signed', 'constructor'])('fails when anybody asks the unknown ClusterIssuer %s', (name) => {
  expect(faultsIn('vault', asks(name))).toMatchObject([
    { path: 'spec.issuerRef.name', allowed: 'no ClusterIssuer that is not in the list of this rule' },
  ]);
});

test('fails when an annotation asks in the place of a Certificate', () => {
  expect(pathsIn('bank', {}, { 'cert-manager.io/cluster-issuer': 'vault-ca' })).toEqual([
    'metadata.annotations["cert-manager.io/cluster-issuer"]',
  ]);
});

test('fails when an annotation names the issuer and its kind apart', () => {
  const named = { 'cert-manager.io/issuer': 'vault-ca', 'cert-manager.io/issuer-kind': 'ClusterIssuer' };
  expect(pathsIn('bank', {}, named)).toEqual(['metadata.annotations["cert-manager.io/issuer"]']);
  expect(pathsIn('bank', {}, { ...named, 'cert-manager.io/issuer-kind': 'Issuer' })).toEqual([]);
});

test('fails when a volume of a pod asks', () => {
  const volumeAttributes = {
    'csi.cert-manager.io/issuer-name': 'vault-ca',
    'csi.cert-manager.io/issuer-kind': 'ClusterIssuer',
  };
  const csi = { driver: 'csi.cert-manager.io', readOnly: true, volumeAttributes };
  const volumes = [
    { name: 'tmp', emptyDir: {} },
    { name: 'tls', csi },
  ];
  expect(pathsIn('bank', { template: { spec: { volumes } } })).toEqual([
    'spec.template.spec.volumes[1].csi.volumeAttributes["csi.cert-manager.io/issuer-name"]',
  ]);
});

test("fails when Kubernetes' own request asks", () => {
  expect(pathsIn('bank', { signerName: 'clusterissuers.cert-manager.io/vault-ca' })).toEqual([
    'spec.signerName',
  ]);
});

test('fails when the group of the issuer is left out', () => {
  expect(pathsIn('bank', { issuerRef: { kind: 'ClusterIssuer', name: 'vault-ca' } })).toEqual([
    'spec.issuerRef.name',
  ]);
});
