import type { CloudPlan, PlannedResource } from '@plinth/cloud-plan';
import { planCluster, resource } from './cluster.fixture/plan';

let plan: CloudPlan;
let general: PlannedResource;
let stateful: PlannedResource;

// A program starts a process of its own and loads the whole of Google Cloud.
jest.setTimeout(120_000);

beforeAll(async () => {
  plan = await planCluster();
  general = resource(plan, 'NodePool', 'general');
  stateful = resource(plan, 'NodePool', 'stateful');
});

const ROWS: readonly [row: string, inputs: PlannedResource['inputs']][] = [
  [
    'J01: zones have the same number of nodes',
    {
      nodeLocations: ['europe-west6-a', 'europe-west6-b', 'europe-west6-c'],
      autoscaling: { minNodeCount: 1, maxNodeCount: 5, locationPolicy: 'BALANCED' },
    },
  ],
  ['J02: nodes have no public address', { networkConfig: { enablePrivateNodes: true } }],
  [
    'J10: pods ask GKE who they are',
    {
      nodeConfig: {
        workloadMetadataConfig: { mode: 'GKE_METADATA' },
        metadata: { 'disable-legacy-endpoints': 'true' },
      },
    },
  ],
  [
    'J11: nodes act under an identity of their own',
    {
      nodeConfig: {
        serviceAccount: '${gcp:serviceaccount/account:Account.general-account.email}',
        oauthScopes: ['https://www.googleapis.com/auth/cloud-platform'],
      },
    },
  ],
  [
    'J14: boot disks are encrypted by our key',
    {
      nodeConfig: {
        bootDiskKmsKey: 'projects/acme-test/locations/europe-west6/keyRings/cluster/cryptoKeys/disks',
        diskSizeGb: 100,
        diskType: 'pd-balanced',
      },
    },
  ],
  [
    'J16: nodes boot only what Google signed',
    { nodeConfig: { shieldedInstanceConfig: { enableSecureBoot: true, enableIntegrityMonitoring: true } } },
  ],
  ['J17: nodes run Container-Optimized OS', { nodeConfig: { imageType: 'COS_CONTAINERD' } }],
  ['J18: Google repairs and upgrades nodes', { management: { autoRepair: true, autoUpgrade: true } }],
  [
    'J21: a node is there before another goes',
    { upgradeSettings: { strategy: 'SURGE', maxSurge: 1, maxUnavailable: 0 } },
  ],
  [
    'J28, J41: the kubelet is closed, and a pod cannot starve a node of processes',
    { nodeConfig: { kubeletConfig: { insecureKubeletReadonlyPortEnabled: 'FALSE', podPidsLimit: 4096 } } },
  ],
  [
    'J37: nodes have labels for what they cost',
    { nodeConfig: { resourceLabels: { data: 'personal', owner: 'platform' } } },
  ],
  ['J40: a node has as many pods as the cluster says', { maxPodsPerNode: 64 }],
  [
    'J41: nodes have the faster network card',
    { nodeConfig: { gvnic: { enabled: true }, loggingVariant: 'DEFAULT' } },
  ],
  [
    'a pool that goes respects disruption budgets',
    { nodeDrainConfigs: [{ respectPdbDuringNodePoolDeletion: true }] },
  ],
];

test.each(ROWS)('%s', (_, inputs) => {
  expect(general.inputs).toMatchObject(inputs);
});

test('J11: nodes may write logs and metrics, and nothing else', () => {
  const rights = plan.resources.filter(
    ({ type, name }) => type.endsWith(':IAMMember') && name.startsWith('general-'),
  );

  expect(rights.map(({ inputs }) => inputs.role).sort()).toEqual([
    'roles/logging.logWriter',
    'roles/monitoring.metricWriter',
    'roles/monitoring.viewer',
    'roles/stackdriver.resourceMetadata.writer',
  ]);
  expect(new Set(rights.map(({ inputs }) => inputs.member))).toEqual(
    new Set(['${gcp:serviceaccount/account:Account.general-account.member}']),
  );
});

test('J21: where it was asked for, a second set of nodes takes over', () => {
  expect(stateful.inputs.upgradeSettings).toMatchObject({
    strategy: 'BLUE_GREEN',
    blueGreenSettings: { nodePoolSoakDuration: '7200s' },
  });
});

test('newer machines boot from the disk that they take', () => {
  expect(stateful.inputs.nodeConfig).toMatchObject({
    machineType: 'c4-standard-8',
    diskType: 'hyperdisk-balanced',
  });
});

test('nodes act under an existing identity where one is given, and none is made', () => {
  expect(stateful.inputs.nodeConfig).toMatchObject({
    serviceAccount: 'nodes-shared@acme-test.iam.gserviceaccount.com',
  });
  expect(plan.resources.filter(({ name }) => name === 'stateful-account')).toEqual([]);
});

test('another number of nodes at the start replaces nothing', () => {
  expect(general.options.ignoreChanges).toEqual(['initialNodeCount']);
});

test('a pool that has to be replaced is there before the old one goes', () => {
  expect(general.inputs).not.toHaveProperty('name');
});

test('J40: fails when pools together, in an upgrade, have more nodes than there are addresses', async () => {
  await expect(planCluster('crowded')).rejects.toThrow(
    'NodePool "stateful": nodesPerZone.max: found 3 in each zone, 18 nodes in an upgrade; allowed: at most 7 nodes',
  );
});
