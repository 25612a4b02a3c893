/**
 * Pulumi puts lists into the plural, Terraform names a repeated block in the singular or not, as it likes. Every list of objects that a
 * mapped type can have is here, and the lists of plain values that end otherwise.
 */
const LISTS: Readonly<Record<string, string>> = {
  additionalIpRangesConfigs: 'additional_ip_ranges_config',
  additionalNodeNetworkConfigs: 'additional_node_network_configs',
  additionalPodNetworkConfigs: 'additional_pod_network_configs',
  advertisedIpRanges: 'advertised_ip_ranges',
  allows: 'allow',
  auditLogConfigs: 'audit_log_config',
  authorizationAttemptInfos: 'authorization_attempt_info',
  authorizedNetworks: 'authorized_networks',
  backupGeos: 'backup_geo',
  cas: 'ca',
  certificateAuthorityDomainConfigs: 'certificate_authority_domain_config',
  cidrBlocks: 'cidr_blocks',
  cleanupPolicies: 'cleanup_policies',
  clients: 'client',
  connectionPoolConfigs: 'connection_pool_config',
  cors: 'cors',
  databaseFlags: 'database_flags',
  daysOfWeeks: 'days_of_week',
  defaultKeySpecs: 'default_key_specs',
  denies: 'deny',
  effectiveTaints: 'effective_taints',
  exclusionUntilEndOfSupports: 'exclusion_until_end_of_support',
  exclusions: 'exclusions',
  filterLabels: 'filter_labels',
  flags: 'flags',
  geos: 'geo',
  gkeClusters: 'gke_clusters',
  guestAccelerators: 'guest_accelerator',
  headers: 'header',
  hosts: 'hosts',
  indexConfigs: 'index_configs',
  internalLoadBalancers: 'internal_load_balancers',
  layer4Configs: 'layer4_configs',
  lifecycleRules: 'lifecycle_rule',
  localDatas: 'local_datas',
  maintenanceExclusions: 'maintenance_exclusion',
  maintenancePolicies: 'maintenance_policy',
  matchesPrefixes: 'matches_prefix',
  matchesStorageClasses: 'matches_storage_class',
  matchesSuffixes: 'matches_suffix',
  messageTransforms: 'message_transforms',
  metadataFilters: 'metadata_filters',
  methods: 'method',
  nat64Subnetworks: 'nat64_subnetwork',
  networks: 'networks',
  nodeAffinities: 'node_affinity',
  nodeDrainConfigs: 'node_drain_config',
  nodeImageConfigs: 'node_image_config',
  nodePools: 'node_pool',
  origins: 'origin',
  provisioningIssues: 'provisioning_issue',
  pscAutoConnections: 'psc_auto_connections',
  pscConfigs: 'psc_config',
  rayOperatorConfigs: 'ray_operator_config',
  registryHosts: 'registry_hosts',
  replicas: 'replicas',
  resourceLimits: 'resource_limits',
  responseHeaders: 'response_header',
  rules: 'rules',
  secondaryBootDisks: 'secondary_boot_disks',
  secondaryIpRanges: 'secondary_ip_range',
  sourceIpRangesToNats: 'source_ip_ranges_to_nat',
  srcSecureTags: 'src_secure_tags',
  statuses: 'status',
  subnetworks: 'subnetwork',
  taints: 'taint',
  targetMetrics: 'target_metrics',
  targetNameServers: 'target_name_servers',
  targetSecureTags: 'target_secure_tags',
  topics: 'topics',
  upgradeOptions: 'upgrade_options',
  upstreamPolicies: 'upstream_policies',
  vpcNetworkSources: 'vpc_network_sources',
  wrrs: 'wrr',
};

/** Maps whose keys are a person's own; any other object is a block. */
const MAPS: readonly string[] = [
  'annotations',
  'attributes',
  'labels',
  'metadata',
  'parameters',
  'resourceLabels',
  'resourceManagerTags',
  'sysctls',
  'tags',
  'userLabels',
  'versionAliases',
];

export function isMap(key: string): boolean {
  return MAPS.includes(key);
}

export function isKnownList(key: string): boolean {
  return key in LISTS;
}

/** `masterIpv4CidrBlock` becomes `master_ipv4_cidr_block`. */
export function snakeCase(key: string): string {
  return key.replace(/(?<=[a-z0-9])[A-Z]/g, (letter) => `_${letter}`).toLowerCase();
}

export function listName(key: string): string {
  return LISTS[key] ?? snakeCase(key);
}
