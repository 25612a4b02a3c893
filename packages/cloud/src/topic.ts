import { type Problem, show, UserError } from '@plinth/errors';
import * as gcp from '@pulumi/gcp';
import type { ComponentResourceOptions, Output } from '@pulumi/pulumi';
import { Component, type Transform } from './component';
import { type EncryptionKey, keyLocationProblems } from './encryption-key';
import { type Labels, labelProblems } from './label';
import { projectProblems, regionProblems } from './place';
import { type Principal, requirePrincipal } from './principal';

const NAME = /^(?!goog)[A-Za-z][A-Za-z0-9._~%+-]{2,254}$/;
const RETENTION = `${7 * 24 * 3600}s`;

export interface TopicArgs {
  readonly project: string;
  readonly topicName: string;
  readonly key: EncryptionKey;
  /** Messages rest and are handled in this region and nowhere else. */
  readonly region: string;
  readonly labels: Labels;
  readonly transform?: { readonly topic?: Transform<gcp.pubsub.TopicArgs> };
}

/**
 * A Pub/Sub topic whose messages are encrypted by our key and stay in one region. What was published in the
 * last seven days can be read again.
 * @see https://cloud.google.com/pubsub/docs/create-topic
 */
export class Topic extends Component {
  readonly nodes: { readonly topic: gcp.pubsub.Topic };
  readonly region: string;
  readonly key: EncryptionKey;
  readonly #args: TopicArgs;

  constructor(name: string, args: TopicArgs, options?: ComponentResourceOptions) {
    UserError.throwIfAny(problemsOf(`Topic ${name}`, args));
    super('Topic', name, options);
    this.#args = args;
    this.region = args.region;
    this.key = args.key;
    this.nodes = { topic: this.#createTopic() };
    this.registerOutputs();
  }

  /** `projects/…/topics/…`. */
  get id(): Output<string> {
    return this.nodes.topic.id;
  }

  grantPublish(principal: Principal): void {
    requirePrincipal(`Topic ${this.#args.topicName}: publish`, principal);
    const { project } = this.#args;
    new gcp.pubsub.TopicIAMMember(
      ...this.child(
        `publish-${principal.name}`,
        { project, topic: this.nodes.topic.name, role: 'roles/pubsub.publisher', member: principal.member },
        undefined,
      ),
    );
  }

  #createTopic(): gcp.pubsub.Topic {
    return new gcp.pubsub.Topic(
      ...this.child(undefined, topicSettings(this.#args), this.#args.transform?.topic),
    );
  }
}

/** How messages are kept, those that nobody could handle as well as all others. */
export function topicSettings(args: Omit<TopicArgs, 'transform'>): gcp.pubsub.TopicArgs {
  return {
    project: args.project,
    name: args.topicName,
    kmsKeyName: args.key.id,
    messageRetentionDuration: RETENTION,
    messageStoragePolicy: { allowedPersistenceRegions: [args.region], enforceInTransit: true },
    labels: args.labels,
  };
}

function problemsOf(where: string, { project, topicName, region, key, labels }: TopicArgs): Problem[] {
  return [
    ...projectProblems(`${where}: project`, project),
    ...(NAME.test(topicName) ? [] : [nameProblem(`${where}: topicName`, topicName)]),
    ...regionProblems(`${where}: region`, region),
    ...keyLocationProblems(`${where}: key`, key, region),
    ...labelProblems(`${where}: labels`, labels),
  ];
}

function nameProblem(where: string, topicName: string): Problem {
  return {
    code: 'topic-name',
    where,
    found: show(topicName),
    allowed: '3 to 255 letters, digits, dots, hyphens and underscores, a letter first, not "goog"',
    fix: 'rename it',
  };
}
