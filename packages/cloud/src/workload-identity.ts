import type * as gcp from '@pulumi/gcp';
import type { Transform } from './component';

export interface WorkloadIdentityArgs {
  readonly project: string;
  /** The part of its address before the `@`: 6 to 30 characters. */
  readonly accountId: string;
  readonly displayName: string;
  /** The one Kubernetes ServiceAccount that acts as it: `serviceAccount:project.svc.id.goog[namespace/name]`. */
  readonly workload: string;
  readonly transform?: {
    readonly account?: Transform<gcp.serviceaccount.AccountArgs>;
    readonly binding?: Transform<gcp.serviceaccount.IAMMemberArgs>;
    readonly grants?: Transform<gcp.projects.IAMMemberArgs>;
  };
}
