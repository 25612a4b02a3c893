import type * as gcp from '@pulumi/gcp';
import type { Transform } from './component';
import type { EncryptionKey } from './encryption-key';
import type { Labels } from './label';
import type { Principal } from './principal';

export interface ArtifactRegistryArgs {
  readonly project: string;
  readonly location: string;
  readonly key: EncryptionKey;
  /** The repository of our images. */
  readonly images: string;
  /** The repository of our charts. */
  readonly charts: string;
  /** Repositories that fetch and keep what is elsewhere: by name, `DOCKER_HUB` or an address such as `https://registry.k8s.io`. */
  readonly pullThrough: Readonly<Record<string, string>>;
  /** Who pulls from all of them. @default nobody */
  readonly readers?: readonly Principal[];
  readonly labels: Labels;
  readonly transform?: {
    readonly repositories?: Transform<gcp.artifactregistry.RepositoryArgs>;
    readonly grants?: Transform<gcp.artifactregistry.RepositoryIamMemberArgs>;
  };
}
