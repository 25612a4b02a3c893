import type * as gcp from '@pulumi/gcp';
import type { Transform } from './component';

export interface ProjectServicesArgs {
  readonly project: string;
  /** Such as `container.googleapis.com`. */
  readonly apis: readonly string[];
  readonly transform?: { readonly services?: Transform<gcp.projects.ServiceArgs> };
}
