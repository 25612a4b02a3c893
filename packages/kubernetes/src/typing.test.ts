import { Manifest } from '@plinth/manifest';
import { testChart, webServiceProps } from './chart.fixture';
import {
  CloudMonitoringMetric,
  type Deployment,
  type Scaling,
  WebService,
  type WebServiceProps,
} from './index';

/** Compiled, never run: each line marked is an error to the compiler, and the type check fails when it is not. */
function mistakes(service: WebService, deployment: Deployment): void {
  // @ts-expect-error a misspelt prop
  webServiceProps({ replicaz: 3 });
  // @ts-expect-error a port is no text
  webServiceProps({ ports: { https: '8443' } });
  // @ts-expect-error replicas beside an autoscaler
  const both: Scaling = { replicas: 3, min: 1, max: 2, cpu: 70 };
  // @ts-expect-error an external metric without processor time
  const external: Scaling = { min: 1, max: 2, external: [] };
  const series = { type: 'custom.googleapis.com/a', project: 'acme-test' };
  // @ts-expect-error a target per replica and in all
  CloudMonitoringMetric.gauge(series, { perReplica: 1, total: 1 });
  // @ts-expect-error a counter is measured per second
  CloudMonitoringMetric.counter(series, { perReplica: 1 });
  // @ts-expect-error scalars are read-only
  service.pod = new WebService(service, 'other', webServiceProps()).pod;
  // @ts-expect-error a removed control
  webServiceProps({ securityContext: null });

  // @ts-expect-error a folder of the node
  service.pod.addVolume({ name: 'socket', hostPath: { path: '/var/run' } }, { folder: '/socket' });
  service.pod.addVolume({ name: 'me', downwardAPI: {} }, { folder: '/etc/me' });

  service.nodes.deployment.transform((draft) => {
    // @ts-expect-error a misspelt field
    draft.spec.replicass = 3;
    // @ts-expect-error cdk8s-plus' spelling of hostIPC
    draft.spec.template.spec.hostIpc = true;
    // @ts-expect-error a number where Kubernetes wants one
    draft.spec.replicas = '3';
    // @ts-expect-error a wrong value of a newer field
    draft.spec.template.spec.securityContext = { appArmorProfile: { type: 'Default' } };
    draft.spec.template.spec.hostIPC = false;
    draft.spec.template.spec.securityContext = { appArmorProfile: { type: 'RuntimeDefault' } };
  });

  // @ts-expect-error a kind with the version of another
  new Manifest<Deployment>(service, 'Wrong', { ...deployment, apiVersion: 'v1' });
  void [both, external];
}

test('the compiler knows every field', () => {
  const props: WebServiceProps = webServiceProps();
  expect(new WebService(testChart(), 'ledger', props).name).toBe('ledger');
  expect(mistakes).toBeInstanceOf(Function);
});
