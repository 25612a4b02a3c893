import { join } from 'node:path';
import { type CloudPlan, type PlannedResource, planProgram } from '@plinth/cloud-plan';
import { databaseFlags } from './sql-settings';

const folder = join(__dirname, 'small-environment.fixture');
const AGENT = 'iam.gserviceaccount.com';

let plan: CloudPlan;

beforeAll(async () => {
  plan = await planProgram({
    folder,
    stack: 'test',
    answers: {
      'gcp:organizations/getProject:getProject': () => ({ number: '123' }),
      'gcp:storage/getProjectServiceAccount:getProjectServiceAccount': () => ({
        member: `serviceAccount:service-123@gs-project-accounts.${AGENT}`,
      }),
      'gcp:logging/getProjectCmekSettings:getProjectCmekSettings': () => ({
        serviceAccountId: `cmek-p123@gcp-sa-logging.${AGENT}`,
      }),
      'gcp:certificatemanager/dnsAuthorization:DnsAuthorization': (name) => ({
        dnsResourceRecords: [{ name: `_proof.${name}.`, type: 'CNAME', data: 'google.' }],
      }),
    },
  });
}, 60_000);

/** Of which type and name there is exactly one. */
function get(type: string, name: string): PlannedResource {
  const found = plan.resources.filter((one) => one.type === type && one.name === name);
  expect(found).toHaveLength(1);
  return found[0] as PlannedResource;
}

function all(type: string): PlannedResource[] {
  const found = plan.resources.filter((one) => one.type === type);
  expect(found).not.toEqual([]);
  return found;
}

const BUCKET = 'gcp:storage/bucket:Bucket';
const BUCKET_MEMBER = 'gcp:storage/bucketIAMMember:BucketIAMMember';
const KEY = 'gcp:kms/cryptoKey:CryptoKey';
const KEY_MEMBER = 'gcp:kms/cryptoKeyIAMMember:CryptoKeyIAMMember';
const REPOSITORY = 'gcp:artifactregistry/repository:Repository';
const REPOSITORY_MEMBER = 'gcp:artifactregistry/repositoryIamMember:RepositoryIamMember';
const TOPIC = 'gcp:pubsub/topic:Topic';
const SUBSCRIPTION = 'gcp:pubsub/subscription:Subscription';
const DATABASE = 'gcp:sql/databaseInstance:DatabaseInstance';
const RECORD = 'gcp:dns/recordSet:RecordSet';
const ZONE = 'gcp:dns/managedZone:ManagedZone';
const STORED = '${gcp:kms/cryptoKey:CryptoKey.data-keys-stored.id}';
const SHOP = 'serviceAccount:${gcp:serviceaccount/account:Account.shop.email}';
const PUBSUB = '${gcp:projects/serviceIdentity:ServiceIdentity.agents-pubsub.member}';

describe('everything', () => {
  test('belongs to a component, and begins with its name', () => {
    for (const { custom, parent = '', name } of plan.resources) {
      const [type, ofComponent = ''] = parent.split('::').slice(-2);
      if (custom) expect(type).toMatch(/^plinth:gcp:/);
      if (custom) expect(name === ofComponent || name.startsWith(`${ofComponent}-`)).toBe(true);
    }
  });

  // What Google gives no labels to; whatever else comes has to have them.
  const WITHOUT_LABELS =
    /IAM?Member|IamMember|IAMAuditConfig|projects\/service|kms\/keyRing|serviceaccount\/account|sql\/(?:database|user):|dns\/recordSet|logging\//;

  test('has labels, where Google has labels', () => {
    const labels = { owner: 'platform', data: 'personal' };
    const labelled = plan.resources.filter(({ custom, type }) => custom && !WITHOUT_LABELS.test(type));

    expect(labelled.length).toBeGreaterThan(20);
    for (const { inputs } of labelled) {
      expect(inputs.labels ?? (inputs.settings as { userLabels?: object }).userLabels).toEqual(labels);
    }
  });

  test('is granted to somebody in particular', () => {
    expect(JSON.stringify(plan)).not.toMatch(/allUsers|allAuthenticatedUsers|-compute@developer/);
  });

  test.each([
    [BUCKET, ({ inputs }: PlannedResource) => inputs.encryption],
    [REPOSITORY, ({ inputs }: PlannedResource) => inputs.kmsKeyName],
    [TOPIC, ({ inputs }: PlannedResource) => inputs.kmsKeyName],
    [DATABASE, ({ inputs }: PlannedResource) => inputs.encryptionKeyName],
    [
      'gcp:logging/projectBucketConfig:ProjectBucketConfig',
      ({ inputs }: PlannedResource) => inputs.cmekSettings,
    ],
  ])('%s is encrypted by our key, once its agent may use it', (type, keyOf) => {
    for (const resource of all(type)) {
      expect(JSON.stringify(keyOf(resource))).toContain('${gcp:kms/cryptoKey:CryptoKey.data-keys-');
      expect(resource.dependencies.join()).toMatch(/data-keys-(stored-use-storage|queued-use-pubsub)-agent/);
    }
  });
});

