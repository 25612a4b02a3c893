import { type Problem, show, UserError } from '@plinth/errors';
import * as gcp from '@pulumi/gcp';
import { type ComponentResourceOptions, interpolate, type Output } from '@pulumi/pulumi';
import { type SecuredBucket, securedBucket, securedBucketProblems } from './_secured-bucket';
import { Component, type Transform } from './component';
import type { EncryptionKey } from './encryption-key';
import type { Labels } from './label';

export interface LogArchiveArgs {
  readonly project: string;
  readonly location: string;
  /** The bucket in which audit logs are kept, locked. Names of buckets are unique in the world. */
  readonly archiveName: string;
  /** The bucket in which other buckets write who accessed them. */
  readonly accessLogsName: string;
  /** The agents of Cloud Storage and of Cloud Logging have to be its users. */
  readonly key: EncryptionKey;
  /** Days that audit logs are kept, 365 or more. It can be made longer, never shorter. */
  readonly retentionDays: number;
  readonly labels: Labels;
  readonly transform?: {
    readonly archive?: Transform<gcp.storage.BucketArgs>;
    readonly accessLogs?: Transform<gcp.storage.BucketArgs>;
    readonly recent?: Transform<gcp.logging.ProjectBucketConfigArgs>;
    readonly archiveSink?: Transform<gcp.logging.ProjectSinkArgs>;
    readonly defaultSink?: Transform<gcp.logging.ProjectSinkArgs>;
    readonly auditConfig?: Transform<gcp.projects.IAMAuditConfigArgs>;
  };
}

const LEAST_DAYS = 365;
const MOST_DAYS = 3650;
/** So long logs can be searched at once (PCI DSS 10.5.1). */
const RECENT_DAYS = 90;
const KEPT = { protect: true, retainOnDelete: true } as const;
/** Who did what: audit logs of all four kinds, and those of people at Google. */
const AUDIT_LOGS = ['activity', 'data_access', 'system_event', 'policy', 'access_transparency']
  .map((log) => `log_id("cloudaudit.googleapis.com/${log}")`)
  .join(' OR ');
/**
 * The group under which Cloud Storage writes who accessed a bucket. It is Google's own: an organization that restricts
 * whom its projects may grant rights to names it in `allowedMemberSubjects` of `iam.managed.allowedPolicyMembers`, for
 * the projects of environments; without that the grant is refused.
 * @see https://cloud.google.com/storage/docs/access-logs
 */
const USAGE_LOGS_WRITER = 'group:cloud-storage-analytics@google.com';

/**
 * Who did what in a project: reading is audited too, everything can be searched for 90 days in the region
 * under our key, and audit logs are kept, locked, for a year or more.
 *
 * Google's own bucket `_Default` is global and under Google's key, so its sink is turned to ours; `_Required`
 * cannot be turned, and keeps its second copy of administrators' acts for 400 days.
 *
 * An organization with domain-restricted sharing has to except `group:cloud-storage-analytics@google.com`, which writes
 * accesses to buckets.
 * @see https://cloud.google.com/logging/docs/routing/overview
 */
export class LogArchive extends Component {
  readonly nodes: {
    readonly archive: gcp.storage.Bucket;
    readonly accessLogs: gcp.storage.Bucket;
    readonly recent: gcp.logging.ProjectBucketConfig;
    readonly archiveSink: gcp.logging.ProjectSink;
    readonly defaultSink: gcp.logging.ProjectSink;
    readonly auditConfig: gcp.projects.IAMAuditConfig;
  };
  readonly #args: LogArchiveArgs;

  constructor(name: string, args: LogArchiveArgs, options?: ComponentResourceOptions) {
    UserError.throwIfAny(problemsOf(`LogArchive ${name}`, args));
    super('LogArchive', name, options);
    this.#args = args;
    const archive = this.#createArchive();
    const accessLogs = this.#createAccessLogs();
    const recent = this.#createRecent();
    const archiveSink = this.#createArchiveSink(archive);
    this.nodes = {
      archive,
      accessLogs,
      recent,
      archiveSink,
      defaultSink: this.#createDefaultSink(recent),
      auditConfig: this.#createAuditConfig(),
    };
    this.#grantWriters();
    this.registerOutputs();
  }

  /** The bucket in which other buckets write who accessed them. */
  get accessLogs(): Output<string> {
    return this.nodes.accessLogs.name;
  }

