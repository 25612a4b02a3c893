/** One fault, put into a copy of what an environment plans. */
export interface CloudFault {
  /** The check that must see it, and no other. */
  readonly check: string;
  /** `<type> <name>`, as the plan has it; what is judged first, and what belongs to it. Copies refer to copies. */
  readonly of: string | readonly [string, ...string[]];
  /** Values by their places; undefined takes one away. A place that begins with a number is of that resource. */
  readonly set: Readonly<Record<string, unknown>>;
  /** Checks that ask the same. */
  readonly also?: readonly string[];
}

const CLUSTER = 'gcp:container/cluster:Cluster cluster';
const NODES = 'gcp:container/nodePool:NodePool nodes-general';
const FIREWALL = 'gcp:compute/firewall:Firewall network-from-gateway';
const SUBNETWORK = 'gcp:compute/subnetwork:Subnetwork network-nodes';
const ZONE = 'gcp:dns/managedZone:ManagedZone domain';
const KEY = 'gcp:kms/cryptoKey:CryptoKey keys-vault-unseal';
const KEY_MEMBER = 'gcp:kms/cryptoKeyIAMMember:CryptoKeyIAMMember keys-vault-unseal-use-vault-service';
const KEY_RING = 'gcp:kms/keyRing:KeyRing keys-vault';
const MEMBER = 'gcp:projects/iAMMember:IAMMember status-page-monitoring-viewer';
const BUCKET = 'gcp:storage/bucket:Bucket bank-statements-archive';
const ARCHIVE = 'gcp:storage/bucket:Bucket logs-archive';
const SINK = 'gcp:logging/projectSink:ProjectSink logs-archive-sink';
const DATABASE = 'gcp:sql/databaseInstance:DatabaseInstance bank-database';

const EVERYBODY = 'allUsers';
const ANYWHERE = ['0.0.0.0/0'];
const ADMIN = 'serviceAccount:deployer@acme.iam.gserviceaccount.com';

/** Checks of clusters and nodes. */
const OF_GKE: readonly CloudFault[] = [
  { check: 'CKV_GCP_1', of: CLUSTER, set: { loggingService: 'none' } },
  { check: 'CKV_GCP_7', of: CLUSTER, set: { enableLegacyAbac: true } },
  { check: 'CKV_GCP_8', of: CLUSTER, set: { monitoringService: 'none' } },
  {
    check: 'CKV_GCP_12',
    of: CLUSTER,
    set: { datapathProvider: 'LEGACY_DATAPATH' },
  },
  { check: 'CKV_GCP_13', of: CLUSTER, set: { 'masterAuth.clientCertificateConfig': undefined } },
  {
    check: 'CKV_GCP_18',
    of: CLUSTER,
    set: { 'masterAuthorizedNetworksConfig.cidrBlocks.0.cidrBlock': '0.0.0.0/0' },
  },
  { check: 'CKV_GCP_20', of: CLUSTER, set: { masterAuthorizedNetworksConfig: undefined } },
  { check: 'CKV_GCP_21', of: CLUSTER, set: { resourceLabels: undefined } },
  { check: 'CKV_GCP_23', of: CLUSTER, set: { ipAllocationPolicy: undefined } },
  { check: 'CKV_GCP_25', of: CLUSTER, set: { privateClusterConfig: undefined }, also: ['CKV_GCP_64'] },
  { check: 'CKV_GCP_61', of: CLUSTER, set: { enableIntranodeVisibility: false } },
  { check: 'CKV_GCP_64', of: CLUSTER, set: { privateClusterConfig: undefined }, also: ['CKV_GCP_25'] },
  { check: 'CKV_GCP_65', of: CLUSTER, set: { authenticatorGroupsConfig: undefined } },
  { check: 'CKV_GCP_66', of: CLUSTER, set: {} },
  {
    check: 'CKV_GCP_68',
    of: CLUSTER,
    set: { 'nodeConfig.shieldedInstanceConfig.enableSecureBoot': false },
  },
  { check: 'CKV_GCP_69', of: CLUSTER, set: { 'nodeConfig.workloadMetadataConfig.mode': 'GCE_METADATA' } },
  { check: 'CKV_GCP_70', of: CLUSTER, set: { releaseChannel: undefined } },
  { check: 'CKV_GCP_71', of: CLUSTER, set: { enableShieldedNodes: false } },
  {
    check: 'CKV_GCP_72',
    of: CLUSTER,
    set: { 'nodeConfig.shieldedInstanceConfig.enableIntegrityMonitoring': false },
  },
  {
    check: 'CKV_GCP_123',
    of: CLUSTER,
    set: { removeDefaultNodePool: undefined, nodePools: [{ name: 'default' }] },
  },
  { check: 'CKV2_GCP_19', of: CLUSTER, set: { enableKubernetesAlpha: true } },
  { check: 'CKV_GCP_9', of: NODES, set: { 'management.autoRepair': false } },
  { check: 'CKV_GCP_10', of: NODES, set: { 'management.autoUpgrade': false } },
  // Asked of versions before 1.24 alone.
  { check: 'CKV_GCP_22', of: NODES, set: { version: '1.23.5-gke.1', 'nodeConfig.imageType': 'UBUNTU' } },
  { check: 'CKV_GCP_68', of: NODES, set: { 'nodeConfig.shieldedInstanceConfig.enableSecureBoot': false } },
  { check: 'CKV_GCP_69', of: NODES, set: { 'nodeConfig.workloadMetadataConfig.mode': 'GCE_METADATA' } },
  {
    check: 'CKV_GCP_72',
    of: NODES,
    set: { 'nodeConfig.shieldedInstanceConfig.enableIntegrityMonitoring': false },
  },
];

