import type * as gcp from '@pulumi/gcp';
import type { Transform } from './component';
import type { Labels } from './label';
import type { Principal } from './principal';
import type { Topic } from './topic';

export interface SubscriptionArgs {
  readonly project: string;
  readonly subscriptionName: string;
  /** Dead letters are kept as its messages are: same key, same regions. */
  readonly topic: Topic;
  /** Seconds in which a message has to be acknowledged, 10 to 600. */
  readonly ackSeconds: number;
  /** After so many attempts, 5 to 100, a message goes to the dead letters. @default 5 */
  readonly maxAttempts?: number;
  /** The agent of Pub/Sub, who moves what cannot be handled to the dead letters. */
  readonly agent: Principal;
  readonly labels: Labels;
  readonly transform?: {
    readonly subscription?: Transform<gcp.pubsub.SubscriptionArgs>;
    readonly deadLetters?: Transform<gcp.pubsub.TopicArgs>;
    readonly kept?: Transform<gcp.pubsub.SubscriptionArgs>;
    readonly grants?: Transform<gcp.pubsub.SubscriptionIAMMemberArgs>;
  };
}