describe('what is asked for later', () => {
  test.each([
    ['keyOfNobody', 'unknown-key'],
    ['keyOfPrototype', 'unknown-key'],
    ['signWithAKeyThatEncrypts', 'key-purpose'],
    ['encryptWithAKeyThatSigns', 'key-purpose'],
    ['keyForEverybody', 'public-member'],
    ['agentThatIsNotThere', 'unknown-agent'],
    ['basicRole', 'basic-role'],
    ['impersonation', 'impersonation-role'],
    ['pullByEverybody', 'public-member'],
    ['readByEverybody', 'public-member'],
    ['stateForEverybody', 'public-member'],
    ['publishByEverybody', 'public-member'],
    ['subscribeByEverybody', 'public-member'],
  ])('fails when it is %s', (mistake, code) => {
    expect(plan.outputs[mistake]).toBe(code);
  });
});

describe('ProjectServices', () => {
  test('disables nothing when it is destroyed', () => {
    const service = get('gcp:projects/service:Service', 'services-cloudkms');

    expect(service.inputs).toEqual({
      project: 'acme-test',
      service: 'cloudkms.googleapis.com',
      disableOnDestroy: false,
      disableDependentServices: false,
    });
  });
});

describe('ServiceAgents', () => {
  test.each([
    ['logging', `serviceAccount:cmek-p123@gcp-sa-logging.${AGENT}`],
    ['storage', `serviceAccount:service-123@gs-project-accounts.${AGENT}`],
    ['sql', '${gcp:projects/serviceIdentity:ServiceIdentity.agents-sql.member}'],
    ['gke', '${gcp:projects/serviceIdentity:ServiceIdentity.agents-gke.member}'],
  ])('knows the agent %s', (agent, member) => {
    const { inputs } = get(KEY_MEMBER, `data-keys-stored-use-${agent}-agent`);

    expect(inputs).toEqual({
      cryptoKeyId: STORED,
      role: 'roles/cloudkms.cryptoKeyEncrypterDecrypter',
      member,
    });
  });

  test.each(['artifactregistry', 'gke', 'pubsub', 'sql'])('requests the agent %s', (agent) => {
    get('gcp:projects/serviceIdentity:ServiceIdentity', `agents-${agent}`);
  });
});

describe('KeyRing', () => {
  test('survives whoever wants to delete it, with its keys', () => {
    const kept = { protect: true, retainOnDelete: true };

    expect(get('gcp:kms/keyRing:KeyRing', 'data-keys').options).toMatchObject(kept);
    for (const { options, inputs } of all(KEY)) {
      expect(options).toMatchObject(kept);
      expect(inputs.destroyScheduledDuration).toBe('2592000s');
    }
  });

  test('rotates keys that encrypt', () => {
    expect(get(KEY, 'data-keys-stored').inputs).toMatchObject({
      name: 'stored',
      purpose: 'ENCRYPT_DECRYPT',
      rotationPeriod: '2592000s',
    });
    expect(get(KEY, 'data-keys-orders').inputs).not.toHaveProperty('rotationPeriod');
  });

  test('lets signers sign and others look', () => {
    expect(get(KEY_MEMBER, 'data-keys-orders-sign-shop-api').inputs).toMatchObject({
      role: 'roles/cloudkms.signerVerifier',
      member: SHOP,
    });
    expect(get(KEY_MEMBER, 'data-keys-stored-view-compute-agent').inputs.role).toBe('roles/cloudkms.viewer');
  });
});

