import type * as gcp from '@pulumi/gcp';
import type { Input } from '@pulumi/pulumi';
import type { Transform } from './component';
import type { EncryptionKey } from './encryption-key';
import type { Labels } from './label';

export interface StateBucketArgs {
  readonly project: string;
  readonly location: string;
  readonly bucketName: string;
  readonly key: EncryptionKey;
  /** The bucket that gets a line for each access: `accessLogs` of a `LogArchive`. */
  readonly accessLogs: Input<string>;
  readonly labels: Labels;
  readonly transform?: {
    readonly bucket?: Transform<gcp.storage.BucketArgs>;
    readonly grants?: Transform<gcp.storage.BucketIAMMemberArgs>;
  };
}
