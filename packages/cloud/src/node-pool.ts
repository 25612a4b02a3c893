import { UserError } from '@plinth/errors';
import type { Memory } from '@plinth/units';
import { container, projects, serviceaccount } from '@pulumi/gcp';
import { type ComponentResourceOptions, interpolate, type Output, output } from '@pulumi/pulumi';
import { Component, type Transform } from './component';
import type { EncryptionKey } from './encryption-key';
import type { GkeCluster } from './gke-cluster';
import type { Labels } from './label';
import { bootDiskType, CLOUD_PLATFORM, hardenedNode } from './node-config';
import { accountId, GIBIBYTE, poolProblems } from './node-pool-problems';
import { buildUpgrade, type NodeUpgrade, peakNodes } from './node-upgrade';
import type { Principal } from './principal';

export interface NodePoolArgs {
  readonly cluster: GkeCluster;
  readonly machineType: string;
  /** The autoscaler keeps zones even within these. */
  readonly nodesPerZone: { readonly min: number; readonly max: number };
  /** The boot disk, with images and ephemeral storage of pods. */
  readonly disk: Memory;
  readonly upgrade: NodeUpgrade;
  /** At most the network's. @default the cluster's */
  readonly podsPerNode?: number;
  readonly labels: Labels;
  /** @default the cluster's */
  readonly zones?: readonly string[];
  /** Encrypts boot disks; Compute Engine's agent uses it. */
  readonly disksKey: EncryptionKey;
  /** Under whom the nodes act. @default an identity of the pool's own that can write logs and metrics, and nothing else */
  readonly account?: { readonly existing: string };
  readonly transform?: {
    readonly pool?: Transform<container.NodePoolArgs>;
    readonly account?: Transform<serviceaccount.AccountArgs>;
    /** Of each right; the name tells which. */
    readonly rights?: Transform<projects.IAMMemberArgs>;
  };
}

type Checked = NodePoolArgs & Required<Pick<NodePoolArgs, 'podsPerNode' | 'zones' | 'transform'>>;

/** What a node does under its own name. @see https://cloud.google.com/kubernetes-engine/docs/how-to/hardening-your-cluster#use_least_privilege_sa */
const RIGHTS = {
  'write-logs': 'roles/logging.logWriter',
  'write-metrics': 'roles/monitoring.metricWriter',
  'read-metrics': 'roles/monitoring.viewer',
  'write-metadata': 'roles/stackdriver.resourceMetadata.writer',
} as const;

/**
 * Nodes of one kind, evenly in all zones: Container-Optimized OS, shielded, without public addresses, on encrypted
 * disks, repaired and upgraded by Google. They act under an identity of their own; pods act under theirs.
 * @see https://cloud.google.com/kubernetes-engine/docs/concepts/node-pools
 */
export class NodePool extends Component implements Principal {
  readonly name: string;
  /** Who the nodes are to IAM: grant it the registries that they pull from. */
  readonly member: Output<string>;
  readonly nodes: {
    readonly pool: container.NodePool;
    /** Absent where it is somebody else's. */
    readonly account?: serviceaccount.Account;
    readonly rights: readonly projects.IAMMember[];
  };

  /** @throws UserError with everything that is wrong, before anything is registered */
  constructor(name: string, args: NodePoolArgs, options?: ComponentResourceOptions) {
    const checked = normalize(name, args);
    super('NodePool', name, options);
    const account = checked.account === undefined ? this.#createAccount(name, checked) : undefined;
    const email = account?.email ?? output(checked.account?.existing ?? '');
    const rights = account === undefined ? [] : this.#createRights(checked, account);
    const pool = this.#createPool(checked, email, rights);

    this.name = accountId(name);
    this.member = interpolate`serviceAccount:${email}`;
    this.nodes = { pool, rights, ...(account && { account }) };
    this.registerOutputs({ member: this.member });
  }

  #createAccount(name: string, { cluster, transform }: Checked): serviceaccount.Account {
    const args: serviceaccount.AccountArgs = {
      accountId: accountId(name),
      displayName: `Nodes of ${cluster.clusterName}, pool ${name}`,
    };
    return new serviceaccount.Account(...this.child('account', args, transform.account));
  }

  #createRights({ cluster, transform }: Checked, { member }: serviceaccount.Account): projects.IAMMember[] {
    return Object.entries(RIGHTS).map(
      ([suffix, role]) =>
        new projects.IAMMember(
          ...this.child(suffix, { project: cluster.project, role, member }, transform.rights),
        ),
    );
  }

  #createPool(
    checked: Checked,
    serviceAccount: Output<string>,
    rights: readonly projects.IAMMember[],
  ): container.NodePool {
    const { cluster, nodesPerZone, upgrade, transform } = checked;
    // Without a name of its own: Pulumi adds letters to ours, so that a pool that has to be replaced is there before
    // the old one goes.
    const args: container.NodePoolArgs = {
      project: cluster.project,
      location: cluster.region,
      cluster: cluster.name,
      nodeLocations: [...checked.zones],
      initialNodeCount: nodesPerZone.min,
      autoscaling: {
        minNodeCount: nodesPerZone.min,
        maxNodeCount: nodesPerZone.max,
        locationPolicy: 'BALANCED',
      },
      maxPodsPerNode: checked.podsPerNode,
      management: { autoRepair: true, autoUpgrade: true },
      networkConfig: { enablePrivateNodes: true },
      nodeDrainConfigs: [{ respectPdbDuringNodePoolDeletion: true }],
      upgradeSettings: buildUpgrade(upgrade),
      nodeConfig: {
        ...hardenedNode(),
        machineType: checked.machineType,
        diskType: bootDiskType(checked.machineType),
        diskSizeGb: checked.disk.bytes / GIBIBYTE,
        bootDiskKmsKey: checked.disksKey.id,
        gvnic: { enabled: true },
        loggingVariant: 'DEFAULT',
        serviceAccount,
        oauthScopes: [CLOUD_PLATFORM],
        resourceLabels: { ...checked.labels },
      },
    };
    return new container.NodePool(
      ...this.child(undefined, args, transform.pool, {
        // A node that may not write logs starts, and nobody sees what it does.
        dependsOn: [...rights],
        // The number at the start: another one later would replace the pool.
        ignoreChanges: ['initialNodeCount'],
        // A second set of nodes may rest for days before the first goes.
        customTimeouts: {
          create: '60m',
          update: upgrade.strategy === 'blue-green' ? '240h' : '24h',
          delete: '60m',
        },
      }),
    );
  }
}

function normalize(name: string, args: NodePoolArgs): Checked {
  const { cluster } = args;
  const checked = { podsPerNode: cluster.podsPerNode, zones: cluster.zones, transform: {}, ...args };
  const peak = peakNodes(checked.nodesPerZone.max, checked.zones.length, checked.upgrade);
  UserError.throwIfAny(poolProblems(name, checked, { peak, free: cluster.claimNodes(name, peak) }));
  return checked;
}