describe('WorkloadIdentity', () => {
  test('is one ServiceAccount and no key', () => {
    expect(get('gcp:serviceaccount/iAMMember:IAMMember', 'shop-workload').inputs).toEqual({
      serviceAccountId: '${gcp:serviceaccount/account:Account.shop.name}',
      role: 'roles/iam.workloadIdentityUser',
      member: 'serviceAccount:acme-test.svc.id.goog[shop/shop-api]',
    });
    expect(plan.resources.filter(({ type }) => type.startsWith('gcp:serviceaccount/key'))).toEqual([]);
  });

  test('is bound when there is a cluster, and can be granted rights before', () => {
    const dependsOnCluster = ({ dependencies }: PlannedResource) =>
      dependencies.some((urn) => urn.endsWith('::services-cloudkms'));

    expect(dependsOnCluster(get('gcp:serviceaccount/iAMMember:IAMMember', 'shop-workload'))).toBe(true);
    expect(dependsOnCluster(get('gcp:serviceaccount/account:Account', 'shop'))).toBe(false);
  });

  test('has the rights in the project that it was granted', () => {
    expect(get('gcp:projects/iAMMember:IAMMember', 'shop-monitoring-metricWriter').inputs).toEqual({
      project: 'acme-test',
      role: 'roles/monitoring.metricWriter',
      member: SHOP,
    });
  });
});

describe('ArtifactRegistry', () => {
  test.each(['apps', 'charts'])('has %s, whose tags never move', (id) => {
    expect(get(REPOSITORY, `registry-${id}`).inputs).toMatchObject({
      repositoryId: id,
      format: 'DOCKER',
      mode: 'STANDARD_REPOSITORY',
      dockerConfig: { immutableTags: true },
      vulnerabilityScanningConfig: { enablementConfig: 'INHERITED' },
      cleanupPolicies: [{ action: 'DELETE', condition: { tagState: 'UNTAGGED' } }],
    });
  });

  test('keeps copies of what is elsewhere, however old they are', () => {
    const { inputs } = get(REPOSITORY, 'registry-quay');

    expect(inputs).not.toHaveProperty('cleanupPolicies');
    expect(inputs).toMatchObject({
      repositoryId: 'quay',
      mode: 'REMOTE_REPOSITORY',
      remoteRepositoryConfig: { commonRepository: { uri: 'https://quay.io' } },
      vulnerabilityScanningConfig: { enablementConfig: 'INHERITED' },
    });
  });

  test('lets readers pull everything, and a pipeline push what is ours', () => {
    const rights = all(REPOSITORY_MEMBER).map(({ inputs, name }) => [name, inputs.role]);

    expect(rights).toEqual([
      ['registry-apps-read-shop-api', 'roles/artifactregistry.reader'],
      ['registry-apps-write-gke-agent', 'roles/artifactregistry.writer'],
      ['registry-charts-read-shop-api', 'roles/artifactregistry.reader'],
      ['registry-charts-write-gke-agent', 'roles/artifactregistry.writer'],
      ['registry-quay-read-shop-api', 'roles/artifactregistry.reader'],
    ]);
  });
});

describe('buckets', () => {
  test('are never public, and log accesses elsewhere', () => {
    for (const { inputs } of all(BUCKET)) {
      expect(inputs).toMatchObject({
        uniformBucketLevelAccess: true,
        publicAccessPrevention: 'enforced',
        forceDestroy: false,
        logging: {
          logObjectPrefix: inputs.name,
          logBucket: expect.stringMatching(/^acme-test-(access|audit)$/),
        },
        softDeletePolicy: { retentionDurationSeconds: 604_800 },
      });
      expect(inputs.logging).not.toMatchObject({ logBucket: inputs.name });
    }
  });

  test('have versions, or keep what they have', () => {
    for (const { inputs, name } of all(BUCKET)) {
      const isKept = ['invoices', 'logs-archive'].includes(name);
      expect(inputs.versioning).toEqual(isKept ? undefined : { enabled: true });
      expect(inputs.retentionPolicy !== undefined).toBe(isKept);
    }
  });

  test('keep what has to be kept, for ever where nothing may be deleted', () => {
    const invoices = get(BUCKET, 'invoices');

    expect(invoices.inputs.retentionPolicy).toEqual({ retentionPeriod: '2592000', isLocked: true });
    expect(invoices.options).toEqual({ protect: true });
  });

  test('can be deleted where nothing protects them', () => {
    const drafts = get(BUCKET, 'drafts');

    expect(drafts.inputs).not.toHaveProperty('retentionPolicy');
    expect(drafts.options).toEqual({});
  });

  test('let somebody read, or read and write objects, and nothing more', () => {
    expect(get(BUCKET_MEMBER, 'drafts-read-shop-api').inputs.role).toBe('roles/storage.objectViewer');
    expect(get(BUCKET_MEMBER, 'invoices-write-shop-api').inputs.role).toBe('roles/storage.objectUser');
    expect(get(BUCKET_MEMBER, 'state-read-shop-api').inputs.role).toBe('roles/storage.objectViewer');
  });

  test('the state survives whoever wants to delete it', () => {
    expect(get(BUCKET, 'state').options).toEqual({ protect: true, retainOnDelete: true });
  });
});

