import {
  ArtifactRegistry,
  Bucket,
  GatewayCertificate,
  KeyRing,
  LogArchive,
  PrivateGoogleApis,
  ProjectServices,
  PublicAddress,
  PublicZone,
  ServiceAgents,
  SqlDatabase,
  SqlNames,
  StateBucket,
  Subscription,
  Topic,
  WorkloadIdentity,
} from '@plinth/cloud';
import { UserError } from '@plinth/errors';
import { runProgram } from '@plinth/pulumi';

const project = 'acme-test';
const region = 'europe-west6';
const location = region;
const labels = { owner: 'platform', data: 'personal' };
const network = 'projects/acme-test/global/networks/main';

function keysAndIdentities() {
  const services = new ProjectServices('services', {
    project,
    apis: ['cloudkms.googleapis.com', 'pubsub.googleapis.com'],
  });
  const agents = new ServiceAgents(
    'agents',
    { project, agents: ['artifactregistry', 'compute', 'gke', 'logging', 'pubsub', 'sql', 'storage'] },
    { dependsOn: services },
  );
  const shop = new WorkloadIdentity('shop', {
    project,
    cluster: services,
    accountId: 'shop-api',
    displayName: 'shop/shop-api',
    workload: `serviceAccount:${project}.svc.id.goog[shop/shop-api]`,
  });
  shop.grantProjectRole('roles/monitoring.metricWriter');
  const keys = new KeyRing('data-keys', {
    project,
    location,
    ringName: 'data',
    labels,
    keys: {
      stored: { rotationDays: 30, users: [agents.of('storage'), agents.of('logging')] },
      queued: { rotationDays: 90, users: [agents.of('pubsub')], level: 'SOFTWARE' },
      orders: { algorithm: 'EC_SIGN_P256_SHA256', signers: [shop] },
    },
  });
  keys.grantUse('stored', agents.of('sql'));
  keys.grantView('stored', agents.of('compute'));
  keys.grantUse('stored', agents.of('gke'));
  return { agents, shop, keys };
}

const everybody = { name: 'everybody', member: 'allUsers' };

/** The code of the mistake that this is. */
function codeOf(mistake: () => unknown): string {
  try {
    mistake();
  } catch (error) {
    if (UserError.isUserError(error)) return error.code;
    throw error;
  }
  return 'none';
}

function refusedGrants({ agents, shop, keys }: ReturnType<typeof keysAndIdentities>) {
  const few = new ServiceAgents('few', { project, agents: ['pubsub'] });
  return {
    keyOfNobody: codeOf(() => keys.keyId('store')),
    keyOfPrototype: codeOf(() => keys.keyId('constructor')),
    signWithAKeyThatEncrypts: codeOf(() => keys.grantSign('stored', shop)),
    encryptWithAKeyThatSigns: codeOf(() => keys.grantUse('orders', agents.of('sql'))),
    keyForEverybody: codeOf(() => keys.grantUse('stored', everybody)),
    agentThatIsNotThere: codeOf(() => few.of('sql')),
    basicRole: codeOf(() => shop.grantProjectRole('roles/editor')),
    impersonation: codeOf(() => shop.grantProjectRole('roles/iam.serviceAccountTokenCreator')),
  };
}

function registry({ agents, shop, keys }: ReturnType<typeof keysAndIdentities>) {
  const readers = [shop];
  const own = new ArtifactRegistry('registry', {
    project,
    location,
    key: keys.key('stored'),
    images: 'apps',
    charts: 'charts',
    pullThrough: { quay: 'https://quay.io' },
    readers,
    labels,
  });
  own.grantWrite(agents.of('gke'));
  return { pullByEverybody: codeOf(() => own.grantRead(everybody)) };
}

function buckets({ shop, keys }: ReturnType<typeof keysAndIdentities>) {
  const key = keys.key('stored');
  const logs = new LogArchive('logs', {
    project,
    location,
    archiveName: 'acme-test-audit',
    accessLogsName: 'acme-test-access',
    key,
    retentionDays: 400,
    labels,
  });
  const common = { project, location, key, accessLogs: logs.accessLogs, labels };
  const invoices = new Bucket('invoices', {
    ...common,
    bucketName: 'acme-test-shop-invoices',
    keepDays: 30,
    deletionProtection: true,
  });
  invoices.grantWrite(shop);
  const drafts = new Bucket('drafts', {
    ...common,
    bucketName: 'acme-test-shop-drafts',
    deletionProtection: false,
  });
  drafts.grantRead(shop);
  const state = new StateBucket('state', { ...common, bucketName: 'acme-test-pulumi-state' });
  state.grantRead(shop);
  return {
    readByEverybody: codeOf(() => drafts.grantRead(everybody)),
    stateForEverybody: codeOf(() => state.grantWrite(everybody)),
  };
}

function messages({ agents, shop, keys }: ReturnType<typeof keysAndIdentities>) {
  const topic = new Topic('sold', {
    project,
    topicName: 'shop.sold',
    region,
    key: keys.key('queued'),
    labels,
  });
  topic.grantPublish(shop);
  const subscription = new Subscription('booked', {
    project,
    subscriptionName: 'ledger.booked',
    topic,
    ackSeconds: 60,
    agent: agents.of('pubsub'),
    labels,
  });
  subscription.grantSubscribe(shop);
  return {
    publishByEverybody: codeOf(() => topic.grantPublish(everybody)),
    subscribeByEverybody: codeOf(() => subscription.grantSubscribe(everybody)),
  };
}

function databases({ keys, shop }: ReturnType<typeof keysAndIdentities>) {
  const common = {
    project,
    region,
    version: 'POSTGRES_18',
    key: keys.key('stored'),
    labels,
  };
  const subnetwork = 'projects/acme-test/regions/europe-west6/subnetworks/endpoints';
  const sqlNames = new SqlNames('sql-names', { project, region, network, labels });
  const ledger = new SqlDatabase('ledger', {
    ...common,
    instanceName: 'ledger',
    machine: { tier: 'db-perf-optimized-N-4', diskGiB: 100 },
    highAvailability: true,
    deletionProtection: true,
    endpoint: { address: '10.19.0.10', network, subnetwork, names: sqlNames },
  });
  ledger.grantAdministration(shop);
  new SqlDatabase('drafts-database', {
    ...common,
    instanceName: 'drafts',
    machine: { tier: 'db-custom-2-8192', diskGiB: 20 },
    highAvailability: false,
    deletionProtection: false,
    endpoint: { address: '10.19.0.11', network, subnetwork, names: sqlNames },
    allowedConsumerProjects: [project, 'acme-reports'],
  });
}

function names() {
  const address = new PublicAddress('gateway', { project, region, addressName: 'gateway', labels });
  const zone = new PublicZone('zone', {
    project,
    zoneName: 'public',
    domain: 'test.acme.example',
    hosts: { 'shop.test.acme.example': address.address },
    labels,
  });
  new GatewayCertificate('certificate', {
    project,
    region,
    certificateName: 'gateway',
    hosts: ['shop.test.acme.example'],
    zone,
    labels,
  });
  new PrivateGoogleApis('google-apis', { project, range: '199.36.153.8/30', network, labels });
}

export = () =>
  runProgram(() => {
    const made = keysAndIdentities();
    databases(made);
    names();
    return { ...refusedGrants(made), ...registry(made), ...buckets(made), ...messages(made) };
  });
