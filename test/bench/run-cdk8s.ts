import { App, Chart, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { type CataloguedService, catalogue } from './catalogue';

// A process of its own: what a team writes with cdk8s as it comes, one chart per service, for one environment.
const [size = '', outdir = ''] = process.argv.slice(2);
const { services, environments } = catalogue(Number(size));
const registry = environments[0]?.facts.registry ?? '';
const app = new App({ outdir });
let objects = 0;
for (const service of services) objects += render(service);
app.synth();
process.stdout.write(JSON.stringify({ files: services.length, objects }));

/** Account, configuration, Deployment, Service, autoscaler, disruption budget, network policy. */
function render({ name, input }: CataloguedService): number {
  const chart = new Chart(app, name, { namespace: input.squad, labels: { app: name, owner: input.squad } });
  const metadata = { name, annotations: { email: `${input.squad}@acme.example` } };
  const serviceAccount = new kplus.ServiceAccount(chart, 'account', { metadata, automountToken: false });
  const config = new kplus.ConfigMap(chart, 'config', {
    metadata,
    data: { 'config.yaml': JSON.stringify(input.config) },
  });
  const deployment = new kplus.Deployment(chart, 'deployment', {
    metadata,
    serviceAccount: serviceAccount as kplus.IServiceAccount,
    podMetadata: { labels: { app: name, owner: input.squad } },
    containers: [
      {
        name: 'app',
        image: `${registry}/${String(input.image)}:1.9.0@sha256:${'1'.repeat(64)}`,
        ports: [
          { name: 'https', number: 8443 },
          { name: 'health', number: 8081 },
        ],
        resources: {
          cpu: { request: kplus.Cpu.millis(200), limit: kplus.Cpu.units(4) },
          memory: { request: Size.mebibytes(256), limit: Size.mebibytes(256) },
        },
        readiness: kplus.Probe.fromHttpGet('/readyz', { port: 8081 }),
        liveness: kplus.Probe.fromHttpGet('/livez', { port: 8081 }),
        securityContext: { user: 65532, group: 65532 },
        volumeMounts: [
          { path: '/tmp', volume: kplus.Volume.fromEmptyDir(chart, 'tmp-volume', 'tmp') },
          {
            path: `/etc/${name}`,
            volume: kplus.Volume.fromConfigMap(chart, 'config-volume', config as kplus.IConfigMap),
          },
        ],
      },
    ],
  });
  new kplus.Service(chart, 'service', {
    metadata,
    selector: deployment,
    ports: [{ name: 'https', port: 443, targetPort: 8443 }],
  });
  new kplus.HorizontalPodAutoscaler(chart, 'autoscaler', {
    metadata,
    target: deployment,
    maxReplicas: 10,
    metrics: [kplus.Metric.resourceCpu(kplus.MetricTarget.averageUtilization(70))],
  });
  new kplus.k8s.KubePodDisruptionBudget(chart, 'budget', {
    metadata,
    spec: { maxUnavailable: kplus.k8s.IntOrString.fromNumber(1), selector: { matchLabels: { app: name } } },
  });
  const policy = new kplus.NetworkPolicy(chart, 'policy', {
    metadata,
    selector: deployment,
    ingress: { default: kplus.NetworkPolicyTrafficDefault.DENY },
    egress: { default: kplus.NetworkPolicyTrafficDefault.DENY },
  });
  const database = kplus.NetworkPolicyIpBlock.ipv4(chart, 'database', '10.19.0.1/32');
  policy.addEgressRule(database, [kplus.NetworkPolicyPort.tcp(5432)]);
  for (const callee of (input.calls ?? []).filter((each) => !each.endsWith('-database'))) {
    const pods = kplus.Pods.select(chart, callee, {
      labels: { app: callee },
      namespaces: kplus.Namespaces.select(chart, `namespace-of-${callee}`, { labels: { team: callee } }),
    });
    policy.addEgressRule(pods, [kplus.NetworkPolicyPort.tcp(8443)]);
  }
  return 7;
}
