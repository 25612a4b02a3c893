import { ApiObject, App, Chart, Testing } from 'cdk8s';
import { Deployment as PlusDeployment } from 'cdk8s-plus-27';
import { webServiceProps } from './chart.fixture';
import { WebService } from './index';

function mixedChart(): Chart {
  const chart = new Chart(new App(), 'exchange', { namespace: 'exchange' });
  new WebService(chart, 'ledger', webServiceProps());
  new PlusDeployment(chart, 'plus', {
    metadata: { name: 'plus' },
    containers: [{ image: 'registry.example.com/app:1' }],
  });
  new ApiObject(chart, 'plain', {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'plain' },
    data: { a: 'b' },
  });
  return chart;
}

test("a chart renders our constructs beside anybody's", () => {
  const names = (Testing.synth(mixedChart()) as { kind: string; metadata: { name: string } }[]).map(
    (object) => `${object.kind}/${object.metadata.name}`,
  );
  expect(names).toEqual(
    expect.arrayContaining(['Deployment/ledger', 'Service/ledger', 'Deployment/plus', 'ConfigMap/plain']),
  );
});

test("cdk8s's own printer finds no value that is missing or shared", () => {
  const yaml = App.of(mixedChart()).synthYaml();
  expect(yaml).toContain('kind: PodDisruptionBudget');
  expect(yaml).not.toMatch(/: null$|: [&*]a\d/m);
});