describe('LogArchive', () => {
  test('locks audit logs away for their time, and then lets them go', () => {
    const { inputs, options } = get(BUCKET, 'logs-archive');

    expect(inputs.retentionPolicy).toEqual({ retentionPeriod: '34560000', isLocked: true });
    expect(inputs.lifecycleRules).toContainEqual({
      action: { type: 'Delete' },
      condition: { age: 400, withState: 'ANY' },
    });
    expect(options).toEqual({ protect: true, retainOnDelete: true });
  });

  test('gets every audit log, by a writer of its own', () => {
    const sink = get('gcp:logging/projectSink:ProjectSink', 'logs-archive-sink').inputs;

    expect(sink).toMatchObject({
      destination: 'storage.googleapis.com/acme-test-audit',
      uniqueWriterIdentity: true,
    });
    for (const log of ['activity', 'data_access', 'system_event', 'policy', 'access_transparency']) {
      expect(sink.filter).toContain(`log_id("cloudaudit.googleapis.com/${log}")`);
    }
    expect(get(BUCKET_MEMBER, 'logs-archive-sink-writer').inputs).toEqual({
      bucket: 'acme-test-audit',
      role: 'roles/storage.objectCreator',
      member: '${gcp:logging/projectSink:ProjectSink.logs-archive-sink.writerIdentity}',
    });
  });

  test('audits reading, of everything and everybody', () => {
    expect(get('gcp:projects/iAMAuditConfig:IAMAuditConfig', 'logs-audit-config').inputs).toEqual({
      project: 'acme-test',
      service: 'allServices',
      auditLogConfigs: [{ logType: 'ADMIN_READ' }, { logType: 'DATA_READ' }, { logType: 'DATA_WRITE' }],
    });
  });

  test('turns what Google keeps by itself to 90 days in the region', () => {
    const recent = get('gcp:logging/projectBucketConfig:ProjectBucketConfig', 'logs-recent').inputs;

    expect(recent).toMatchObject({ location: 'europe-west6', retentionDays: 90 });
    expect(get('gcp:logging/projectSink:ProjectSink', 'logs-default-sink').inputs).toMatchObject({
      name: '_Default',
      filter: '',
      destination:
        'logging.googleapis.com/${gcp:logging/projectBucketConfig:ProjectBucketConfig.logs-recent.id}',
    });
  });
});

describe('Topic and Subscription', () => {
  test('messages stay in the region', () => {
    for (const { inputs } of all(TOPIC)) {
      expect(inputs).toMatchObject({
        messageRetentionDuration: '604800s',
        messageStoragePolicy: { allowedPersistenceRegions: ['europe-west6'], enforceInTransit: true },
      });
    }
  });

  test('what cannot be handled is tried again and then kept apart', () => {
    expect(get(SUBSCRIPTION, 'booked').inputs).toMatchObject({
      topic: '${gcp:pubsub/topic:Topic.sold.id}',
      ackDeadlineSeconds: 60,
      retryPolicy: { minimumBackoff: '10s', maximumBackoff: '600s' },
      deadLetterPolicy: {
        deadLetterTopic: '${gcp:pubsub/topic:Topic.booked-dead-letters.id}',
        maxDeliveryAttempts: 5,
      },
    });
    expect(get(SUBSCRIPTION, 'booked-kept').inputs).toMatchObject({
      topic: '${gcp:pubsub/topic:Topic.booked-dead-letters.id}',
      messageRetentionDuration: '1209600s',
    });
  });

  test('no subscription expires', () => {
    for (const { inputs } of all(SUBSCRIPTION)) expect(inputs.expirationPolicy).toEqual({ ttl: '' });
  });

  test('the agent takes from the one and publishes to the other', () => {
    const topicMember = 'gcp:pubsub/topicIAMMember:TopicIAMMember';
    const subscriptionMember = 'gcp:pubsub/subscriptionIAMMember:SubscriptionIAMMember';

    expect(get(topicMember, 'booked-dead-letters-publish-pubsub-agent').inputs).toMatchObject({
      topic: 'ledger.booked.dead',
      role: 'roles/pubsub.publisher',
      member: PUBSUB,
    });
    expect(get(subscriptionMember, 'booked-subscribe-pubsub-agent').inputs).toMatchObject({
      subscription: 'ledger.booked',
      role: 'roles/pubsub.subscriber',
      member: PUBSUB,
    });
    expect(get(topicMember, 'sold-publish-shop-api').inputs.member).toBe(SHOP);
    expect(get(subscriptionMember, 'booked-subscribe-shop-api').inputs.member).toBe(SHOP);
  });
});

