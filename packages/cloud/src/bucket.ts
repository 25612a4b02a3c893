import { type Problem, show, UserError } from '@plinth/errors';
import * as gcp from '@pulumi/gcp';
import type { ComponentResourceOptions, Input, Output } from '@pulumi/pulumi';
import { securedBucket, securedBucketProblems } from './_secured-bucket';
import { Component, type Transform } from './component';
import type { EncryptionKey } from './encryption-key';
import type { Labels } from './label';
import { type Principal, requirePrincipal } from './principal';

export interface BucketArgs {
  readonly project: string;
  readonly location: string;
  readonly bucketName: string;
  readonly key: EncryptionKey;
  /** The bucket that gets a line for each access: `accessLogs` of a `LogArchive`. */
  readonly accessLogs: Input<string>;
  /** For so long nobody can delete or replace an object. @default objects can be deleted */
  readonly keepDays?: number;
  /** After so long objects are deleted by themselves. @default never */
  readonly deleteAfterDays?: number;
  /** Pulumi refuses to delete it, and `keepDays` can never be taken back. */
  readonly deletionProtection: boolean;
  readonly labels: Labels;
  readonly transform?: { readonly bucket?: Transform<gcp.storage.BucketArgs> };
}

/**
 * A bucket of a service. What it deletes or replaces can be had back for a month, where nothing keeps it.
 * @see https://cloud.google.com/storage/docs/best-practices
 */
export class Bucket extends Component {
  readonly nodes: { readonly bucket: gcp.storage.Bucket };
  readonly #where: string;

  constructor(name: string, args: BucketArgs, options?: ComponentResourceOptions) {
    const where = `Bucket ${name}`;
    UserError.throwIfAny([
      ...securedBucketProblems(where, args),
      ...keepDaysProblems(where, args),
      ...deleteAfterDaysProblems(where, args),
    ]);
    super('Bucket', name, options);
    this.#where = where;
    this.nodes = { bucket: this.#createBucket(args) };
    this.registerOutputs();
  }

  get bucketName(): Output<string> {
    return this.nodes.bucket.name;
  }

  /** Lets somebody read objects. */
  grantRead(principal: Principal): void {
    this.#grant('read', 'roles/storage.objectViewer', principal);
  }

  /** Lets somebody add objects, and neither read nor replace nor delete one. */
  grantCreate(principal: Principal): void {
    this.#grant('create', 'roles/storage.objectCreator', principal);
  }

  /** Lets somebody read, write and delete objects, where nothing keeps them. */
  grantWrite(principal: Principal): void {
    this.#grant('write', 'roles/storage.objectUser', principal);
  }

  #createBucket(args: BucketArgs): gcp.storage.Bucket {
    const { keepDays, deleteAfterDays, deletionProtection, transform } = args;
    const keeping = keepDays === undefined ? undefined : { days: keepDays, locked: deletionProtection };
    const bucket = securedBucket(args, keeping, deleteAfterDays);
    const options = deletionProtection ? { protect: true } : {};
    return new gcp.storage.Bucket(...this.child(undefined, bucket, transform?.bucket, options));
  }

  #grant(right: string, role: string, principal: Principal): void {
    requirePrincipal(`${this.#where}: ${right}`, principal);
    const member = { bucket: this.bucketName, role, member: principal.member };
    new gcp.storage.BucketIAMMember(...this.child(`${right}-${principal.name}`, member, undefined));
  }
}

function keepDaysProblems(where: string, { keepDays }: BucketArgs): Problem[] {
  if (keepDays === undefined || (Number.isInteger(keepDays) && keepDays >= 1 && keepDays <= 36_500))
    return [];
  return [
    {
      code: 'keep-days',
      where: `${where}: keepDays`,
      found: show(keepDays),
      allowed: '1 to 36500 whole days',
      fix: 'leave it out where objects can be deleted',
    },
  ];
}

function deleteAfterDaysProblems(where: string, { keepDays = 0, deleteAfterDays }: BucketArgs): Problem[] {
  if (deleteAfterDays === undefined) return [];
  if (Number.isInteger(deleteAfterDays) && deleteAfterDays >= 1 && deleteAfterDays >= keepDays) return [];
  return [
    {
      code: 'delete-after-days',
      where: `${where}: deleteAfterDays`,
      found: show(deleteAfterDays),
      allowed: `whole days, not fewer than keepDays, ${keepDays}`,
      fix: 'leave it out where objects stay',
    },
  ];
}
