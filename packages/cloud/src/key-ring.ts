import type * as gcp from '@pulumi/gcp';
import type { Transform } from './component';
import type { KeyArgs } from './key-choice';
import type { Labels } from './label';

export interface KeyRingArgs {
  readonly project: string;
  readonly location: string;
  /** For ever: a key ring can never be deleted. */
  readonly ringName: string;
  /** By the name of the key. */
  readonly keys: Readonly<Record<string, KeyArgs>>;
  readonly labels: Labels;
  readonly transform?: {
    readonly ring?: Transform<gcp.kms.KeyRingArgs>;
    readonly keys?: Transform<gcp.kms.CryptoKeyArgs>;
    readonly grants?: Transform<gcp.kms.CryptoKeyIAMMemberArgs>;
  };
}
