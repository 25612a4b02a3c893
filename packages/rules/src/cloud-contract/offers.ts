import { isJsonObject } from '../json';
import { formatPlanned, type PlannedObject, type SharedKind, type SharedName } from './shared-name';
import { stringsIn } from './strings';

type Offer = readonly [kind: SharedKind, name: string, path: string];

/** Finds the resource to which a symbolic output such as `${gcp:kms/keyRing:KeyRing.data.id}` belongs. */
type Refer = (value: unknown) => PlannedObject | undefined;

/** What the programs of the cloud create under names that manifests may use. */
export function offersOf(resources: readonly PlannedObject[]): SharedName[] {
  const byReference = new Map(resources.map((resource) => [`${resource.type}.${resource.name}`, resource]));
  const refer: Refer = (value) => {
    const [, type, name] = /^\$\{([\w-]+:[\w/]+:\w+)\.([\w.-]+)\.\w+\}$/.exec(String(value)) ?? [];
    return byReference.get(`${type}.${name}`);
  };
  return resources.flatMap((resource) =>
    offersOfResource(resource, refer).map(([kind, name, path]) => ({
      kind,
      name,
      object: formatPlanned(resource),
      file: resource.file,
      path,
    })),
  );
}

function offersOfResource(resource: PlannedObject, refer: Refer): readonly Offer[] {
  const { inputs, within } = resource;
  const inside = (component: string) => within.includes(`plinth:gcp:${component}`);
  const named = (kind: SharedKind): Offer[] => [[kind, String(inputs.name), 'name']];
  switch (resource.type) {
    case 'gcp:serviceaccount/iAMMember:IAMMember':
      return workloadIdentity(resource, refer);
    case 'gcp:artifactregistry/repository:Repository': {
      const name = `${inputs.location}-docker.pkg.dev/${inputs.project}/${inputs.repositoryId}`;
      return [['registry repository', name, 'repositoryId']];
    }
    case 'gcp:compute/address:Address':
      if (inside('PublicAddress')) return named('gateway address');
      return inside('SqlDatabase') ? [['network range', `${inputs.address}/32`, 'address']] : [];
    case 'gcp:certificatemanager/certificate:Certificate':
      return [...named('gateway certificate'), ...certified(inputs)];
    case 'gcp:dns/recordSet:RecordSet':
      return record(resource);
    case 'gcp:kms/cryptoKey:CryptoKey':
      return [['key', keyName(inputs, refer(inputs.keyRing)?.inputs), 'name']];
    case 'gcp:storage/bucket:Bucket':
      return inside('Bucket') ? named('bucket') : [];
    case 'gcp:pubsub/topic:Topic':
      return inside('Topic') ? named('topic') : [];
    case 'gcp:pubsub/subscription:Subscription':
      // The one that keeps dead letters is read by people.
      return inside('Subscription') && inputs.deadLetterPolicy !== undefined ? named('subscription') : [];
    case 'gcp:compute/subnetwork:Subnetwork':
      return inputs.purpose === 'REGIONAL_MANAGED_PROXY'
        ? [['network range', String(inputs.ipCidrRange), 'ipCidrRange']]
        : [];
    case 'gcp:container/cluster:Cluster': {
      const { privateClusterConfig } = inputs;
      const range = isJsonObject(privateClusterConfig) ? privateClusterConfig.masterIpv4CidrBlock : undefined;
      return [['network range', String(range), 'privateClusterConfig.masterIpv4CidrBlock']];
    }
    case 'vault:kubernetes/authBackendRole:AuthBackendRole':
      return vaultRole(inputs);
    case 'vault:pkiSecret/secretBackendRole:SecretBackendRole':
      return certificateRole(inputs);
    default:
      return [];
  }
}

/** What an authority may sign under one role, name by name. */
function certificateRole(inputs: PlannedObject['inputs']): Offer[] {
  const list = (value: unknown) => (Array.isArray(value) ? value.map(String) : []);
  const role = `${inputs.backend}/sign/${inputs.name}`;
  return [
    ['certificate role', role, 'name'],
    ...(['allowedDomains', 'allowedUriSans'] as const).flatMap((field) =>
      list(inputs[field]).map((name): Offer => ['certified name', `${name} by ${role}`, field]),
    ),
  ];
}

/** Who may log in to Vault, and as whom. */
function vaultRole({
  roleName,
  boundServiceAccountNames,
  boundServiceAccountNamespaces,
}: PlannedObject['inputs']): Offer[] {
  const list = (value: unknown) => (Array.isArray(value) ? value.map(String) : []);
  return list(boundServiceAccountNamespaces).flatMap((namespace): Offer[] => [
    ['Vault role', `${namespace}/${roleName}`, 'roleName'],
    ...list(boundServiceAccountNames).map(
      (name): Offer => ['Vault login', `${namespace}/${name}`, 'boundServiceAccountNames'],
    ),
  ]);
}

function keyName(key: PlannedObject['inputs'], ring: PlannedObject['inputs'] = {}): string {
  return [ring.project, ring.location, ring.name, key.name].join('/');
}

/** Networks of others to which the firewall lets something out. */
export function waysOut(resources: readonly PlannedObject[]): Set<string> {
  const rules = resources.filter(
    ({ type, inputs }) =>
      type === 'gcp:compute/firewall:Firewall' &&
      inputs.direction === 'EGRESS' &&
      inputs.allows !== undefined,
  );
  return new Set(
    rules.flatMap(({ inputs }) => [...stringsIn(inputs.destinationRanges)].map(({ value }) => value)),
  );
}

function workloadIdentity({ inputs }: PlannedObject, refer: Refer): Offer[] {
  const [, actor] = /\.svc\.id\.goog\[(.+)\]$/.exec(String(inputs.member)) ?? [];
  const account = refer(inputs.serviceAccountId);
  if (actor === undefined || account === undefined) return [];
  const { accountId, project } = account.inputs;
  return [['workload identity', `${actor} as ${accountId}@${project}.iam.gserviceaccount.com`, 'member']];
}

/** A host needs both an address and a certificate: each side of it is a name of its own, so that neither covers for the other. */
function certified(inputs: PlannedObject['inputs']): Offer[] {
  return [...stringsIn(inputs.managed, 'managed')]
    .filter(({ key }) => key === 'domains')
    .map(({ value, path }) => ['certified host', value, path]);
}

function record({ inputs, within }: PlannedObject): Offer[] {
  const addresses = Array.isArray(inputs.rrdatas) ? (inputs.rrdatas as unknown[]) : [];
  if (inputs.type !== 'A') return [];
  if (within.includes('plinth:gcp:PublicZone'))
    return [['host', String(inputs.name).replace(/\.$/, ''), 'name']];
  // Four addresses in a row are the range under which Google's APIs are reached.
  return addresses.length === 4 ? [['network range', `${addresses[0]}/30`, 'rrdatas']] : [];
}
