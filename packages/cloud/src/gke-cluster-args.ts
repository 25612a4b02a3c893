import type { container, pubsub, serviceaccount } from '@pulumi/gcp';
import type { Transform } from './component';
import type { EncryptionKey } from './encryption-key';
import type { Labels } from './label';
import type { MaintenancePolicy } from './maintenance-policy';
import type { Network } from './network';

/** From what changes first to what changes last. @see https://cloud.google.com/kubernetes-engine/docs/concepts/release-channels */
export const RELEASE_CHANNELS = ['RAPID', 'REGULAR', 'STABLE', 'EXTENDED'] as const;

export type ReleaseChannel = (typeof RELEASE_CHANNELS)[number];

export interface GkeClusterArgs {
  readonly clusterName: string;
  readonly project: string;
  readonly region: string;
  /** Three zones of the region or more, in which pools have nodes. */
  readonly zones: readonly string[];
  readonly network: Network;
  readonly releaseChannel: ReleaseChannel;
  readonly maintenance: MaintenancePolicy;
  /** Networks from which the private endpoint answers, by whose they are; the cluster's own nodes are always let in. */
  readonly administrators: Readonly<Record<string, string>>;
  /**
   * The DNS endpoint answers to the internet, too: networks of administrators do not bound it, and IAM alone guards it.
   * @default it answers to what is in Google's networks, or is joined to them
   */
  readonly controlPlaneFromInternet?: boolean;
  /** The group that holds all groups with rights in the cluster: `gke-security-groups@` and the domain. */
  readonly securityGroup: string;
  /** Encrypts Secrets in the control plane's store; GKE's agent uses it. */
  readonly secretsKey: EncryptionKey;
  /** Encrypts boot disks; Compute Engine's agent uses it. */
  readonly disksKey: EncryptionKey;
  /** Encrypts notifications of upgrades; Pub/Sub's agent uses it. */
  readonly topicsKey: EncryptionKey;
  /** At most the network's. */
  readonly podsPerNode: number;
  /** One or more: whose it is, what it costs whom. */
  readonly labels: Labels;
  /** Neither Google's API nor Pulumi deletes the cluster while it is set. */
  readonly deletionProtection: boolean;
  readonly transform?: {
    readonly cluster?: Transform<container.ClusterArgs>;
    readonly notifications?: Transform<pubsub.TopicArgs>;
    readonly firstNodes?: Transform<serviceaccount.AccountArgs>;
  };
}
