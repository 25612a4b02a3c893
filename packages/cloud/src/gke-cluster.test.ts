import type { CloudPlan, PlannedResource } from '@plinth/cloud-plan';
import { planCluster, resource } from './cluster.fixture/plan';

let plan: CloudPlan;
let cluster: PlannedResource;

// A program starts a process of its own and loads the whole of Google Cloud.
jest.setTimeout(120_000);

beforeAll(async () => {
  plan = await planCluster();
  cluster = resource(plan, 'Cluster', 'main');
});

const ROWS: readonly [row: string, inputs: PlannedResource['inputs']][] = [
  [
    'J01: it is in a region, with nodes in three zones',
    { location: 'europe-west6', nodeLocations: ['europe-west6-a', 'europe-west6-b', 'europe-west6-c'] },
  ],
  [
    'J02, J03: nodes and control plane have no public address',
    {
      privateClusterConfig: {
        enablePrivateNodes: true,
        enablePrivateEndpoint: true,
        masterIpv4CidrBlock: '10.16.32.0/28',
      },
    },
  ],
  [
    'J03: the name of the control plane answers to IAM alone, and not to the internet',
    {
      controlPlaneEndpointsConfig: {
        dnsEndpointConfig: {
          allowExternalTraffic: false,
          enableK8sTokensViaDns: false,
          enableK8sCertsViaDns: false,
        },
        ipEndpointsConfig: { enabled: true },
      },
    },
  ],
  [
    'J04: administrators reach it, and no other network',
    {
      masterAuthorizedNetworksConfig: {
        cidrBlocks: [{ cidrBlock: '10.8.0.0/24', displayName: 'office' }],
        gcpPublicCidrsAccessEnabled: false,
        privateEndpointEnforcementEnabled: true,
      },
    },
  ],
  [
    'J05: pods and Services have addresses of the network',
    {
      networkingMode: 'VPC_NATIVE',
      ipAllocationPolicy: { clusterSecondaryRangeName: 'pods', servicesSecondaryRangeName: 'services' },
    },
  ],
  ['J06: traffic within a node is seen by the network', { enableIntranodeVisibility: true }],
  [
    'J09: Dataplane V2 enforces NetworkPolicies',
    { datapathProvider: 'ADVANCED_DATAPATH', networkPolicy: { enabled: false } },
  ],
  [
    'J10: pods act under identities of their own',
    { workloadIdentityConfig: { workloadPool: 'acme-test.svc.id.goog' } },
  ],
  [
    'J13: Secrets are encrypted by our key',
    {
      databaseEncryption: {
        state: 'ENCRYPTED',
        keyName: 'projects/acme-test/locations/europe-west6/keyRings/cluster/cryptoKeys/secrets',
      },
    },
  ],
  ['J16: its nodes are shielded', { enableShieldedNodes: true }],
  ['J19: it follows a release channel', { releaseChannel: { channel: 'STABLE' } }],
  [
    'J25: its posture is watched',
    { securityPostureConfig: { mode: 'BASIC', vulnerabilityMode: 'VULNERABILITY_DISABLED' } },
  ],
  [
    'J26: certificates, ABAC and alpha features are off',
    {
      masterAuth: { clientCertificateConfig: { issueClientCertificate: false } },
      enableLegacyAbac: false,
      enableKubernetesAlpha: false,
    },
  ],
  [
    'J27: rights are given to groups',
    { authenticatorGroupsConfig: { securityGroup: 'gke-security-groups@acme.example' } },
  ],
  [
    'J28: nobody unknown has rights',
    {
      rbacBindingConfig: {
        enableInsecureBindingSystemAuthenticated: false,
        enableInsecureBindingSystemUnauthenticated: false,
      },
      anonymousAuthenticationConfig: { mode: 'LIMITED' },
    },
  ],
  [
    'J28: pools made later by hand have no open kubelet port either',
    { nodePoolDefaults: { nodeConfigDefaults: { insecureKubeletReadonlyPortEnabled: 'FALSE' } } },
  ],
  [
    'J29: the control plane and all workloads log',
    {
      loggingConfig: {
        enableComponents: ['SYSTEM_COMPONENTS', 'WORKLOADS', 'APISERVER', 'SCHEDULER', 'CONTROLLER_MANAGER'],
      },
    },
  ],
  ['J35: it cannot be deleted', { deletionProtection: true }],
  ['J36: the pool that GKE makes is removed', { removeDefaultNodePool: true, initialNodeCount: 1 }],
  ['J37: it has labels', { resourceLabels: { data: 'personal', owner: 'platform' } }],
  ['J39: GKE invents no pools', { clusterAutoscaling: { enabled: false, autoscalingProfile: 'BALANCED' } }],
  ['J40: nodes have as many pods as addresses', { defaultMaxPodsPerNode: 64 }],
  ['Services claim no addresses of others', { serviceExternalIpsConfig: { enabled: false } }],
  [
    'the gateway and disks for pods are there',
    {
      gatewayApiConfig: { channel: 'CHANNEL_STANDARD' },
      addonsConfig: {
        gcePersistentDiskCsiDriverConfig: { enabled: true },
        horizontalPodAutoscaling: { disabled: false },
        httpLoadBalancing: { disabled: false },
        networkPolicyConfig: { disabled: true },
      },
    },
  ],
  ['costs are known by namespace', { costManagementConfig: { enabled: true } }],
];

