import type * as gcp from '@pulumi/gcp';
import type { Input } from '@pulumi/pulumi';
import type { Transform } from './component';
import type { Labels } from './label';

export interface PrivateGoogleApisArgs {
  readonly project: string;
  /** The four addresses of `private.googleapis.com` or `restricted.googleapis.com`. */
  readonly range: string;
  /** The network that sees them, by id. */
  readonly network: Input<string>;
  readonly labels: Labels;
  readonly transform?: {
    readonly zones?: Transform<gcp.dns.ManagedZoneArgs>;
    readonly addresses?: Transform<gcp.dns.RecordSetArgs>;
    readonly names?: Transform<gcp.dns.RecordSetArgs>;
  };
}
