import type * as gcp from '@pulumi/gcp';
import type { Transform } from './component';
import type { Labels } from './label';

export interface PublicAddressArgs {
  readonly project: string;
  readonly region: string;
  /** Under which a `Gateway` asks for it. */
  readonly addressName: string;
  readonly labels: Labels;
  readonly transform?: { readonly address?: Transform<gcp.compute.AddressArgs> };
}
