import type { JudgedControl } from './control';

const CLUSTER = 'gcp:container/cluster:Cluster';
const POOL = 'gcp:container/nodePool:NodePool';
const REPOSITORY = 'gcp:artifactregistry/repository:Repository';
const REPOSITORY_MEMBER = 'gcp:artifactregistry/repositoryIamMember:RepositoryIamMember';

const SECRETS_KEY = /^\$\{gcp:kms\/cryptoKey:CryptoKey\..+\.id\}$/;
const OWN_ACCOUNT = /^\$\{gcp:serviceaccount\/account:Account\..+\.email\}$/;

const ofCluster = (control: Omit<JudgedControl, 'owner' | 'by' | 'of'>): JudgedControl => ({
  ...control,
  owner: 'cloud',
  by: 'GkeCluster',
  of: CLUSTER,
});
const ofPool = (control: Omit<JudgedControl, 'owner' | 'by' | 'of'>): JudgedControl => ({
  ...control,
  owner: 'cloud',
  by: 'NodePool',
  of: POOL,
});

/** Controls that are kept in Google Cloud. */
export const cloudControls: readonly JudgedControl[] = [
  {
    id: '5.1.1',
    title: 'Ensure Image Vulnerability Scanning is enabled',
    owner: 'cloud',
    by: 'ArtifactRegistry',
    of: REPOSITORY,
    holds: ({ vulnerabilityScanningConfig }, all) =>
      vulnerabilityScanningConfig?.enablementConfig === 'INHERITED' &&
      all.some(({ data }) => data.service === 'containerscanning.googleapis.com'),
    fault: { 'vulnerabilityScanningConfig.enablementConfig': 'DISABLED' },
  },
  {
    id: '5.1.2',
    title: 'Minimize user access to Container Image repositories',
    owner: 'cloud',
    by: 'ArtifactRegistry',
    of: REPOSITORY_MEMBER,
    holds: ({ member }) => String(member).startsWith('serviceAccount:'),
    fault: { member: 'allAuthenticatedUsers' },
  },
  {
    id: '5.1.3',
    title: 'Minimize cluster access to read-only for Container Image repositories',
    owner: 'cloud',
    by: 'ArtifactRegistry',
    of: REPOSITORY_MEMBER,
    holds: ({ role }) => role === 'roles/artifactregistry.reader',
    fault: { role: 'roles/artifactregistry.writer' },
  },
  ofPool({
    id: '5.2.1',
    title: 'Ensure GKE clusters are not running using the Compute Engine default service account',
    holds: ({ nodeConfig }) => OWN_ACCOUNT.test(nodeConfig.serviceAccount),
    fault: { 'nodeConfig.serviceAccount': 'default' },
  }),
  ofCluster({
    id: '5.2.2',
    title: 'Prefer using dedicated GCP Service Accounts and Workload Identity',
    holds: ({ workloadIdentityConfig, project }, all) =>
      workloadIdentityConfig?.workloadPool === `${project}.svc.id.goog` &&
      all.some(({ of }) => of === 'gcp:serviceaccount/iAMMember:IAMMember') &&
      all.every(({ of }) => !of.startsWith('gcp:serviceaccount/key')),
    fault: { workloadIdentityConfig: undefined },
  }),
  ofCluster({
    id: '5.3.1',
    title: 'Ensure Kubernetes Secrets are encrypted using keys managed in Cloud KMS',
    holds: ({ databaseEncryption }) =>
      databaseEncryption?.state === 'ENCRYPTED' && SECRETS_KEY.test(databaseEncryption.keyName),
    fault: { 'databaseEncryption.state': 'DECRYPTED' },
  }),
  ofPool({
    id: '5.4.1',
    title: 'Ensure the GKE Metadata Server is Enabled',
    holds: ({ nodeConfig }) => nodeConfig.workloadMetadataConfig?.mode === 'GKE_METADATA',
    fault: { 'nodeConfig.workloadMetadataConfig.mode': 'GCE_METADATA' },
  }),
  ofPool({
    id: '5.5.1',
    title: 'Ensure Container-Optimized OS (cos_containerd) is used for GKE node images',
    holds: ({ nodeConfig }) => nodeConfig.imageType === 'COS_CONTAINERD',
    fault: { 'nodeConfig.imageType': 'UBUNTU_CONTAINERD' },
  }),
  ofPool({
    id: '5.5.2',
    title: 'Ensure Node Auto-Repair is enabled for GKE nodes',
    holds: ({ management }) => management?.autoRepair === true,
    fault: { 'management.autoRepair': false },
  }),
  ofPool({
    id: '5.5.3',
    title: 'Ensure Node Auto-Upgrade is enabled for GKE nodes',
    holds: ({ management }) => management?.autoUpgrade === true,
    fault: { 'management.autoUpgrade': undefined },
  }),
  ofCluster({
    id: '5.5.4',
    title: 'When creating New Clusters - Automate GKE version management using Release Channels',
    holds: ({ releaseChannel }) => ['STABLE', 'REGULAR', 'RAPID'].includes(releaseChannel?.channel),
    fault: { 'releaseChannel.channel': 'UNSPECIFIED' },
  }),
  ofCluster({
    id: '5.5.5',
    title: 'Ensure Shielded GKE Nodes are Enabled',
    holds: ({ enableShieldedNodes }) => enableShieldedNodes === true,
    fault: { enableShieldedNodes: false },
  }),
  ofPool({
    id: '5.5.6',
    title: 'Ensure Integrity Monitoring for Shielded GKE Nodes is Enabled',
    holds: ({ nodeConfig }) => nodeConfig.shieldedInstanceConfig?.enableIntegrityMonitoring === true,
    fault: { 'nodeConfig.shieldedInstanceConfig.enableIntegrityMonitoring': false },
  }),
  ofPool({
    id: '5.5.7',
    title: 'Ensure Secure Boot for Shielded GKE Nodes is Enabled',
    holds: ({ nodeConfig }) => nodeConfig.shieldedInstanceConfig?.enableSecureBoot === true,
    fault: { 'nodeConfig.shieldedInstanceConfig': undefined },
  }),
  ofCluster({
    id: '5.6.1',
    title: 'Enable VPC Flow Logs and Intranode Visibility',
    holds: ({ enableIntranodeVisibility }, all) =>
      enableIntranodeVisibility === true &&
      all
        // Google keeps no flow logs of the addresses of its proxies.
        .filter(({ of, data }) => of === 'gcp:compute/subnetwork:Subnetwork' && data.purpose === undefined)
        .every(({ data }) => data.logConfig !== undefined),
    fault: { enableIntranodeVisibility: false },
  }),
  ofCluster({
    id: '5.6.2',
    title: 'Ensure use of VPC-native clusters',
    holds: ({ networkingMode, ipAllocationPolicy }) =>
      networkingMode === 'VPC_NATIVE' &&
      ipAllocationPolicy?.clusterSecondaryRangeName !== undefined &&
      ipAllocationPolicy.servicesSecondaryRangeName !== undefined,
    fault: { networkingMode: 'ROUTES' },
  }),
  ofCluster({
    id: '5.6.3',
    title: 'Ensure Control Plane Authorized Networks is Enabled',
    holds: ({ masterAuthorizedNetworksConfig: networks }) =>
      networks?.privateEndpointEnforcementEnabled === true &&
      networks.gcpPublicCidrsAccessEnabled === false &&
      networks.cidrBlocks.every(({ cidrBlock }: { cidrBlock: string }) => !cidrBlock.endsWith('/0')),
    fault: { 'masterAuthorizedNetworksConfig.cidrBlocks.0.cidrBlock': '0.0.0.0/0' },
  }),
  ofCluster({
    id: '5.6.4',
    title: 'Ensure clusters are created with Private Endpoint Enabled and Public Access Disabled',
    holds: ({ privateClusterConfig }) => privateClusterConfig?.enablePrivateEndpoint === true,
    fault: { 'privateClusterConfig.enablePrivateEndpoint': false },
  }),
  ofCluster({
    id: '5.6.5',
    title: 'Ensure clusters are created with Private Nodes',
    holds: ({ privateClusterConfig }) => privateClusterConfig?.enablePrivateNodes === true,
    fault: { 'privateClusterConfig.enablePrivateNodes': undefined },
  }),
  {
    id: '5.6.6',
    title: 'Consider firewalling GKE worker nodes',
    owner: 'cloud',
    by: 'Network',
    of: 'gcp:compute/firewall:Firewall',
    holds: ({ allows, direction, sourceRanges, disabled }, all) =>
      disabled !== true &&
      (allows === undefined || direction === 'EGRESS' || !sourceRanges?.includes('0.0.0.0/0')) &&
      ['INGRESS', 'EGRESS'].every((way) =>
        all.some(({ data }) => data.direction === way && data.denies?.[0].protocol === 'all'),
      ),
    fault: {
      denies: undefined,
      allows: [{ protocol: 'tcp' }],
      direction: 'INGRESS',
      sourceRanges: ['0.0.0.0/0'],
    },
  },
  {
    id: '5.6.7',
    title: 'Ensure use of Google-managed SSL Certificates',
    owner: 'cloud',
    by: 'GatewayCertificate',
    of: 'gcp:certificatemanager/certificate:Certificate',
    holds: ({ managed, selfManaged }, all) =>
      managed?.domains.length > 0 &&
      selfManaged === undefined &&
      all
        .filter(({ of }) => of === 'Gateway')
        .flatMap(({ data }) => data.spec.listeners)
        .every(({ tls }) => tls?.options?.['networking.gke.io/cert-manager-certs'] !== undefined),
    fault: { managed: undefined, selfManaged: { pemCertificate: 'ours' } },
  },
  ofCluster({
    id: '5.7.1',
    title: 'Ensure Logging and Cloud Monitoring is Enabled',
    holds: ({ loggingConfig, monitoringConfig }) =>
      ['SYSTEM_COMPONENTS', 'WORKLOADS', 'APISERVER', 'SCHEDULER', 'CONTROLLER_MANAGER'].every((part) =>
        loggingConfig?.enableComponents.includes(part),
      ) && monitoringConfig?.enableComponents.includes('SYSTEM_COMPONENTS'),
    fault: { 'loggingConfig.enableComponents': ['WORKLOADS'] },
  }),
  ofCluster({
    id: '5.8.1',
    title: 'Ensure authentication using Client Certificates is Disabled',
    holds: ({ masterAuth }) => masterAuth?.clientCertificateConfig?.issueClientCertificate === false,
    fault: { 'masterAuth.clientCertificateConfig.issueClientCertificate': true },
  }),
  ofCluster({
    id: '5.8.2',
    title: 'Manage Kubernetes RBAC users with Google Groups for GKE',
    holds: ({ authenticatorGroupsConfig }) =>
      String(authenticatorGroupsConfig?.securityGroup).startsWith('gke-security-groups@'),
    fault: { authenticatorGroupsConfig: undefined },
  }),
  ofCluster({
    id: '5.8.3',
    title: 'Ensure Legacy Authorization (ABAC) is Disabled',
    holds: ({ enableLegacyAbac }) => enableLegacyAbac === false,
    fault: { enableLegacyAbac: true },
  }),
  {
    id: '5.9.1',
    title: 'Enable Customer-Managed Encryption Keys (CMEK) for GKE Persistent Disks (PD)',
    owner: 'manifests',
    by: 'stacks/platform and KeyRing',
    of: 'StorageClass',
    holds: ({ parameters }, all) => {
      const [, ring, key] =
        /keyRings\/([\w-]+)\/cryptoKeys\/([\w-]+)$/.exec(parameters?.['disk-encryption-kms-key']) ?? [];
      return all.some(
        ({ of, data }) =>
          of === 'gcp:kms/cryptoKey:CryptoKey' && data.name === key && data.keyRing.includes(`-${ring}.`),
      );
    },
    fault: { 'parameters.disk-encryption-kms-key': undefined },
  },
  ofPool({
    id: '5.9.2',
    title: 'Enable Customer-Managed Encryption Keys (CMEK) for Boot Disks',
    holds: ({ nodeConfig }) => SECRETS_KEY.test(nodeConfig.bootDiskKmsKey),
    fault: { 'nodeConfig.bootDiskKmsKey': undefined },
  }),
  ofCluster({
    id: '5.10.1',
    title: 'Ensure Kubernetes Web UI is Disabled',
    holds: ({ addonsConfig }) =>
      addonsConfig !== undefined && addonsConfig.kubernetesDashboard?.disabled !== false,
    fault: { 'addonsConfig.kubernetesDashboard.disabled': false },
  }),
  ofCluster({
    id: '5.10.2',
    title: 'Ensure that Alpha clusters are not used for production workloads',
    holds: ({ enableKubernetesAlpha }) => enableKubernetesAlpha === false,
    fault: { enableKubernetesAlpha: true },
  }),
  ofCluster({
    id: '5.10.4',
    title: 'Ensure that security posture is enabled',
    holds: ({ securityPostureConfig }) => ['BASIC', 'ENTERPRISE'].includes(securityPostureConfig?.mode),
    fault: { 'securityPostureConfig.mode': 'DISABLED' },
  }),
];
