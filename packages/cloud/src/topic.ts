import { UserError } from '@plinth/errors';
import * as gcp from '@pulumi/gcp';
import type { ComponentResourceOptions, Output } from '@pulumi/pulumi';
import { Component, type Transform } from './component';
import { type EncryptionKey, keyLocationProblems } from './encryption-key';
import { type Labels, labelProblems } from './label';
import { projectProblems, regionProblems } from './place';
import { type Principal, requirePrincipal } from './principal';

const RETENTION = `${7 * 24 * 3600}s`;

export interface TopicArgs {
  readonly project: string;
  readonly topicName: string;
  readonly key: EncryptionKey;
  /** Messages rest and are handled in this region and nowhere else. */
  readonly region: string;
  readonly labels: Labels;
  readonly transform?: {
    readonly topic?: Transform<gcp.pubsub.TopicArgs>;
    readonly grants?: Transform<gcp.pubsub.TopicIAMMemberArgs>;
  };
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
    UserError.throwIfAny(topicProblems(`Topic ${name}`, args));
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
    requirePrincipal(`Topic ${this.nodes.topic.name}`, principal);
    const { project, transform } = this.#args;
    new gcp.pubsub.TopicIAMMember(
      ...this.child(
        `publish-${principal.name}`,
        { project, topic: this.nodes.topic.name, role: 'roles/pubsub.publisher', member: principal.member },
        transform?.grants,
      ),
    );
  }

  #createTopic(): gcp.pubsub.Topic {
    const { project, topicName, key, region, labels, transform } = this.#args;
    const topic: gcp.pubsub.TopicArgs = {
      project,
      name: topicName,
      kmsKeyName: key.id,
      messageRetentionDuration: RETENTION,
      messageStoragePolicy: { allowedPersistenceRegions: [region], enforceInTransit: true },
      labels,
    };
    return new gcp.pubsub.Topic(...this.child(undefined, topic, transform?.topic));
  }
}

function topicProblems(where: string, { project, region, key, labels }: TopicArgs) {
  return [
    ...projectProblems(`${where}: project`, project),
    ...regionProblems(`${where}: region`, region),
    ...keyLocationProblems(`${where}: key`, key, region),
    ...labelProblems(`${where}: labels`, labels),
  ];
}