const openPort = (check: string, port: string, also?: readonly string[]): CloudFault => ({
  check,
  of: FIREWALL,
  set: { sourceRanges: ANYWHERE, 'allows.0.ports': [port] },
  ...(also !== undefined && { also }),
});

const OF_NETWORKS: readonly CloudFault[] = [
  openPort('CKV_GCP_2', '22'),
  openPort('CKV_GCP_3', '3389'),
  openPort('CKV_GCP_75', '21'),
  openPort('CKV_GCP_77', '20'),
  openPort('CKV_GCP_88', '3306'),
  openPort('CKV_GCP_106', '80'),
  { check: 'CKV2_GCP_12', of: FIREWALL, set: { sourceRanges: ANYWHERE, allows: [{ protocol: 'all' }] } },
  { check: 'CKV2_GCP_18', of: 'gcp:compute/network:Network network', set: { name: 'bare' } },
  {
    check: 'CKV2_GCP_37',
    of: 'gcp:compute/forwardingRule:ForwardingRule bank-database-endpoint',
    set: { loadBalancingScheme: 'EXTERNAL', target: 'regions/here/targetHttpProxies/plain' },
  },
  { check: 'CKV_GCP_26', of: SUBNETWORK, set: { logConfig: undefined } },
  { check: 'CKV_GCP_74', of: SUBNETWORK, set: { privateIpGoogleAccess: false } },
  { check: 'CKV_GCP_76', of: SUBNETWORK, set: { stackType: 'IPV4_IPV6' } },
  { check: 'CKV_GCP_16', of: ZONE, set: { 'dnssecConfig.state': 'off' } },
  {
    check: 'CKV_GCP_17',
    of: ZONE,
    set: { 'dnssecConfig.defaultKeySpecs': [{ algorithm: 'rsasha1', keyType: 'zoneSigning' }] },
  },
];

/** Checks of keys, rights, storage and messages. */
const OF_DATA: readonly CloudFault[] = [
  { check: 'CKV_GCP_43', of: KEY, set: { rotationPeriod: '31536000s' } },
  { check: 'CKV_GCP_82', of: KEY, set: { 'options.protect': undefined } },
  { check: 'CKV_GCP_112', of: KEY_MEMBER, set: { member: EVERYBODY } },
  { check: 'CKV2_GCP_6', of: [KEY, KEY_MEMBER], set: { '1.member': EVERYBODY } },
  {
    check: 'CKV2_GCP_8',
    of: [KEY_RING, 'gcp:kms/keyRingIAMMember:KeyRingIAMMember readers'],
    set: { '1.keyRingId': '${gcp:kms/keyRing:KeyRing.keys-vault.id}', '1.member': EVERYBODY },
  },
  { check: 'CKV_GCP_41', of: MEMBER, set: { role: 'roles/iam.serviceAccountUser' }, also: ['CKV_GCP_49'] },
  { check: 'CKV_GCP_42', of: MEMBER, set: { role: 'roles/storage.admin', member: ADMIN } },
  {
    check: 'CKV_GCP_46',
    of: MEMBER,
    set: { member: 'serviceAccount:123456789-compute@developer.gserviceaccount.com' },
  },
  { check: 'CKV_GCP_49', of: MEMBER, set: { role: 'roles/iam.workloadIdentityUser' } },
  { check: 'CKV_GCP_117', of: MEMBER, set: { role: 'roles/viewer' } },
  {
    check: 'CKV_GCP_28',
    of: 'gcp:storage/bucketIAMMember:BucketIAMMember bank-statements-archive-read-bank-core',
    set: { member: EVERYBODY },
  },
  { check: 'CKV_GCP_29', of: BUCKET, set: { uniformBucketLevelAccess: false } },
  { check: 'CKV_GCP_62', of: BUCKET, set: { logging: undefined } },
  {
    check: 'CKV_GCP_63',
    of: BUCKET,
    set: { name: 'itself', 'logging.logBucket': 'itself' },
  },
  { check: 'CKV_GCP_78', of: 'gcp:storage/bucket:Bucket state', set: { 'versioning.enabled': false } },
  { check: 'CKV_GCP_114', of: BUCKET, set: { publicAccessPrevention: 'inherited' } },
  {
    check: 'CKV2_GCP_4',
    of: [SINK, ARCHIVE],
    set: {
      '0.destination': 'storage.googleapis.com/${gcp:storage/bucket:Bucket.logs-archive.name}',
      '1.retentionPolicy.isLocked': false,
    },
  },
  {
    check: 'CKV_GCP_83',
    of: 'gcp:pubsub/topic:Topic wallet-api-notifications',
    set: { kmsKeyName: undefined },
  },
  {
    check: 'CKV_GCP_84',
    of: 'gcp:artifactregistry/repository:Repository registry-apps',
    set: { kmsKeyName: undefined },
  },
  {
    check: 'CKV_GCP_99',
    of: 'gcp:pubsub/topicIAMMember:TopicIAMMember wallet-api-notifications-publish-wallet-api',
    set: { member: EVERYBODY },
  },
  {
    check: 'CKV_GCP_101',
    of: 'gcp:artifactregistry/repositoryIamMember:RepositoryIamMember registry-apps-read-nodes-general',
    set: { member: EVERYBODY },
  },
];

