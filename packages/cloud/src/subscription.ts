import { type Problem, show, UserError } from '@plinth/errors';
import * as gcp from '@pulumi/gcp';
import type { ComponentResourceOptions, Output } from '@pulumi/pulumi';
import { Component, type Transform } from './component';
import { type Labels, labelProblems } from './label';
import { projectProblems } from './place';
import { type Principal, principalProblems, requirePrincipal } from './principal';
import { type Topic, topicSettings } from './topic';

export interface SubscriptionArgs {
  readonly project: string;
  readonly subscriptionName: string;
  /** Dead letters are kept as its messages are: same key, same region. */
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
  };
}

const DAY = 24 * 3600;
const NEVER = { ttl: '' };
const ATTEMPTS = 5;

/**
 * A subscription that never expires. What cannot be handled is tried again, slower each time, and then kept
 * apart for two weeks, so that a person can look at it and nothing else waits for it.
 * @see https://cloud.google.com/pubsub/docs/handling-failures
 */
export class Subscription extends Component {
  readonly nodes: {
    readonly subscription: gcp.pubsub.Subscription;
    readonly deadLetters: gcp.pubsub.Topic;
    /** The subscription that keeps dead letters: a topic alone keeps nothing. */
    readonly kept: gcp.pubsub.Subscription;
  };
  readonly #args: SubscriptionArgs;
  readonly #where: string;

  constructor(name: string, args: SubscriptionArgs, options?: ComponentResourceOptions) {
    const where = `Subscription ${name}`;
    UserError.throwIfAny(problemsOf(where, args));
    super('Subscription', name, options);
    this.#args = args;
    this.#where = where;
    const deadLetters = this.#createDeadLetters();
    this.nodes = {
      deadLetters,
      kept: this.#createKept(deadLetters),
      subscription: this.#createSubscription(deadLetters),
    };
    this.#grantAgent();
    this.registerOutputs();
  }

  get id(): Output<string> {
    return this.nodes.subscription.id;
  }

  /** Lets somebody take messages. */
  grantSubscribe(principal: Principal): void {
    requirePrincipal(`${this.#where}: subscribe`, principal);
    this.#grantSubscriber(`subscribe-${principal.name}`, principal);
  }

  #createDeadLetters(): gcp.pubsub.Topic {
    const { project, subscriptionName, topic, labels, transform } = this.#args;
    const deadLetters = topicSettings({
      project,
      topicName: `${subscriptionName}.dead`,
      region: topic.region,
      key: topic.key,
      labels,
    });
    return new gcp.pubsub.Topic(...this.child('dead-letters', deadLetters, transform?.deadLetters));
  }

  #createKept(deadLetters: gcp.pubsub.Topic): gcp.pubsub.Subscription {
    const { project, subscriptionName, labels, transform } = this.#args;
    const kept: gcp.pubsub.SubscriptionArgs = {
      project,
      name: `${subscriptionName}.dead`,
      topic: deadLetters.id,
      messageRetentionDuration: `${14 * DAY}s`,
      expirationPolicy: NEVER,
      labels,
    };
    return new gcp.pubsub.Subscription(...this.child('kept', kept, transform?.kept));
  }

  #createSubscription(deadLetters: gcp.pubsub.Topic): gcp.pubsub.Subscription {
    const { project, subscriptionName, topic, ackSeconds, maxAttempts, labels, transform } = this.#args;
    const subscription: gcp.pubsub.SubscriptionArgs = {
      project,
      name: subscriptionName,
      topic: topic.id,
      ackDeadlineSeconds: ackSeconds,
      messageRetentionDuration: `${7 * DAY}s`,
      expirationPolicy: NEVER,
      retryPolicy: { minimumBackoff: '10s', maximumBackoff: '600s' },
      deadLetterPolicy: {
        deadLetterTopic: deadLetters.id,
        maxDeliveryAttempts: maxAttempts ?? ATTEMPTS,
      },
      labels,
    };
    return new gcp.pubsub.Subscription(...this.child(undefined, subscription, transform?.subscription));
  }

  #grantAgent(): void {
    const { project, agent } = this.#args;
    const publish = {
      project,
      topic: this.nodes.deadLetters.name,
      role: 'roles/pubsub.publisher',
      member: agent.member,
    };
    new gcp.pubsub.TopicIAMMember(...this.child(`dead-letters-publish-${agent.name}`, publish, undefined));
    this.#grantSubscriber(`subscribe-${agent.name}`, agent);
  }

  #grantSubscriber(suffix: string, { member }: Principal): void {
    const grant = {
      project: this.#args.project,
      subscription: this.nodes.subscription.name,
      role: 'roles/pubsub.subscriber',
      member,
    };
    new gcp.pubsub.SubscriptionIAMMember(...this.child(suffix, grant, undefined));
  }
}

function problemsOf(where: string, args: SubscriptionArgs): Problem[] {
  return [
    ...projectProblems(`${where}: project`, args.project),
    ...rangeProblems(`${where}: ackSeconds`, args.ackSeconds, 10, 600),
    ...rangeProblems(`${where}: maxAttempts`, args.maxAttempts ?? ATTEMPTS, 5, 100),
    ...principalProblems(`${where}: agent`, args.agent),
    ...labelProblems(`${where}: labels`, args.labels),
  ];
}

function rangeProblems(where: string, value: number, least: number, most: number): Problem[] {
  if (Number.isInteger(value) && value >= least && value <= most) return [];
  return [
    {
      code: 'subscription-range',
      where,
      found: show(value),
      allowed: `a whole number from ${least} to ${most}`,
      fix: 'write one of them',
    },
  ];
}
