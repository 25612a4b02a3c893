import {
  Bucket,
  type GkeCluster,
  type KeyRing,
  type LogArchive,
  type Principal,
  type ServiceAgents,
  type SqlDatabase,
  Subscription,
  Topic,
  WorkloadIdentity,
} from '@plinth/cloud';
import {
  ADD_ON_IDENTITIES,
  googleServiceAccountId,
  KEYS,
  type ResolvedCloudNeed,
  type ResolvedService,
  vaultSnapshotsBucket,
  workloadMember,
} from '@plinth/model';
import type { Keys } from './keys';
import type { Place } from './place';

export interface Given {
  /** Its project knows workloads only once it is there. */
  readonly cluster: GkeCluster;
  readonly keys: Keys;
  readonly signing: KeyRing | undefined;
  readonly logs: LogArchive;
  readonly agents: ServiceAgents;
  readonly databases: readonly SqlDatabase[];
}

type Owned = { readonly buckets: Map<string, Bucket>; readonly topics: Map<string, Topic> };

/** What services need of the cloud, each with an identity that can do exactly that. */
export function identities(place: Place, given: Given): void {
  const services = place.environment.services.filter(({ cloud }) => cloud !== undefined);
  const owned = createOwned(place, services, given);
  for (const service of services) {
    const identity = identityOf(place, given, service.name, {
      namespace: service.namespace,
      serviceAccount: service.name,
    });
    for (const need of service.cloud?.needs ?? []) grant(place, service, need, identity, { given, owned });
  }
  addOns(place, given);
}

/** What one service owns is there before another one is let in. */
function createOwned(place: Place, services: readonly ResolvedService[], { keys, logs }: Given): Owned {
  const { project, region, cloud, labels, options } = place;
  const buckets = new Map<string, Bucket>();
  const topics = new Map<string, Topic>();
  for (const { name: service, squad, cloud: needs } of services) {
    const owner = { ...labels, owner: squad };
    for (const need of needs?.needs ?? []) {
      const name = `${service}-${need.name}`;
      if (need.kind === 'bucket') {
        const { bucket: bucketName, keepDays } = need;
        const args = {
          project,
          location: region,
          bucketName,
          key: keys.of('buckets'),
          accessLogs: logs.accessLogs,
          ...(keepDays !== undefined && { keepDays }),
          deletionProtection: cloud.deletionProtection,
          labels: owner,
        };
        buckets.set(bucketName, new Bucket(name, args, options));
      }
      if (need.kind === 'topic') {
        const args = { project, topicName: need.topic, key: keys.of('topics'), region, labels: owner };
        topics.set(need.topic, new Topic(name, args, options));
      }
    }
  }
  return { buckets, topics };
}

function grant(
  { project, labels, options }: Place,
  { name: service, squad }: ResolvedService,
  need: ResolvedCloudNeed,
  identity: WorkloadIdentity & Principal,
  { given, owned }: { readonly given: Given; readonly owned: Owned },
): void {
  switch (need.kind) {
    case 'bucket':
      found(owned.buckets, need.bucket).grantWrite(identity);
      break;
    case 'bucket-reader':
      found(owned.buckets, need.bucket).grantRead(identity);
      break;
    case 'topic':
      found(owned.topics, need.topic).grantPublish(identity);
      break;
    case 'subscription': {
      const subscription = new Subscription(
        `${service}-${need.name}`,
        {
          project,
          subscriptionName: need.subscription,
          topic: found(owned.topics, need.topic),
          ackSeconds: need.ackSeconds,
          agent: given.agents.of('pubsub'),
          labels: { ...labels, owner: squad },
        },
        options,
      );
      subscription.grantSubscribe(identity);
      break;
    }
    case 'signing-key':
      given.signing?.grantSign(need.key, identity);
      break;
    case 'metrics':
      identity.grantProjectRole(
        need.access === 'read' ? 'roles/monitoring.viewer' : 'roles/monitoring.metricWriter',
      );
      break;
  }
}

/**
 * Vault opens its store with its key, and makes logins of databases for an hour; who copies its store adds to a bucket and
 * cannot read it; the metrics adapter reads what autoscalers ask for.
 */
function addOns(place: Place, given: Given): void {
  const ring = given.keys.ring('vaultUnseal');
  const { vault, vaultSnapshot, metricsAdapter } = ADD_ON_IDENTITIES;
  const opener = identityOf(place, given, vault.serviceAccount, vault);
  ring.grantUse(KEYS.vaultUnseal.key, opener);
  ring.grantView(KEYS.vaultUnseal.key, opener);
  for (const database of given.databases) database.grantAdministration(opener);
  vaultSnapshots(place, given).grantCreate(
    identityOf(place, given, vaultSnapshot.serviceAccount, vaultSnapshot),
  );
  identityOf(place, given, metricsAdapter.serviceAccount, metricsAdapter).grantProjectRole(
    'roles/monitoring.viewer',
  );
}

/** Days in which nobody can delete a copy of Vault's store, and after which it goes. */
const SNAPSHOT_DAYS = { keepDays: 30, deleteAfterDays: 90 };

function vaultSnapshots(
  { project, region, facts, cloud, labels, options }: Place,
  { keys, logs }: Given,
): Bucket {
  return new Bucket(
    'vault-snapshots',
    {
      project,
      location: region,
      bucketName: vaultSnapshotsBucket(facts),
      key: keys.of('buckets'),
      accessLogs: logs.accessLogs,
      ...SNAPSHOT_DAYS,
      deletionProtection: cloud.deletionProtection,
      labels,
    },
    options,
  );
}

function identityOf(
  place: Place,
  { cluster }: Given,
  name: string,
  workload: { readonly namespace: string; readonly serviceAccount: string },
): WorkloadIdentity {
  const { project, options } = place;
  return new WorkloadIdentity(
    name,
    {
      project,
      accountId: googleServiceAccountId(name),
      displayName: `${workload.namespace}/${workload.serviceAccount}`,
      workload: workloadMember(workload, place.facts),
      cluster,
    },
    options,
  );
}

function found<T>(map: ReadonlyMap<string, T>, name: string): T {
  const one = map.get(name);
  // The rules of the model have refused a need of what nobody owns.
  if (one === undefined) throw new Error(`nobody owns ${name}`);
  return one;
}
