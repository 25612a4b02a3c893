import { WebService, WorkloadPeer } from '@plinth/kubernetes';
import { App, Chart } from 'cdk8s';

const app = new App({ outdir: 'dist' });
const chart = new Chart(app, 'ledger', { namespace: 'bank' });

const ledger = new WebService(chart, 'ledger', {
  name: 'ledger',
  owner: { squad: 'bank', contact: 'bank-oncall@example.com' },
  image: `europe-west1-docker.pkg.dev/acme/bank/ledger:1.4.2@sha256:${'0'.repeat(64)}`,
  ports: { https: 8443 },
  resources: { cpu: 0.2, cpuLimit: 1, memory: '256Mi' },
  health: { ready: '/readyz', live: '/livez' },
  scaling: { min: 3, max: 12, cpu: 70 },
});
ledger.connections.allowFrom(WorkloadPeer.of({ namespace: 'exchange', name: 'order-matcher' }));
ledger.nodes.deployment.transform((deployment) => {
  deployment.spec.revisionHistoryLimit = 3;
});

app.synth();
