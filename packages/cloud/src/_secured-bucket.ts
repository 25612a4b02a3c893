import { type Problem, show } from '@plinth/errors';
import type * as gcp from '@pulumi/gcp';
import type { Input } from '@pulumi/pulumi';
import { type EncryptionKey, keyLocationProblems } from './encryption-key';
import { type Labels, labelProblems } from './label';
import { projectProblems, regionProblems } from './place';

const DAY = 24 * 3600;
const NAME = /^(?!goog)[a-z0-9][a-z0-9_-]{1,61}[a-z0-9]$/;

/** What every bucket of ours is told. */
export interface SecuredBucket {
  readonly project: string;
  readonly location: string;
  readonly bucketName: string;
  readonly key: EncryptionKey;
  readonly accessLogs: Input<string>;
  readonly labels: Labels;
}

/** For how long nobody can delete or replace an object. */
export interface Keeping {
  readonly days: number;
  /** Then not even an administrator can shorten it, and the bucket lives as long as its last object. */
  readonly locked: boolean;
}

/**
 * A bucket as all of ours are: rights only on the bucket, never public, encrypted by our key, every access
 * written down, and what was deleted or replaced can be had back for a while, or cannot be deleted at all.
 */
export function securedBucket(
  args: SecuredBucket,
  keeping?: Keeping,
  deleteAfterDays?: number,
): gcp.storage.BucketArgs {
  const kind = keeping === undefined ? versioned() : kept(keeping);
  return {
    project: args.project,
    name: args.bucketName,
    location: args.location,
    storageClass: 'STANDARD',
    uniformBucketLevelAccess: true,
    publicAccessPrevention: 'enforced',
    softDeletePolicy: { retentionDurationSeconds: 7 * DAY },
    encryption: { defaultKmsKeyName: args.key.id },
    logging: { logBucket: args.accessLogs, logObjectPrefix: args.bucketName },
    ...kind,
    lifecycleRules: [...deleted(deleteAfterDays), ...kind.lifecycleRules],
    forceDestroy: false,
    labels: args.labels,
  };
}

const UNFINISHED = { action: { type: 'AbortIncompleteMultipartUpload' }, condition: { age: 7 } };

function deleted(days: number | undefined) {
  return days === undefined ? [] : [{ action: { type: 'Delete' }, condition: { age: days } }];
}

function versioned() {
  return {
    versioning: { enabled: true },
    lifecycleRules: [
      { action: { type: 'Delete' }, condition: { daysSinceNoncurrentTime: 30, withState: 'ARCHIVED' } },
      UNFINISHED,
    ],
  };
}

/**
 * What can be neither deleted nor replaced has no versions, and Cloud Storage does not promise to take both.
 * @see https://cloud.google.com/storage/docs/bucket-lock
 */
function kept({ days, locked }: Keeping) {
  return {
    retentionPolicy: { retentionPeriod: `${days * DAY}`, isLocked: locked },
    lifecycleRules: [UNFINISHED],
  };
}

export function securedBucketProblems(where: string, args: SecuredBucket): Problem[] {
  return [
    ...projectProblems(`${where}: project`, args.project),
    ...regionProblems(`${where}: location`, args.location),
    ...bucketNameProblems(`${where}: bucketName`, args.bucketName),
    ...keyLocationProblems(`${where}: key`, args.key, args.location),
    ...(args.accessLogs === args.bucketName ? [logsToItself(`${where}: accessLogs`, args.bucketName)] : []),
    ...labelProblems(`${where}: labels`, args.labels),
  ];
}

/** @see https://cloud.google.com/storage/docs/buckets#naming */
function bucketNameProblems(where: string, name: string): Problem[] {
  if (NAME.test(name)) return [];
  return [
    {
      code: 'bucket-name',
      where,
      found: show(name),
      allowed: '3 to 63 lower-case letters, digits, hyphens and underscores, not "goog" first',
      fix: 'begin with the id of the project: names are unique in the world',
    },
  ];
}

function logsToItself(where: string, name: string): Problem {
  return {
    code: 'own-access-logs',
    where,
    found: show(name),
    allowed: 'another bucket',
    fix: 'take the `accessLogs` of the LogArchive',
  };
}