  #createArchive(): gcp.storage.Bucket {
    const { retentionDays, transform } = this.#args;
    const secured = securedBucket(archiveOf(this.#args), { days: retentionDays, locked: true });
    const archive: gcp.storage.BucketArgs = {
      ...secured,
      // What may be deleted is: personal data in logs has an end, too.
      lifecycleRules: [
        { action: { type: 'SetStorageClass', storageClass: 'ARCHIVE' }, condition: { age: RECENT_DAYS } },
        { action: { type: 'Delete' }, condition: { age: retentionDays, withState: 'ANY' } },
      ],
    };
    return new gcp.storage.Bucket(...this.child('archive', archive, transform?.archive, KEPT));
  }

  #createAccessLogs(): gcp.storage.Bucket {
    const { retentionDays, transform } = this.#args;
    const accessLogs: gcp.storage.BucketArgs = {
      ...securedBucket(accessLogsOf(this.#args)),
      lifecycleRules: [{ action: { type: 'Delete' }, condition: { age: retentionDays, withState: 'ANY' } }],
    };
    return new gcp.storage.Bucket(...this.child('access-logs', accessLogs, transform?.accessLogs, KEPT));
  }

  #createRecent(): gcp.logging.ProjectBucketConfig {
    const { project, location, key, transform } = this.#args;
    const recent: gcp.logging.ProjectBucketConfigArgs = {
      project,
      location,
      bucketId: 'recent',
      description: 'Everything that was logged lately',
      retentionDays: RECENT_DAYS,
      cmekSettings: { kmsKeyName: key.id },
    };
    return new gcp.logging.ProjectBucketConfig(...this.child('recent', recent, transform?.recent));
  }

  #createArchiveSink(archive: gcp.storage.Bucket): gcp.logging.ProjectSink {
    const { project, transform } = this.#args;
    const sink: gcp.logging.ProjectSinkArgs = {
      project,
      name: 'audit-archive',
      description: 'Who did what, kept for as long as the law asks',
      destination: interpolate`storage.googleapis.com/${archive.name}`,
      filter: AUDIT_LOGS,
      uniqueWriterIdentity: true,
    };
    return new gcp.logging.ProjectSink(...this.child('archive-sink', sink, transform?.archiveSink));
  }

  #createDefaultSink(recent: gcp.logging.ProjectBucketConfig): gcp.logging.ProjectSink {
    const { project, transform } = this.#args;
    const sink: gcp.logging.ProjectSinkArgs = {
      project,
      name: '_Default',
      destination: interpolate`logging.googleapis.com/${recent.id}`,
      filter: '',
      uniqueWriterIdentity: true,
    };
    return new gcp.logging.ProjectSink(...this.child('default-sink', sink, transform?.defaultSink));
  }

  #createAuditConfig(): gcp.projects.IAMAuditConfig {
    const { project, transform } = this.#args;
    const config: gcp.projects.IAMAuditConfigArgs = {
      project,
      service: 'allServices',
      auditLogConfigs: ['ADMIN_READ', 'DATA_READ', 'DATA_WRITE'].map((logType) => ({ logType })),
    };
    return new gcp.projects.IAMAuditConfig(...this.child('audit-config', config, transform?.auditConfig));
  }

  /** Each bucket writes its accesses into the other: one that wrote into itself would never come to an end. */
  #grantWriters(): void {
    const { archive, accessLogs, archiveSink } = this.nodes;
    this.#grantCreate('archive-sink-writer', archive, archiveSink.writerIdentity);
    this.#grantCreate('archive-usage-writer', archive, USAGE_LOGS_WRITER);
    this.#grantCreate('access-logs-writer', accessLogs, USAGE_LOGS_WRITER);
  }

  #grantCreate(suffix: string, bucket: gcp.storage.Bucket, member: Output<string> | string): void {
    const args = { bucket: bucket.name, role: 'roles/storage.objectCreator', member };
    new gcp.storage.BucketIAMMember(...this.child(suffix, args, undefined));
  }
}

function archiveOf({ archiveName, accessLogsName, ...rest }: LogArchiveArgs): SecuredBucket {
  return { ...rest, bucketName: archiveName, accessLogs: accessLogsName };
}

function accessLogsOf({ archiveName, accessLogsName, ...rest }: LogArchiveArgs): SecuredBucket {
  return { ...rest, bucketName: accessLogsName, accessLogs: archiveName };
}

function problemsOf(where: string, args: LogArchiveArgs): Problem[] {
  const { retentionDays: days } = args;
  const problems = securedBucketProblems(where, archiveOf(args));
  const others = securedBucketProblems(where, accessLogsOf(args)).filter(
    ({ code }) => code === 'bucket-name',
  );
  if (Number.isInteger(days) && days >= LEAST_DAYS && days <= MOST_DAYS) return [...problems, ...others];
  return [
    ...problems,
    ...others,
    {
      code: 'log-retention',
      where: `${where}: retentionDays`,
      found: show(days),
      allowed: `${LEAST_DAYS} to ${MOST_DAYS} whole days`,
      fix: 'write for example 400',
    },
  ];
}