describe('SqlDatabase', () => {
  const settingsOf = (name: string) => get(DATABASE, name).inputs.settings;

  test('is not on the internet, and wants certificates on both ends', () => {
    for (const { inputs } of all(DATABASE)) {
      expect(inputs.settings).toMatchObject({
        ipConfiguration: {
          ipv4Enabled: false,
          sslMode: 'TRUSTED_CLIENT_CERTIFICATE_REQUIRED',
          serverCaMode: 'GOOGLE_MANAGED_INTERNAL_CA',
        },
        databaseFlags: databaseFlags(),
      });
    }
  });

  test.each([
    ['log_lock_waits', 'on'],
    ['log_min_duration_statement', '-1'],
    ['cloudsql.iam_authentication', 'on'],
    ['cloudsql.enable_pgaudit', 'on'],
  ])('sets %s to %s', (name, value) => {
    expect(settingsOf('ledger')).toMatchObject({
      databaseFlags: expect.arrayContaining([{ name, value }]),
    });
  });

  test('has the name under which Google’s connectors look for it, at its address', () => {
    expect(get(ZONE, 'sql-names').inputs).toMatchObject({
      dnsName: 'europe-west6.sql.goog.',
      visibility: 'private',
    });
    expect(get(RECORD, 'ledger-record').inputs).toMatchObject({
      managedZone: 'europe-west6-sql-goog',
      name: '${gcp:sql/databaseInstance:DatabaseInstance.ledger.dnsName}',
      type: 'A',
      rrdatas: ['10.19.0.10'],
    });
  });

  test('can be set back to any second of the last week, from backups in the region', () => {
    expect(settingsOf('ledger')).toMatchObject({
      backupConfiguration: {
        enabled: true,
        location: 'europe-west6',
        pointInTimeRecoveryEnabled: true,
        transactionLogRetentionDays: 7,
      },
      retainBackupsOnDelete: true,
    });
  });

  test('has a standby and cannot be deleted where it says so', () => {
    const { inputs, options } = get(DATABASE, 'ledger');

    expect(options).toEqual({ protect: true });
    expect(inputs).toMatchObject({
      deletionProtection: true,
      settings: {
        deletionProtectionEnabled: true,
        availabilityType: 'REGIONAL',
        edition: 'ENTERPRISE_PLUS',
        diskAutoresize: true,
        diskAutoresizeLimit: 400,
      },
    });
  });

  test('is alone and can be deleted where it says so', () => {
    const { inputs, options } = get(DATABASE, 'drafts-database');

    expect(options).toEqual({});
    expect(inputs).toMatchObject({
      deletionProtection: false,
      settings: { deletionProtectionEnabled: false, availabilityType: 'ZONAL', edition: 'ENTERPRISE' },
    });
  });

  test('has one database, that goes with the instance alone', () => {
    const { inputs, options } = get('gcp:sql/database:Database', 'ledger-database');

    expect(inputs).toMatchObject({ name: 'ledger', charset: 'UTF8', deletionPolicy: 'ABANDON' });
    expect(options).toEqual({ protect: true });
  });

  test('is administered by a workload without a password, and that workload logs in here alone', () => {
    const user = get('gcp:sql/user:User', 'ledger-administrator-shop-api').inputs;

    expect(user).toMatchObject({ type: 'CLOUD_IAM_SERVICE_ACCOUNT', databaseRoles: ['cloudsqlsuperuser'] });
    expect(user).not.toHaveProperty('password');
    for (const [right, role] of [
      ['connect', 'roles/cloudsql.client'],
      ['login', 'roles/cloudsql.instanceUser'],
    ]) {
      const { inputs } = get('gcp:projects/iAMMember:IAMMember', `ledger-${right}-shop-api`);
      const { expression } = inputs.condition as { readonly expression: string };
      expect([inputs.role, inputs.member]).toEqual([role, SHOP]);
      expect(expression).toMatch(/resource\.name == "projects\/acme-test\/instances\/.*ledger.*"$/);
    }
  });

  test('is reached at its address, from its own project unless others are named', () => {
    expect(get('gcp:compute/address:Address', 'ledger-address').inputs).toMatchObject({
      addressType: 'INTERNAL',
      address: '10.19.0.10',
    });
    expect(get('gcp:compute/forwardingRule:ForwardingRule', 'ledger-endpoint').inputs).toMatchObject({
      ipAddress: '${gcp:compute/address:Address.ledger-address.selfLink}',
      target: '${gcp:sql/databaseInstance:DatabaseInstance.ledger.pscServiceAttachmentLink}',
      loadBalancingScheme: '',
      allowPscGlobalAccess: false,
    });
    const consumers = (projects: string[]) => ({
      ipConfiguration: { pscConfigs: [{ pscEnabled: true, allowedConsumerProjects: projects }] },
    });
    expect(settingsOf('ledger')).toMatchObject(consumers(['acme-test']));
    expect(settingsOf('drafts-database')).toMatchObject(consumers(['acme-test', 'acme-reports']));
  });
});

