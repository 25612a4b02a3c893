export type { PackedChart } from './argo-cd/chart-registry';
export { GitRepository, type WorkTree } from './argo-cd/git-repository';
export { LocalArgoCd, type LocalArgoCdOptions } from './argo-cd/local-argo-cd';
export { packChart } from './argo-cd/pack-chart';
export { type Occurrence, occurrencesOf } from './canary';
export {
  CertManager,
  type CertManagerOptions,
  type InstalledChartOptions,
  TrustManager,
} from './cert-manager';
export { ApiClient, type ApplyOptions, type ListOptions, type PatchType } from './cluster/api-client';
export { ApiError } from './cluster/api-error';
export { applyAll } from './cluster/apply-all';
export { CertificateAuthority, type KeyPair } from './cluster/certificate-authority';
export { type CertificateContents, readCertificate } from './cluster/certificate-contents';
export {
  type CertificateRequest,
  type CertificateRequestOptions,
  certificateRequest,
} from './cluster/certificate-request';
export { ControlPlane, type ControlPlaneBinary } from './cluster/control-plane';
export { freePorts } from './cluster/free-ports';
export { type KubernetesObject, type ObjectRef, refTo, titleOf } from './cluster/kubernetes-object';
export { LocalCluster, type LocalClusterOptions } from './cluster/local-cluster';
export { LoggedProcess } from './cluster/logged-process';
export { ManagedProcess, type ManagedProcessOptions } from './cluster/managed-process';
export { CRASHING_IMAGE_DIGEST, MISSING_IMAGE_DIGEST, UNREADY_IMAGE_DIGEST } from './cluster/node-stages';
export { readManifests } from './cluster/read-manifests';
export { SimulatedNodes } from './cluster/simulated-nodes';
export { reportCertificateStatus } from './cluster/simulation/certificate-status';
export { reportGatewayStatus } from './cluster/simulation/gateway-status';
export { type MetricsAdapter, MetricsAdapters } from './cluster/simulation/metrics-adapters';
export type {
  ExternalMetrics,
  ExternalMetricsOptions,
  ExternalRequest,
  ExternalValue,
} from './cluster/simulation/metrics-external';
export type { ResourceMetrics, ResourceRequest, Utilization } from './cluster/simulation/metrics-resource';
export { cloudStorageClasses, provisionVolumes } from './cluster/simulation/volumes';
export { type UntilOptions, until } from './cluster/until';
export type { WatchEvent, WatchOptions } from './cluster/watch';
export { Workspace } from './cluster/workspace';
export {
  type ChartSource,
  type CrdSource,
  type EngineName,
  type Engines,
  type Environment,
  type Origin,
  type PreparedEngine,
  type PrepareEnginesOptions,
  type ProgressOutput,
  prepareEngines,
} from './engines';
export { HARMLESS_SAMPLES, KEY_SAMPLES } from './key-samples';
export { listedCertificate } from './listed-certificate';
export { MEASUREMENTS, type Measurement, markdownTable, measured, readMeasurements } from './measurements';
export { Promtool } from './prometheus/promtool';
export { EnvoyProxy, type EnvoyProxyOptions, MountedFiles } from './proxy';
export {
  KeyService,
  linkedProject,
  type MadeResource,
  type Properties,
  type ProviderBehaviour,
  type ProviderCall,
  type ProviderStandIn,
  type PulumiResult,
  type PulumiRunOptions,
  PulumiStack,
  type PulumiStackProps,
  PulumiWorkspace,
  type PulumiWorkspaceOptions,
  type StackState,
  type StateResource,
  sdkVersions,
} from './pulumi';
export {
  otherSquad,
  tinyCloudSql,
  tinyCompany,
  tinyDependency,
  tinyFacts,
  tinyJob,
  tinyNode,
  tinyReleases,
  tinySquad,
  tinyWebService,
  tinyWorker,
} from './tiny-company';
export {
  type PlainVaultConfigOptions,
  type PostgresLogin,
  type PostgresRow,
  PostgresServer,
  type PostgresServerOptions,
  plainVaultConfig,
  UnsealKeyService,
  VaultAgent,
  type VaultAgentOptions,
  type VaultAnswer,
  type VaultBody,
  VaultClient,
  type VaultClientOptions,
  VaultCluster,
  type VaultClusterOptions,
  type VaultConfig,
  VaultError,
  type VaultPlace,
  type VaultProcessOptions,
  VaultServer,
  type VaultServerOptions,
  type VaultVerb,
} from './vault';