test.each(ROWS)('%s', (_, inputs) => {
  expect(cluster.inputs).toMatchObject(inputs);
});

test('J10, J11, J14, J16, J17, J28, J41: the nodes that GKE makes at first are as hard as others', () => {
  expect(cluster.inputs.nodeConfig).toMatchObject({
    imageType: 'COS_CONTAINERD',
    shieldedInstanceConfig: { enableSecureBoot: true, enableIntegrityMonitoring: true },
    workloadMetadataConfig: { mode: 'GKE_METADATA' },
    metadata: { 'disable-legacy-endpoints': 'true' },
    kubeletConfig: { insecureKubeletReadonlyPortEnabled: 'FALSE', podPidsLimit: 4096 },
    bootDiskKmsKey: 'projects/acme-test/locations/europe-west6/keyRings/cluster/cryptoKeys/disks',
    serviceAccount: '${gcp:serviceaccount/account:Account.main-first-nodes.email}',
  });
});

test('what GKE shows in the place of the first nodes changes nothing', () => {
  expect(cluster.options.ignoreChanges).toEqual(['initialNodeCount', 'nodeConfig']);
});

test('J20: Google upgrades in the windows alone, and not at the end of the year', () => {
  expect(cluster.inputs.maintenancePolicy).toEqual({
    recurringWindow: {
      startTime: '2024-01-06T22:00:00Z',
      endTime: '2024-01-07T02:00:00Z',
      recurrence: 'FREQ=WEEKLY;BYDAY=SA,SU',
    },
    maintenanceExclusions: [
      {
        exclusionName: 'year-end',
        startTime: '2026-12-18T00:00:00Z',
        endTime: '2027-01-05T00:00:00Z',
        exclusionOptions: { scope: 'NO_UPGRADES' },
      },
    ],
  });
});

test.each(['HPA', 'APISERVER', 'SCHEDULER', 'CONTROLLER_MANAGER'])('J29: %s is measured', (component) => {
  expect(cluster.inputs.monitoringConfig).toMatchObject({
    enableComponents: expect.arrayContaining([component]) as unknown,
    managedPrometheus: { enabled: true },
  });
});

test('J35: Pulumi does not delete it either', () => {
  expect(cluster.options.protect).toBe(true);
});

test('J43: upgrades and security bulletins are told to a topic that our key encrypts and that stays in the region', () => {
  expect(cluster.inputs.notificationConfig).toEqual({
    pubsub: {
      enabled: true,
      topic: '${gcp:pubsub/topic:Topic.main-notifications.id}',
      filter: {
        eventTypes: [
          'UPGRADE_AVAILABLE_EVENT',
          'UPGRADE_EVENT',
          'UPGRADE_INFO_EVENT',
          'SECURITY_BULLETIN_EVENT',
        ],
      },
    },
  });
  expect(resource(plan, 'Topic', 'main-notifications').inputs).toMatchObject({
    kmsKeyName: 'projects/acme-test/locations/europe-west6/keyRings/cluster/cryptoKeys/topics',
    messageStoragePolicy: { allowedPersistenceRegions: ['europe-west6'] },
    labels: { data: 'personal', owner: 'platform' },
  });
});

test('its nodes start when their way out is there', () => {
  const before = cluster.dependencies.map((urn) => urn.split('::').at(-1));

  expect(before).toEqual(
    expect.arrayContaining(['main-nat', 'main-to-control-plane', 'main-to-google-apis']),
  );
});

test('fails when zone and channel are not to be, with both at once and nothing of the cluster registered', async () => {
  await expect(planCluster('refused')).rejects.toThrow(
    /GkeCluster "main": zones: found "europe-west1-c".*GkeCluster "main": releaseChannel: found "UNSPECIFIED"/s,
  );
});