describe('names', () => {
  test('the public zone is signed, and only Google certifies its hosts', () => {
    expect(get(ZONE, 'zone').inputs).toMatchObject({
      dnsName: 'test.acme.example.',
      visibility: 'public',
      dnssecConfig: {
        state: 'on',
        defaultKeySpecs: [
          { keyType: 'keySigning', algorithm: 'ecdsap256sha256' },
          { keyType: 'zoneSigning', algorithm: 'ecdsap256sha256' },
        ],
      },
    });
    expect(get(RECORD, 'zone-authorities').inputs).toMatchObject({
      name: 'test.acme.example.',
      type: 'CAA',
      rrdatas: ['0 issue "pki.goog"'],
    });
  });

  test('a host leads to the address of the gateway', () => {
    expect(get('gcp:compute/address:Address', 'gateway').inputs).toMatchObject({
      addressType: 'EXTERNAL',
      networkTier: 'PREMIUM',
    });
    expect(get(RECORD, 'zone-shop.test.acme.example').inputs).toMatchObject({
      name: 'shop.test.acme.example.',
      type: 'A',
      rrdatas: ['${gcp:compute/address:Address.gateway.address}'],
    });
  });

  test('the certificate is in the region, and our zone proves the hosts', () => {
    const authorization = 'certificate-shop.test.acme.example-authorization';

    expect(get('gcp:certificatemanager/certificate:Certificate', 'certificate').inputs).toMatchObject({
      location: 'europe-west6',
      managed: {
        domains: ['shop.test.acme.example'],
        dnsAuthorizations: [
          `\${gcp:certificatemanager/dnsAuthorization:DnsAuthorization.${authorization}.id}`,
        ],
      },
    });
    expect(get(RECORD, 'certificate-shop.test.acme.example-proof').inputs).toMatchObject({
      managedZone: 'public',
      name: `_proof.${authorization}.`,
      type: 'CNAME',
      rrdatas: ['google.'],
    });
  });

  test.each([
    ['googleapis.com', 'private.googleapis.com.'],
    ['pkg.dev', 'pkg.dev.'],
    ['gcr.io', 'gcr.io.'],
  ])('%s is reached without the internet', (domain, target) => {
    const addresses = ['199.36.153.8', '199.36.153.9', '199.36.153.10', '199.36.153.11'];

    expect(get(ZONE, `google-apis-${domain}`).inputs).toMatchObject({
      dnsName: `${domain}.`,
      visibility: 'private',
      privateVisibilityConfig: { networks: [{ networkUrl: 'projects/acme-test/global/networks/main' }] },
    });
    expect(get(RECORD, `google-apis-${domain}-addresses`).inputs).toMatchObject({
      name: target,
      type: 'A',
      rrdatas: addresses,
    });
    expect(get(RECORD, `google-apis-${domain}-names`).inputs).toMatchObject({
      name: `*.${domain}.`,
      type: 'CNAME',
      rrdatas: [target],
    });
  });
});
