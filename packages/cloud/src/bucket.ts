import type * as gcp from '@pulumi/gcp';
import type { Input } from '@pulumi/pulumi';
import type { Transform } from './component';
import type { EncryptionKey } from './encryption-key';
import type { Labels } from './label';

export interface BucketArgs {
  readonly project: string;
  readonly location: string;
  readonly bucketName: string;
  readonly key: EncryptionKey;
  /** The bucket that gets a line for each access: `accessLogs` of a `LogArchive`. */
  readonly accessLogs: Input<string>;
  /** For so long nobody can delete or replace an object. @default objects can be deleted */
  readonly keepDays?: number;
  /** Pulumi refuses to delete it. */
  readonly deletionProtection: boolean;
  readonly labels: Labels;
  readonly transform?: {
    readonly bucket?: Transform<gcp.storage.BucketArgs>;
    readonly grants?: Transform<gcp.storage.BucketIAMMemberArgs>;
  };
}
