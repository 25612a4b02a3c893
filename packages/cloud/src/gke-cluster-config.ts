import type { container } from '@pulumi/gcp';
import type { Input } from '@pulumi/pulumi';
import type { GkeClusterArgs } from './gke-cluster-args';
import { CLOUD_PLATFORM, hardenedNode } from './node-config';

type ClusterArgs = Partial<container.ClusterArgs>;

/** Where the cluster is in the network, and who reaches it there. */
export function buildNetworking(args: GkeClusterArgs): ClusterArgs {
  const { network, podsPerNode, administrators, controlPlaneFromInternet = false } = args;
  return {
    network: network.id,
    subnetwork: network.nodes.nodeSubnet.id,
    networkingMode: 'VPC_NATIVE',
    ipAllocationPolicy: {
      clusterSecondaryRangeName: network.secondaryRanges.pods,
      servicesSecondaryRangeName: network.secondaryRanges.services,
    },
    defaultMaxPodsPerNode: podsPerNode,
    privateClusterConfig: {
      enablePrivateNodes: true,
      enablePrivateEndpoint: true,
      masterIpv4CidrBlock: network.ranges.controlPlane,
    },
    controlPlaneEndpointsConfig: {
      dnsEndpointConfig: {
        allowExternalTraffic: controlPlaneFromInternet,
        enableK8sTokensViaDns: false,
        enableK8sCertsViaDns: false,
      },
      ipEndpointsConfig: { enabled: true },
    },
    masterAuthorizedNetworksConfig: {
      cidrBlocks: Object.entries(administrators).map(([displayName, cidrBlock]) => ({
        displayName,
        cidrBlock,
      })),
      gcpPublicCidrsAccessEnabled: false,
      privateEndpointEnforcementEnabled: true,
    },
    datapathProvider: 'ADVANCED_DATAPATH',
    // Dataplane V2 enforces NetworkPolicies by itself; to say that the older way is off tells readers so.
    networkPolicy: { enabled: false },
    enableIntranodeVisibility: true,
    // A Service that claims addresses of others could listen in (CVE-2020-8554).
    serviceExternalIpsConfig: { enabled: false },
  };
}

/** Who may do something in the cluster, and as whom the cluster acts. */
export function buildAccess({ securityGroup }: GkeClusterArgs, workloadPool: string): ClusterArgs {
  return {
    workloadIdentityConfig: { workloadPool },
    authenticatorGroupsConfig: { securityGroup },
    masterAuth: { clientCertificateConfig: { issueClientCertificate: false } },
    enableLegacyAbac: false,
    // Health alone is answered without asking who asks.
    anonymousAuthenticationConfig: { mode: 'LIMITED' },
    rbacBindingConfig: {
      enableInsecureBindingSystemAuthenticated: false,
      enableInsecureBindingSystemUnauthenticated: false,
    },
  };
}

/** What protects secrets, nodes and the cluster itself. */
export function buildProtection({ secretsKey }: GkeClusterArgs): ClusterArgs {
  return {
    databaseEncryption: { state: 'ENCRYPTED', keyName: secretsKey.id },
    enableShieldedNodes: true,
    enableKubernetesAlpha: false,
    // Google has withdrawn the scanning of running workloads; Artifact Registry scans images.
    // https://cloud.google.com/kubernetes-engine/docs/deprecations/posture-management-deprecation
    securityPostureConfig: { mode: 'BASIC', vulnerabilityMode: 'VULNERABILITY_DISABLED' },
    // Also of pools that are made later by hand.
    nodePoolDefaults: { nodeConfigDefaults: { insecureKubeletReadonlyPortEnabled: 'FALSE' } },
    // Nodes come from pools that are declared, not from pools that GKE invents.
    clusterAutoscaling: { enabled: false, autoscalingProfile: 'BALANCED' },
  };
}

const LOGGED = ['SYSTEM_COMPONENTS', 'WORKLOADS', 'APISERVER', 'SCHEDULER', 'CONTROLLER_MANAGER'];

const MEASURED = [
  'SYSTEM_COMPONENTS',
  'APISERVER',
  'SCHEDULER',
  'CONTROLLER_MANAGER',
  'STORAGE',
  'HPA',
  'POD',
  'DAEMONSET',
  'DEPLOYMENT',
  'STATEFULSET',
  'CADVISOR',
  'KUBELET',
];

/** What is seen of the cluster: logs, metrics, costs, upgrades. */
export function buildObservation(topic: Input<string>): ClusterArgs {
  return {
    loggingConfig: { enableComponents: LOGGED },
    monitoringConfig: {
      enableComponents: MEASURED,
      managedPrometheus: { enabled: true },
      advancedDatapathObservabilityConfig: { enableMetrics: true, enableRelay: false },
    },
    costManagementConfig: { enabled: true },
    notificationConfig: {
      pubsub: {
        enabled: true,
        topic,
        filter: {
          eventTypes: [
            'UPGRADE_AVAILABLE_EVENT',
            'UPGRADE_EVENT',
            'UPGRADE_INFO_EVENT',
            'SECURITY_BULLETIN_EVENT',
          ],
        },
      },
    },
  };
}

/** What Google runs in the cluster for us. */
export function buildAddOns(): ClusterArgs {
  return {
    addonsConfig: {
      gcePersistentDiskCsiDriverConfig: { enabled: true },
      horizontalPodAutoscaling: { disabled: false },
      httpLoadBalancing: { disabled: false },
      networkPolicyConfig: { disabled: true },
    },
    gatewayApiConfig: { channel: 'CHANNEL_STANDARD' },
  };
}

/** The pool that GKE insists on: as hard as every other, small, and removed as soon as it is there. */
export function buildFirstNodes(
  { disksKey, labels }: GkeClusterArgs,
  serviceAccount: Input<string>,
): ClusterArgs {
  return {
    removeDefaultNodePool: true,
    initialNodeCount: 1,
    nodeConfig: {
      ...hardenedNode(),
      machineType: 'e2-medium',
      diskSizeGb: 20,
      bootDiskKmsKey: disksKey.id,
      serviceAccount,
      oauthScopes: [CLOUD_PLATFORM],
      resourceLabels: { ...labels },
    },
  };
}
