import type * as gcp from '@pulumi/gcp';
import type { Transform } from './component';
import type { EncryptionKey } from './encryption-key';
import type { Labels } from './label';

export interface LogArchiveArgs {
  readonly project: string;
  readonly location: string;
  /** The bucket in which audit logs are kept, locked. Names of buckets are unique in the world. */
  readonly archiveName: string;
  /** The bucket in which other buckets write who accessed them. */
  readonly accessLogsName: string;
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
