import { statefulNodeProps, testChart, webServiceProps, workerProps } from './chart.fixture';
import {
  CidrPeer,
  type ConnectionPeer,
  InternetPeer,
  StatefulNode,
  WebService,
  Worker,
  type Workload,
  WorkloadPeer,
} from './index';
import { expectProblem, problemsIn } from './problem.fixture';

function policyOf(workload: Workload) {
  return workload.connections.networkPolicy.toJson().spec;
}

function podsOf(namespace: string, name: string) {
  return {
    namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
    podSelector: { matchLabels: { 'app.kubernetes.io/instance': name } },
  };
}

const DATABASE = CidrPeer.of({ cidrs: ['10.40.0.5/32'], ports: [5432] });

test('a workload that nobody mentions reaches name servers and is reached by nobody', () => {
  expect(policyOf(new Worker(testChart(), 'worker', workerProps()))).toEqual({
    podSelector: { matchLabels: { 'app.kubernetes.io/instance': 'market-data' } },
    policyTypes: ['Ingress', 'Egress'],
    egress: [
      {
        to: ['kube-dns', 'node-local-dns'].map((app) => ({
          namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } },
          podSelector: { matchLabels: { 'k8s-app': app } },
        })),
        ports: [
          { protocol: 'UDP', port: 53 },
          { protocol: 'TCP', port: 53 },
        ],
      },
    ],
  });
});

test('one line opens both sides', () => {
  const chart = testChart();
  const ledger = new WebService(chart, 'ledger', webServiceProps());
  const worker = new Worker(chart, 'worker', workerProps());
  worker.connections.allowTo(ledger);
  const ports = [{ protocol: 'TCP', port: 8443 }];
  expect(policyOf(ledger).ingress).toEqual([{ from: [podsOf('exchange', 'market-data')], ports }]);
  expect(policyOf(worker).egress).toContainEqual({ to: [podsOf('exchange', 'ledger')], ports });
});

test('a workload that is rendered elsewhere is named by namespace, name and port', () => {
  const ledger = new WebService(testChart(), 'ledger', webServiceProps());
  ledger.connections.allowFrom(WorkloadPeer.of({ namespace: 'wallet', name: 'wallet-api' }));
  ledger.connections.allowTo(WorkloadPeer.of({ namespace: 'bank', name: 'bank-core', port: 9443 }));
  expect(policyOf(ledger).ingress).toEqual([
    { from: [podsOf('wallet', 'wallet-api')], ports: [{ protocol: 'TCP', port: 8443 }] },
  ]);
  expect(policyOf(ledger).egress).toContainEqual({
    to: [podsOf('bank', 'bank-core')],
    ports: [{ protocol: 'TCP', port: 9443 }],
  });
});

test('connections come out the same in any order and when they are said twice', () => {
  const peers: ConnectionPeer[] = [
    DATABASE,
    WorkloadPeer.of({ namespace: 'bank', name: 'bank-core', port: 9443 }),
    WorkloadPeer.of({ namespace: 'wallet', name: 'wallet-api', port: 8443 }),
  ];
  const inOrder = (list: readonly ConnectionPeer[]) => {
    const worker = new Worker(testChart(), 'worker', workerProps());
    for (const peer of list) worker.connections.allowTo(peer);
    return policyOf(worker);
  };
  expect(inOrder([...peers].reverse())).toEqual(inOrder(peers));
  expect(inOrder([...peers, ...peers])).toEqual(inOrder(peers));
});

test('connections may be added after the policy was printed', () => {
  const worker = new Worker(testChart(), 'worker', workerProps());
  policyOf(worker);
  worker.connections.allowTo(DATABASE);
  expect(policyOf(worker).egress).toContainEqual({
    to: [{ ipBlock: { cidr: '10.40.0.5/32' } }],
    ports: [{ protocol: 'TCP', port: 5432 }],
  });
});

test('one port of several is chosen by name or number', () => {
  const chart = testChart();
  const node = new StatefulNode(chart, 'node', statefulNodeProps({ ports: { api: 8080, p2p: 37373 } }));
  const worker = new Worker(chart, 'worker', workerProps());
  worker.connections.allowTo(node, 'api');
  expect(policyOf(node).ingress).toMatchObject([{ ports: [{ port: 8080 }] }]);
  node.connections.allowFrom(WorkloadPeer.of({ namespace: 'chain', name: 'peer' }), 37373);
  expect(policyOf(node).ingress).toContainEqual(
    expect.objectContaining({ ports: [{ protocol: 'TCP', port: 37373 }] }),
  );
});

test('the reason for the internet is annotated', () => {
  const node = new StatefulNode(testChart(), 'node', statefulNodeProps());
  const reason = 'peers of the network are not known in advance';
  node.connections.allowTo(InternetPeer.of({ ports: [37373], reason }));
  expect(node.nodes.networkPolicy.toJson().metadata.annotations['plinth/connection-reason']).toBe(
    `the internet: ${reason}`,
  );
});

test('anything with an address can join in', () => {
  const worker = new Worker(testChart(), 'worker', workerProps());
  worker.connections.allowTo({
    description: 'the metadata server',
    ports: [{ number: 80, protocol: 'TCP' }],
    toNetworkPolicyPeers: () => [{ ipBlock: { cidr: '169.254.169.254/32' } }],
  });
  expect(policyOf(worker).egress).toContainEqual({
    to: [{ ipBlock: { cidr: '169.254.169.254/32' } }],
    ports: [{ protocol: 'TCP', port: 80 }],
  });
});

test('fails when the peer does not listen there', () => {
  const chart = testChart();
  const ledger = new WebService(chart, 'ledger', webServiceProps());
  const worker = new Worker(chart, 'worker', workerProps());
  const code = 'connection-port';
  const offered = { code, allowed: 'https of exchange/ledger', fix: 'did you mean "https"?' };
  expectProblem(() => worker.connections.allowTo(ledger, 'htps'), { ...offered, found: '"htps"' });
  expectProblem(() => worker.connections.allowTo(ledger, 'health'), {
    ...offered,
    found: '"health"',
    fix: 'declare the port of exchange/ledger',
  });
  expectProblem(() => ledger.connections.allowTo(worker), {
    code,
    found: 'no port of exchange/market-data',
    allowed: 'listens nowhere',
    fix: 'declare the port',
  });
  expect(problemsIn(() => ledger.connections.allowTo(worker))[0]?.where).toBe(
    'exchange/ledger/Connections: port',
  );
});

test.each([
  { namespace: 'Bank', name: 'bank-core' },
  { namespace: 'bank', name: '' },
  { namespace: 'bank', name: 'bank-core', port: 0 },
  { namespace: 'kube-system', name: 'x' },
])('fails when a workload elsewhere is %j', (options) => {
  expect(problemsIn(() => WorkloadPeer.of(options))).toHaveLength(1);
});
