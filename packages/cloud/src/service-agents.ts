import type * as gcp from '@pulumi/gcp';
import type { Transform } from './component';
import type { ServiceAgentName } from './service-agent';

export interface ServiceAgentsArgs {
  readonly project: string;
  /** Those that will be granted something. Their APIs have to be enabled: depend on `ProjectServices`. */
  readonly agents: readonly ServiceAgentName[];
  readonly transform?: { readonly identities?: Transform<gcp.projects.ServiceIdentityArgs> };
}
