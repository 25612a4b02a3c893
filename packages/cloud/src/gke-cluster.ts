import { UserError } from '@plinth/errors';
import { container, pubsub, serviceaccount } from '@pulumi/gcp';
import type { ComponentResourceOptions, Output } from '@pulumi/pulumi';
import { Component } from './component';
import type { GkeClusterArgs } from './gke-cluster-args';
import {
  buildAccess,
  buildAddOns,
  buildFirstNodes,
  buildNetworking,
  buildObservation,
  buildProtection,
} from './gke-cluster-config';
import { clusterProblems } from './gke-cluster-problems';
import { buildMaintenancePolicy } from './maintenance-policy';
import type { Network } from './network';

type Checked = GkeClusterArgs & Required<Pick<GkeClusterArgs, 'transform'>>;

/**
 * A regional private cluster without nodes: a `NodePool` brings them.
 *
 * Its control plane answers at two doors. The private endpoint is an address in the network, for the nodes and for
 * administrators' networks. The DNS endpoint is a name with a public certificate; it lets in whoever Google's IAM
 * gives `container.clusters.connect`, from a network that reaches Google's APIs privately, and from the internet only
 * with `controlPlaneFromInternet`: networks of administrators do not bound it.
 * Neither certificates nor tokens of Kubernetes open it. GKE takes both doors together; the public address has none.
 *
 * Binary Authorization and backups are not part of it yet.
 * @see https://cloud.google.com/kubernetes-engine/docs/how-to/hardening-your-cluster
 */
export class GkeCluster extends Component {
  readonly name: Output<string>;
  readonly clusterName: string;
  readonly project: string;
  readonly region: string;
  readonly zones: readonly string[];
  readonly network: Network;
  readonly podsPerNode: number;
  /** The DNS endpoint: a host name with a public certificate, that IAM guards. */
  readonly endpoint: Output<string>;
  /** Of the private endpoint, in base64: the DNS endpoint needs none. */
  readonly caCertificate: Output<string>;
  /** Under which Kubernetes' ServiceAccounts are known to IAM. */
  readonly workloadPool: string;
  readonly nodes: {
    readonly cluster: container.Cluster;
    readonly notifications: pubsub.Topic;
    readonly firstNodes: serviceaccount.Account;
  };
  readonly #nodesOfPools = new Map<string, number>();

  /** @throws UserError with everything that is wrong, before anything is registered */
  constructor(name: string, args: GkeClusterArgs, options?: ComponentResourceOptions) {
    const checked = normalize(name, args);
    super('GkeCluster', name, options);
    const notifications = this.#createNotifications(checked);
    const firstNodes = this.#createFirstNodes(checked);
    const cluster = this.#createCluster(checked, notifications, firstNodes);

    this.name = cluster.name;
    this.clusterName = checked.clusterName;
    this.project = checked.project;
    this.region = checked.region;
    this.zones = checked.zones;
    this.network = checked.network;
    this.podsPerNode = checked.podsPerNode;
    this.endpoint = cluster.controlPlaneEndpointsConfig.apply(
      ({ dnsEndpointConfig }) => dnsEndpointConfig.endpoint,
    );
    this.caCertificate = cluster.masterAuth.apply(({ clusterCaCertificate }) => clusterCaCertificate);
    this.workloadPool = workloadPool(checked);
    this.nodes = { cluster, notifications, firstNodes };
    this.registerOutputs({ name: this.name, endpoint: this.endpoint, workloadPool: this.workloadPool });
  }

  /** Counts a pool's nodes; the number for which the network has addresses and that are not taken. */
  claimNodes(pool: string, nodes: number): number {
    const taken = [...this.#nodesOfPools.values()].reduce((sum, count) => sum + count, 0);
    this.#nodesOfPools.set(pool, nodes);
    return this.network.nodeCapacity - taken;
  }

  /** What Google says about upgrades and security bulletins. */
  #createNotifications({ clusterName, region, topicsKey, labels, transform }: Checked): pubsub.Topic {
    const args: pubsub.TopicArgs = {
      name: `${clusterName}-upgrades`,
      kmsKeyName: topicsKey.id,
      messageStoragePolicy: { allowedPersistenceRegions: [region] },
      labels: { ...labels },
    };
    return new pubsub.Topic(...this.child('notifications', args, transform.notifications));
  }

  /**
   * GKE makes no cluster without nodes: those that it makes at first, and that are removed at once, act under an
   * identity that may do nothing, not under Compute Engine's default one.
   */
  #createFirstNodes({ clusterName, transform }: Checked): serviceaccount.Account {
    const args: serviceaccount.AccountArgs = {
      accountId: firstNodesId(clusterName),
      displayName: `First nodes of ${clusterName}, removed at once`,
    };
    return new serviceaccount.Account(...this.child('first-nodes', args, transform.firstNodes));
  }

  #createCluster(
    checked: Checked,
    notifications: pubsub.Topic,
    firstNodes: serviceaccount.Account,
  ): container.Cluster {
    const { clusterName, project, region, zones, network, deletionProtection, transform } = checked;
    const args: container.ClusterArgs = {
      name: clusterName,
      project,
      location: region,
      nodeLocations: [...zones],
      releaseChannel: { channel: checked.releaseChannel },
      maintenancePolicy: buildMaintenancePolicy(checked.maintenance),
      resourceLabels: { ...checked.labels },
      deletionProtection,
      ...buildNetworking(checked),
      ...buildAccess(checked, workloadPool(checked)),
      ...buildProtection(checked),
      ...buildObservation(notifications.id),
      ...buildAddOns(),
      ...buildFirstNodes(checked, firstNodes.email),
    };
    return new container.Cluster(
      ...this.child(undefined, args, transform.cluster, {
        // Nodes need the way out that the network opens, from the first one on.
        dependsOn: [network],
        protect: deletionProtection,
        // Once the first nodes are gone, GKE shows those of another pool in their place: every run would see a
        // change that replaces the cluster.
        ignoreChanges: ['initialNodeCount', 'nodeConfig'],
        customTimeouts: { create: '60m', update: '120m', delete: '60m' },
      }),
    );
  }
}

function normalize(name: string, args: GkeClusterArgs): Checked {
  UserError.throwIfAny(clusterProblems(name, args));
  return { transform: {}, ...args };
}

function workloadPool({ project }: Pick<GkeClusterArgs, 'project'>): string {
  return `${project}.svc.id.goog`;
}

/** Google's ids of accounts end at 30 letters. */
function firstNodesId(clusterName: string): string {
  return `${clusterName.slice(0, 18).replace(/-+$/, '')}-first-nodes`;
}
