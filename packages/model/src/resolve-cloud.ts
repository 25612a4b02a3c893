import {
  bucketName,
  googleServiceAccountEmail,
  SERVICE_KEY_RING,
  signingKeyName,
  subscriptionName,
  topicName,
} from './cloud-names';
import type { ParsedService } from './parsed';
import type { EnvironmentFacts, ResolvedCloud, ResolvedCloudNeed } from './resolved';

type CloudNeed = NonNullable<ParsedService['input']['cloud']>[string];

const ACK_SECONDS = 60;

/** Who a service is in the cloud; nothing for one that needs nothing there. */
export function resolveCloud(
  { name: service, input: { cloud } }: ParsedService,
  facts: EnvironmentFacts,
): { readonly cloud?: ResolvedCloud } {
  const needs = Object.entries(cloud ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  if (needs.length === 0) return {};
  return {
    cloud: {
      account: googleServiceAccountEmail(service, facts),
      needs: needs.map(([name, need]) => ({ name, ...resolveNeed(service, name, need, facts) })),
    },
  };
}

type Named<N> = N extends { readonly name: string } ? Omit<N, 'name'> : never;

function resolveNeed(
  service: string,
  name: string,
  need: CloudNeed,
  facts: EnvironmentFacts,
): Named<ResolvedCloudNeed> {
  switch (need.kind) {
    case 'bucket': {
      const { keepDays } = need;
      return {
        kind: need.kind,
        bucket: bucketName(service, name, facts),
        ...(keepDays !== undefined && { keepDays }),
      };
    }
    case 'bucket-reader':
      return { kind: need.kind, bucket: bucketName(need.of, need.bucket, facts) };
    case 'topic':
      return { kind: need.kind, topic: topicName(service, name) };
    case 'subscription':
      return {
        kind: need.kind,
        topic: topicName(need.of, need.topic),
        subscription: subscriptionName(service, name),
        ackSeconds: need.ackSeconds ?? ACK_SECONDS,
      };
    case 'signing-key':
      return {
        kind: need.kind,
        keyRing: SERVICE_KEY_RING,
        key: signingKeyName(service, name),
        algorithm: need.algorithm,
      };
    case 'metrics':
      return { kind: need.kind, access: need.access };
  }
}
