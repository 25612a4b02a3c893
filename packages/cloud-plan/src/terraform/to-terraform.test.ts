import type { CloudPlan, PlannedResource, PlannedValue } from '../plan';
import { terraformResources, toTerraform } from './to-terraform';

function planned(
  type: string,
  name: string,
  inputs: { readonly [key: string]: PlannedValue } = {},
  more: Partial<PlannedResource> = {},
): PlannedResource {
  const urn = `urn:pulumi:test::shop::${type}::${name}`;
  return { urn, type, name, custom: true, inputs, dependencies: [], options: {}, ...more };
}

const planOf = (...resources: readonly PlannedResource[]): CloudPlan => ({
  project: 'shop',
  stack: 'test',
  resources,
  outputs: {},
});

test('types, names of properties, blocks, lists and maps are those of Terraform', () => {
  const cluster = planned('gcp:container/cluster:Cluster', 'main', {
    initialNodeCount: 1,
    enableL4IlbSubsetting: true,
    privateClusterConfig: { enablePrivateNodes: true, masterIpv4CidrBlock: '10.0.0.0/28' },
    masterAuthorizedNetworksConfig: { cidrBlocks: [{ cidrBlock: '10.1.0.0/24', displayName: 'office' }] },
    maintenancePolicy: { maintenanceExclusions: [{ exclusionName: 'peak' }] },
    resourceLabels: { costCentre: 'A' },
    nodeLocations: ['here-a', 'here-b'],
  });
  expect(toTerraform(planOf(cluster))).toEqual({
    resource: {
      google_container_cluster: {
        main: {
          initial_node_count: 1,
          enable_l4_ilb_subsetting: true,
          private_cluster_config: [{ enable_private_nodes: true, master_ipv4_cidr_block: '10.0.0.0/28' }],
          master_authorized_networks_config: [
            { cidr_blocks: [{ cidr_block: '10.1.0.0/24', display_name: 'office' }] },
          ],
          maintenance_policy: [{ maintenance_exclusion: [{ exclusion_name: 'peak' }] }],
          resource_labels: { costCentre: 'A' },
          node_locations: ['here-a', 'here-b'],
        },
      },
    },
  });
});

test('symbols become references, also within text, lists and maps', () => {
  const key = planned('gcp:kms/cryptoKey:CryptoKey', 'disk.key');
  const symbol = '${gcp:kms/cryptoKey:CryptoKey.disk.key.id}';
  const bucket = planned('gcp:storage/bucket:Bucket', 'logs', {
    encryption: { defaultKmsKeyName: symbol },
    name: `\${one}-${symbol}-\${other}`,
    labels: { key: symbol },
    cors: [{ origins: [symbol] }],
  });
  const reference = '${google_kms_crypto_key.disk_key.id}';
  expect(toTerraform(planOf(key, bucket)).resource.google_storage_bucket?.logs).toEqual({
    encryption: [{ default_kms_key_name: reference }],
    name: `$\${one}-${reference}-$\${other}`,
    labels: { key: reference },
    cors: [{ origin: [reference] }],
  });
});

test('a symbol of what is not in the plan is text', () => {
  const topic = planned('gcp:pubsub/topic:Topic', 'events', {
    kmsKeyName: '${gcp:kms/cryptoKey:CryptoKey.elsewhere.selfLink}',
  });
  expect(toTerraform(planOf(topic)).resource.google_pubsub_topic?.events).toEqual({
    kms_key_name: 'gcp:kms/cryptoKey:CryptoKey.elsewhere.selfLink',
  });
});

test('two resources of one name under different parents are both there', () => {
  const type = 'gcp:compute/network:Network';
  const twin = planned(type, 'vpc', { description: 'second' }, { urn: 'urn:other' });
  const { resource } = toTerraform(planOf(planned(type, 'vpc', { description: 'first' }), twin));
  expect(resource.google_compute_network).toEqual({
    vpc: { description: 'first' },
    vpc_2: { description: 'second' },
  });
});

test('what is protected is not destroyed', () => {
  const key = planned('gcp:kms/keyRing:KeyRing', 'ring', {}, { options: { protect: true } });
  expect(toTerraform(planOf(key)).resource.google_kms_key_ring?.ring).toEqual({
    lifecycle: [{ prevent_destroy: true }],
  });
});

test('components, lookups, Pulumi and Kubernetes are nothing in Terraform', () => {
  const left = [
    planned('plinth:gcp:Network', 'group', {}, { custom: false }),
    planned('gcp:compute/network:Network', 'theirs', {}, { read: 'id' }),
    planned('pulumi:providers:gcp', 'provider'),
    planned('kubernetes:core/v1:Namespace', 'argocd'),
  ];
  expect(toTerraform(planOf(...left))).toEqual({ resource: {} });
});

test('fails when a type has no name in Terraform, naming the table', () => {
  const plan = planOf(planned('gcp:spanner/instance:Instance', 'database'));
  expect(() => toTerraform(plan)).toThrow(/^gcp:spanner\/instance:Instance has no name.*resource-type\.ts$/);
  expect(() => toTerraform(planOf(planned('aws:s3/bucket:Bucket', 'other')))).toThrow('aws:s3');
});

test('fails when a list of blocks has no name in Terraform, naming the table', () => {
  const plan = planOf(
    planned('gcp:storage/bucket:Bucket', 'logs', { encryption: { inventions: [{ a: 1 }] } }),
  );
  expect(() => toTerraform(plan)).toThrow(
    /^gcp:storage\/bucket:Bucket\.encryption\.inventions: .*property-name\.ts$/,
  );
});

test('each resource of Terraform says which one of Pulumi it is', () => {
  const type = 'gcp:compute/network:Network';
  const component = planned('shop:Network', 'vpc', {}, { custom: false });
  const [first, twin] = [planned(type, 'vpc'), planned(type, 'vpc', {}, { urn: 'urn:other' })];
  expect(
    terraformResources(planOf(component, first, twin)).map(({ planned, name }) => [planned.urn, name]),
  ).toEqual([
    [first.urn, 'vpc'],
    ['urn:other', 'vpc_2'],
  ]);
});
