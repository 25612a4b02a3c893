import { googleServiceAccountId, shortened } from './names';
import type { EnvironmentFacts } from './resolved';

/**
 * Names that the cluster's manifests and the cloud's resources share, each derived in one place. Who creates
 * what they name is `stacks/foundation`; who uses it, the manifests.
 */

type Place = Pick<EnvironmentFacts, 'project' | 'region' | 'registry'>;

/**
 * `private.googleapis.com`: the addresses under which a network reaches Google's APIs, the same everywhere.
 * @see https://cloud.google.com/vpc/docs/configure-private-google-access
 */
export const PRIVATE_GOOGLE_APIS = '199.36.153.8/30';

/**
 * Where pods ask for the identity that they act under.
 * @see https://cloud.google.com/kubernetes-engine/docs/how-to/workload-identity
 */
export const METADATA_SERVER = '169.254.169.254/32';

/**
 * From where Google's load balancers ask for health.
 * @see https://cloud.google.com/load-balancing/docs/health-check-concepts#ip-ranges
 */
export const GOOGLE_HEALTH_CHECKS = ['35.191.0.0/16', '130.211.0.0/22'] as const;

/** Everything that may speak to an `edge` port: the gateway's proxies, and Google's health checks. */
export function gatewayRanges({ network }: Pick<EnvironmentFacts, 'network'>): string[] {
  return [network.proxies, ...GOOGLE_HEALTH_CHECKS];
}

/** Add-ons that act in the cloud, each under an identity of its own. */
export const ADD_ON_IDENTITIES = {
  vault: { namespace: 'vault', serviceAccount: 'vault' },
  vaultSnapshot: { namespace: 'vault', serviceAccount: 'vault-snapshot' },
  metricsAdapter: { namespace: 'custom-metrics', serviceAccount: 'custom-metrics-stackdriver-adapter' },
} as const;

/**
 * Where a database of Cloud SQL hears Google's connectors, which prove who calls: beside its own port.
 * @see https://cloud.google.com/sql/docs/postgres/connect-connectors
 */
export const CLOUD_SQL_CONNECTOR_PORT = 3307;

/** Where the API server calls add-ons: webhooks and aggregated APIs. */
export const WEBHOOK_PORTS = { certManager: 10250, trustManager: 6443, metricsAdapter: 4443 } as const;

/**
 * Public registries whose images run here, each behind a repository of the environment's own that fetches and keeps
 * them: by the repository, where it fetches.
 */
export const PULL_THROUGH = {
  'docker-io': 'https://registry-1.docker.io',
  'gcr-io': 'https://gcr.io',
  'quay-io': 'https://quay.io',
} as const;

/** An image of a public registry, under the name that it has in the environment's own. */
export function pullThrough(
  repository: keyof typeof PULL_THROUGH,
  image: string,
  { registry }: Pick<Place, 'registry'>,
): string {
  return `${registry.replace(/\/[^/]+$/, '')}/${repository}/${image}`;
}

/** The e-mail of the Google service account of a service or an add-on. */
export function googleServiceAccountEmail(name: string, { project }: Pick<Place, 'project'>): string {
  return `${googleServiceAccountId(name)}@${project}.iam.gserviceaccount.com`;
}

/** Who a Kubernetes ServiceAccount is to Google. */
export function workloadMember(
  { namespace, serviceAccount }: { readonly namespace: string; readonly serviceAccount: string },
  { project }: Pick<Place, 'project'>,
): string {
  return `serviceAccount:${project}.svc.id.goog[${namespace}/${serviceAccount}]`;
}

/**
 * The certificate of one public host, under which the listener of that host asks for it. Each has its own: the hosts of a
 * certificate cannot change, and one that is in use cannot be replaced.
 */
export function gatewayCertificateName(gateway: string, host: string): string {
  return shortened(`${gateway}-${host.replaceAll('.', '-')}`, 63);
}

/** The repository of charts beside the repository of images. */
export function chartsRegistry({ registry }: Pick<Place, 'registry'>): string {
  return registry.replace(/\/[^/]+$/, '/charts');
}

/** Key rings and keys that more than one program names. Key rings are never deleted: their names are for ever. */
export const KEYS = {
  /** Opens Vault's store at each start. */
  vaultUnseal: { ring: 'vault', key: 'unseal' },
  /** Secrets in the control plane's store. */
  clusterSecrets: { ring: 'cluster', key: 'secrets' },
  /** Boot disks of nodes and disks of pods. */
  disks: { ring: 'cluster', key: 'disks' },
  registry: { ring: 'platform', key: 'registry' },
  logs: { ring: 'platform', key: 'logs' },
  databases: { ring: 'data', key: 'databases' },
  buckets: { ring: 'data', key: 'buckets' },
  topics: { ring: 'data', key: 'topics' },
  /** What Pulumi keeps: its state, and the secrets in it and in its configuration. */
  state: { ring: 'platform', key: 'state' },
} as const;

/** The key ring of services' own signing keys. */
export const SERVICE_KEY_RING = 'services';

/** The cluster of an environment. */
export const CLUSTER_NAME = 'main';

/** The bucket in which Pulumi keeps what it knows of an environment. */
export function stateBucket({ project }: Pick<Place, 'project'>): string {
  return `${project}-pulumi-state`;
}

/** The bucket in which audit logs are kept, locked. */
export function auditLogsBucket({ project }: Pick<Place, 'project'>): string {
  return `${project}-audit-logs`;
}

/** The bucket in which other buckets write who accessed them. */
export function accessLogsBucket({ project }: Pick<Place, 'project'>): string {
  return `${project}-access-logs`;
}

/** The bucket in which copies of Vault's store are kept. */
export function vaultSnapshotsBucket({ project }: Pick<Place, 'project'>): string {
  return `${project}-vault-snapshots`;
}

/** The bucket of a service. Names of buckets are unique in the world: the project's is part of them. */
export function bucketName(service: string, need: string, { project }: Pick<Place, 'project'>): string {
  return shortened(`${project}-${service}-${need}`, 63);
}

/** The topic of a service. */
export function topicName(service: string, need: string): string {
  return `${service}.${need}`;
}

/** The subscription of a service. */
export function subscriptionName(service: string, need: string): string {
  return `${service}.${need}`;
}

/** The signing key of a service, in the key ring of services. */
export function signingKeyName(service: string, need: string): string {
  return shortened(`${service}-${need}`, 63);
}
