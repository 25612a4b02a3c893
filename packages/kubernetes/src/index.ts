export { Cidr } from '@plinth/units';
export type { Access } from './access';
export { BeforeDeployment, type BeforeDeploymentProps } from './before-deployment';
export type { CertificateNodes } from './certificate';
export {
  CloudMonitoringMetric,
  type CloudMonitoringSeries,
  type CounterTarget,
  type ExternalMetric,
  type GaugeTarget,
  type Reducer,
} from './cloud-monitoring-metric';
export type { ConfigFiles } from './config-files';
export { Connections } from './connections';
export { ContainerUser } from './container-user';
export type { DurationInput } from './duration-range';
export type { Exposure } from './exposure';
export type { Health } from './health';
export { Image, type ImageParts } from './image';
export type {
  ConfigMap,
  CronJob,
  Deployment,
  HorizontalPodAutoscaler,
  Job,
  LimitRange,
  Namespace,
  NetworkPolicy,
  PodDisruptionBudget,
  PriorityClassObject,
  ResourceQuota,
  Role,
  RoleBinding,
  Service,
  ServiceAccount,
  StatefulSet,
} from './kinds';
export type { Json } from './kplus';
export type {
  MutualTls,
  MutualTlsProxy,
  MutualTlsServer,
  ServiceCertificate,
  VaultSigner,
} from './mutual-tls';
export { NAMESPACE_ROLES, type NamespaceRole } from './namespace-role';
export type { Owner } from './owner';
export { CidrPeer, type ConnectionPeer, InternetPeer, type PeerPort, podsOf, WorkloadPeer } from './peer';
export { PodTemplate, type RestrictedVolume } from './pod-template';
export type { Port, PortInput, Ports } from './port';
export { PriorityClass, type PriorityClassProps } from './priority-class';
export type { Process } from './process';
export type { ContainerSize, ContainerSizes, Quota } from './quota';
export type { ReplicatedNodes, ReplicatedProps } from './replicated';
export type { Resources } from './resources';
export type { Rollout } from './rollout';
export type { Autoscaling, FixedScaling, ResolvedAutoscaling, ResolvedScaling, Scaling } from './scaling';
export { type Schedule, ScheduledJob, type ScheduledJobNodes, type ScheduledJobProps } from './scheduled-job';
export type { SecretFile, SecretFiles, VaultAgent, VaultLogin } from './secret-files';
export { StatefulNode, type StatefulNodeNodes, type StatefulNodeProps } from './stateful-node';
export type { Storage } from './storage';
export { TenantNamespace, type TenantNamespaceNodes, type TenantNamespaceProps } from './tenant-namespace';
export { type SecretSource, VaultDatabase, VaultKv } from './vault-source';
export { WebService, type WebServiceNodes, type WebServiceProps } from './web-service';
export { Worker, type WorkerNodes, type WorkerProps } from './worker';
export { Workload } from './workload';
export type { WorkloadIdentity } from './workload-identity';
