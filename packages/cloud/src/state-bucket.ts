import { UserError } from '@plinth/errors';
import * as gcp from '@pulumi/gcp';
import type { ComponentResourceOptions, Input, Output } from '@pulumi/pulumi';
import { securedBucket, securedBucketProblems } from './_secured-bucket';
import { Component, type Transform } from './component';
import type { EncryptionKey } from './encryption-key';
import type { Labels } from './label';
import { type Principal, requirePrincipal } from './principal';

export interface StateBucketArgs {
  readonly project: string;
  readonly location: string;
  readonly bucketName: string;
  readonly key: EncryptionKey;
  /** The bucket that gets a line for each access: `accessLogs` of a `LogArchive`. */
  readonly accessLogs: Input<string>;
  readonly labels: Labels;
  readonly transform?: { readonly bucket?: Transform<gcp.storage.BucketArgs> };
}

/** Pulumi writes a state with each change; so many of them can be gone back to. */
const OLD_STATES = 100;

/**
 * Where Pulumi keeps what it knows of an environment. It survives the program that made it: without it nobody
 * knows which resources are ours.
 * @see https://www.pulumi.com/docs/iac/concepts/state-and-backends/
 */
export class StateBucket extends Component {
  readonly nodes: { readonly bucket: gcp.storage.Bucket };
  readonly #where: string;

  constructor(name: string, args: StateBucketArgs, options?: ComponentResourceOptions) {
    const where = `StateBucket ${name}`;
    UserError.throwIfAny(securedBucketProblems(where, args));
    super('StateBucket', name, options);
    this.#where = where;
    this.nodes = { bucket: this.#createBucket(args) };
    this.registerOutputs();
  }

  get bucketName(): Output<string> {
    return this.nodes.bucket.name;
  }

  /** Lets somebody see the state, as for a drift report. */
  grantRead(principal: Principal): void {
    this.#grant('read', 'roles/storage.objectViewer', principal);
  }

  /** Lets somebody bring up a stack. */
  grantWrite(principal: Principal): void {
    this.#grant('write', 'roles/storage.objectUser', principal);
  }

  #createBucket(args: StateBucketArgs): gcp.storage.Bucket {
    const bucket: gcp.storage.BucketArgs = {
      ...securedBucket(args),
      lifecycleRules: [
        { action: { type: 'Delete' }, condition: { numNewerVersions: OLD_STATES, withState: 'ARCHIVED' } },
      ],
    };
    const kept = { protect: true, retainOnDelete: true };
    return new gcp.storage.Bucket(...this.child(undefined, bucket, args.transform?.bucket, kept));
  }

  #grant(right: string, role: string, principal: Principal): void {
    requirePrincipal(`${this.#where}: ${right}`, principal);
    const member = { bucket: this.bucketName, role, member: principal.member };
    new gcp.storage.BucketIAMMember(...this.child(`${right}-${principal.name}`, member, undefined));
  }
}
