import type { PlannedResource } from '../plan';

/** Terraform's name for each type of Google's provider that programs here use. */
const TYPES: Readonly<Record<string, string>> = {
  'gcp:artifactregistry/repository:Repository': 'google_artifact_registry_repository',
  'gcp:artifactregistry/repositoryIamMember:RepositoryIamMember':
    'google_artifact_registry_repository_iam_member',
  'gcp:certificatemanager/certificate:Certificate': 'google_certificate_manager_certificate',
  'gcp:certificatemanager/certificateMap:CertificateMap': 'google_certificate_manager_certificate_map',
  'gcp:certificatemanager/certificateMapEntry:CertificateMapEntry':
    'google_certificate_manager_certificate_map_entry',
  'gcp:certificatemanager/dnsAuthorization:DnsAuthorization': 'google_certificate_manager_dns_authorization',
  'gcp:compute/address:Address': 'google_compute_address',
  'gcp:compute/firewall:Firewall': 'google_compute_firewall',
  'gcp:compute/forwardingRule:ForwardingRule': 'google_compute_forwarding_rule',
  'gcp:compute/globalAddress:GlobalAddress': 'google_compute_global_address',
  'gcp:compute/globalForwardingRule:GlobalForwardingRule': 'google_compute_global_forwarding_rule',
  'gcp:compute/network:Network': 'google_compute_network',
  'gcp:compute/networkFirewallPolicy:NetworkFirewallPolicy': 'google_compute_network_firewall_policy',
  'gcp:compute/networkFirewallPolicyAssociation:NetworkFirewallPolicyAssociation':
    'google_compute_network_firewall_policy_association',
  'gcp:compute/networkFirewallPolicyRule:NetworkFirewallPolicyRule':
    'google_compute_network_firewall_policy_rule',
  'gcp:compute/route:Route': 'google_compute_route',
  'gcp:compute/router:Router': 'google_compute_router',
  'gcp:compute/routerNat:RouterNat': 'google_compute_router_nat',
  'gcp:compute/subnetwork:Subnetwork': 'google_compute_subnetwork',
  'gcp:container/cluster:Cluster': 'google_container_cluster',
  'gcp:container/nodePool:NodePool': 'google_container_node_pool',
  'gcp:dns/managedZone:ManagedZone': 'google_dns_managed_zone',
  'gcp:dns/policy:Policy': 'google_dns_policy',
  'gcp:dns/recordSet:RecordSet': 'google_dns_record_set',
  'gcp:dns/responsePolicy:ResponsePolicy': 'google_dns_response_policy',
  'gcp:dns/responsePolicyRule:ResponsePolicyRule': 'google_dns_response_policy_rule',
  'gcp:kms/cryptoKey:CryptoKey': 'google_kms_crypto_key',
  'gcp:kms/cryptoKeyIAMMember:CryptoKeyIAMMember': 'google_kms_crypto_key_iam_member',
  'gcp:kms/keyRing:KeyRing': 'google_kms_key_ring',
  'gcp:kms/keyRingIAMMember:KeyRingIAMMember': 'google_kms_key_ring_iam_member',
  'gcp:logging/projectBucketConfig:ProjectBucketConfig': 'google_logging_project_bucket_config',
  'gcp:logging/projectSink:ProjectSink': 'google_logging_project_sink',
  'gcp:projects/iAMAuditConfig:IAMAuditConfig': 'google_project_iam_audit_config',
  'gcp:projects/iAMCustomRole:IAMCustomRole': 'google_project_iam_custom_role',
  'gcp:projects/iAMMember:IAMMember': 'google_project_iam_member',
  'gcp:projects/service:Service': 'google_project_service',
  'gcp:projects/serviceIdentity:ServiceIdentity': 'google_project_service_identity',
  'gcp:pubsub/subscription:Subscription': 'google_pubsub_subscription',
  'gcp:pubsub/subscriptionIAMMember:SubscriptionIAMMember': 'google_pubsub_subscription_iam_member',
  'gcp:pubsub/topic:Topic': 'google_pubsub_topic',
  'gcp:pubsub/topicIAMMember:TopicIAMMember': 'google_pubsub_topic_iam_member',
  'gcp:secretmanager/secret:Secret': 'google_secret_manager_secret',
  'gcp:secretmanager/secretIamMember:SecretIamMember': 'google_secret_manager_secret_iam_member',
  'gcp:serviceaccount/account:Account': 'google_service_account',
  'gcp:serviceaccount/iAMMember:IAMMember': 'google_service_account_iam_member',
  'gcp:servicenetworking/connection:Connection': 'google_service_networking_connection',
  'gcp:sql/database:Database': 'google_sql_database',
  'gcp:sql/databaseInstance:DatabaseInstance': 'google_sql_database_instance',
  'gcp:sql/user:User': 'google_sql_user',
  'gcp:storage/bucket:Bucket': 'google_storage_bucket',
  'gcp:storage/bucketIAMMember:BucketIAMMember': 'google_storage_bucket_iam_member',
};

/** Pulumi's types that have a name in Terraform, sorted. */
export const mappedTypes: readonly string[] = Object.keys(TYPES).sort();

/** Pulumi's own; what is judged as manifests; what is computed and exists in the state alone; what Vault itself judges. */
const OF_NO_CLOUD: readonly (string | undefined)[] = ['pulumi', 'kubernetes', 'tls', 'vault'];

/**
 * Terraform's type, or undefined for what is nothing in Terraform by rule: a component, what is only looked up, and what providers
 * make that have no cloud.
 * @throws Error for a type of a cloud that the table does not name: a judge must never overlook it
 */
export function terraformType({ type, custom, read }: PlannedResource): string | undefined {
  const [provider] = type.split(':');
  if (!custom || read !== undefined || OF_NO_CLOUD.includes(provider)) return undefined;
  const found = TYPES[type];
  if (found !== undefined) return found;
  throw new Error(
    `${type} has no name in Terraform: add it to packages/cloud-plan/src/terraform/resource-type.ts`,
  );
}