const flags = (...entries: readonly (readonly [name: string, value: string])[]) =>
  entries.map(([name, value]) => ({ name, value }));

/** The flags that are asked for, each as it should be. */
const GOOD_FLAGS: readonly (readonly [string, string])[] = [
  ['cloudsql.enable_pgaudit', 'on'],
  ['log_checkpoints', 'on'],
  ['log_connections', 'on'],
  ['log_disconnections', 'on'],
  ['log_duration', 'on'],
  ['log_hostname', 'on'],
  ['log_min_error_statement', 'error'],
  ['log_min_messages', 'warning'],
  ['log_statement', 'ddl'],
  ['log_temp_files', '0'],
];

const badFlag = (check: string, name: string, value: string): CloudFault => ({
  check,
  of: DATABASE,
  set: {
    'settings.databaseFlags': flags(...GOOD_FLAGS.filter(([other]) => other !== name), [name, value]),
  },
});

const OF_DATABASES: readonly CloudFault[] = [
  { check: 'CKV_GCP_6', of: DATABASE, set: {} },
  {
    check: 'CKV_GCP_11',
    of: DATABASE,
    set: { 'settings.ipConfiguration.authorizedNetworks': [{ name: 'all', value: '0.0.0.0/0' }] },
  },
  { check: 'CKV_GCP_14', of: DATABASE, set: { 'settings.backupConfiguration.enabled': false } },
  badFlag('CKV_GCP_51', 'log_checkpoints', 'off'),
  badFlag('CKV_GCP_52', 'log_connections', 'off'),
  badFlag('CKV_GCP_53', 'log_disconnections', 'off'),
  badFlag('CKV_GCP_55', 'log_min_messages', 'everything'),
  badFlag('CKV_GCP_56', 'log_temp_files', '4096'),
  { check: 'CKV_GCP_60', of: DATABASE, set: { 'settings.ipConfiguration.ipv4Enabled': true } },
  { check: 'CKV_GCP_79', of: DATABASE, set: { databaseVersion: 'POSTGRES_14' } },
  badFlag('CKV_GCP_108', 'log_hostname', 'off'),
  badFlag('CKV_GCP_109', 'log_min_error_statement', 'panic'),
  badFlag('CKV_GCP_110', 'cloudsql.enable_pgaudit', 'off'),
  badFlag('CKV_GCP_111', 'log_statement', 'none'),
  badFlag('CKV2_GCP_13', 'log_duration', 'off'),
  badFlag('CKV2_GCP_14', 'log_executor_stats', 'on'),
  badFlag('CKV2_GCP_15', 'log_parser_stats', 'on'),
  badFlag('CKV2_GCP_16', 'log_planner_stats', 'on'),
  badFlag('CKV2_GCP_17', 'log_statement_stats', 'on'),
  // Asked of MySQL. What is asked of its flags and of SQL Server's (50, 58, 59) crashes, and so fails the judge.
  {
    check: 'CKV2_GCP_7',
    of: [DATABASE, 'gcp:sql/user:User root'],
    set: {
      '0.databaseVersion': 'MYSQL_8_4',
      '0.settings.databaseFlags': undefined,
      '0.settings.backupConfiguration.binaryLogEnabled': true,
      '1.instance': '${gcp:sql/databaseInstance:DatabaseInstance.bank-database.name}',
      '1.name': 'root',
    },
  },
  {
    check: 'CKV2_GCP_20',
    of: DATABASE,
    set: { databaseVersion: 'MYSQL_8_4', 'settings.databaseFlags': undefined },
  },
];

export const cloudFaults: readonly CloudFault[] = [...OF_GKE, ...OF_NETWORKS, ...OF_DATA, ...OF_DATABASES];
