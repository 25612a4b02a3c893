import { Manifest } from '@plinth/manifest';
import { ApiObject, JsonPatch } from 'cdk8s';
import { only, rendered, testChart, webServiceProps } from './chart.fixture';
import { type NetworkPolicy, WebService } from './index';

function webService(): WebService {
  return new WebService(testChart(), 'ledger', webServiceProps());
}

test('a method adds what no prop says', () => {
  const service = webService();
  service.pod.addVariable('LOG_LEVEL', 'debug');
  service.pod.addVolume({ name: 'tls', secret: { secretName: 'ledger-tls' } }, { folder: '/var/run/tls' });
  const { containers, volumes } = service.nodes.deployment.toJson().spec.template.spec;
  expect(containers[0].env).toEqual([{ name: 'LOG_LEVEL', value: 'debug' }]);
  expect(containers[0].volumeMounts).toContainEqual({
    name: 'tls',
    mountPath: '/var/run/tls',
    readOnly: true,
  });
  expect(volumes).toContainEqual({ name: 'tls', secret: { secretName: 'ledger-tls' } });
});

test('fails when a variable, a volume or a folder is added twice', () => {
  const { pod } = webService();
  pod.addVariable('A', '1');
  expect(() => pod.addVariable('A', '2')).toThrow('found "A" again');
  expect(() => pod.addVolume({ name: 'tmp' }, { folder: '/x' })).toThrow('found "tmp" again');
  expect(() => pod.addVolume({ name: 'x' }, { folder: '/tmp' })).toThrow('found "/tmp" again');
});

test('a typed transform changes a named child, with fields newer than cdk8s-plus knows', () => {
  const service = webService();
  service.nodes.deployment.transform((deployment) => {
    deployment.spec.revisionHistoryLimit = 3;
    deployment.spec.template.spec.securityContext = { supplementalGroupsPolicy: 'Strict' };
  });
  expect(service.nodes.deployment.toJson().spec).toMatchObject({
    revisionHistoryLimit: 3,
    template: { spec: { securityContext: { supplementalGroupsPolicy: 'Strict' } } },
  });
});

test('a JSON patch reaches the main object as in all of cdk8s', () => {
  const service = webService();
  ApiObject.of(service).addJsonPatch(JsonPatch.replace('/spec/minReadySeconds', 30));
  expect(only(service, 'Deployment').spec).toMatchObject({ minReadySeconds: 30 });
});

test('a raw manifest stands beside it, typed', () => {
  const service = webService();
  new Manifest<NetworkPolicy>(service, 'Extra', {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'ledger-extra' },
    spec: { podSelector: {}, policyTypes: ['Ingress'] },
  });
  expect(rendered(service)).toContainEqual(
    expect.objectContaining({ metadata: { name: 'ledger-extra', namespace: 'exchange' } }),
  );
});

test('the patch of one service leaves another as it is', () => {
  const chart = testChart();
  const [first, second] = ['a', 'b'].map((name) => new WebService(chart, name, webServiceProps({ name })));
  first?.nodes.deployment.transform((deployment) => {
    deployment.spec.template.spec.dnsConfig = {};
  });
  first?.nodes.deployment.toJson();
  expect(second?.nodes.deployment.toJson().spec.template.spec.dnsConfig).toEqual({
    options: [{ name: 'ndots', value: '2' }],
  });
});
