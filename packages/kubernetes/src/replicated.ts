import type { Manifest } from '@plinth/manifest';
import { _autoscaler } from './autoscaler';
import { _LONGEST_NAME_WITH_JOB, BeforeDeployment } from './before-deployment';
import { _certificate, type CertificateNodes } from './certificate';
import { type ConfigFiles, type ResolvedConfigFiles, resolveConfigFiles } from './config-files';
import { _configMap } from './config-map';
import { _deployment } from './deployment';
import { _disruptionBudget } from './disruption-budget';
import { _toProbes, type Health, healthPortOf, type ResolvedHealth, resolveHealth } from './health';
import { type Image, readImage } from './image';
import type {
  ConfigMap,
  Deployment,
  HorizontalPodAutoscaler,
  PodDisruptionBudget,
  ServiceAccount,
} from './kinds';
import { type MutualTls, type ResolvedMutualTls, resolveMutualTls } from './mutual-tls';
import { LABEL_LENGTH, readName, readReference } from './name';
import { type Identity, identity, type Owner, type ResolvedOwner, resolveOwner } from './owner';
import { PodTemplate } from './pod-template';
import { type Port, type Ports, resolvePorts } from './port';
import { type Process, type ResolvedProcess, resolveProcess } from './process';
import type { Readers } from './resolve';
import { type ResolvedResources, type Resources, resolveResources } from './resources';
import { type ResolvedRollout, type Rollout, resolveRollout } from './rollout';
import { type ResolvedScaling, resolveScaling, type Scaling } from './scaling';
import { _spread } from './scheduling';
import {
  type ResolvedSecretFiles,
  resolveSecretFiles,
  type SecretFiles,
  surroundingsOf,
} from './secret-files';
import { _serviceAccount } from './service-account';
import { _tlsConfigMap, _tlsDelivery } from './tls-files';
import { _agentConfigMap, _secretDelivery } from './vault-agent';
import type { Workload } from './workload';
import {
  type ResolvedWorkloadIdentity,
  resolveWorkloadIdentity,
  type WorkloadIdentity,
} from './workload-identity';

/** What `WebService` and `Worker` have in common: pods that are alike. */
export interface ReplicatedProps {
  /** The name of all objects: a DNS label. Renaming replaces them. */
  readonly name: string;
  /** Who answers for it. */
  readonly owner: Owner;
  /** `host/path:version@sha256:…` */
  readonly image: Image | string;
  /** Command, arguments, variables. @default - the image's own */
  readonly process?: Process;
  /** What each pod gets and may not exceed. */
  readonly resources: Resources;
  /** How the kubelet sees whether it lives. */
  readonly health: Health;
  /** How many pods run. */
  readonly scaling: Scaling;
  /** How pods come and go. @default - 10s of sleep, 30s of drain, no job before */
  readonly rollout?: Rollout;
  /** Files to read; a change restarts the pods. @default - none */
  readonly config?: ConfigFiles;
  /** Secrets from Vault to read; the program starts when they are there. @default - none */
  readonly secretFiles?: SecretFiles;
  /** Who it is to other workloads, whom it lets in and whom it calls. @default - it has no certificate */
  readonly mutualTls?: MutualTls;
  /** Who it is in Google Cloud, and so whether it reaches Google's APIs. @default - nobody, and it does not */
  readonly workloadIdentity?: WorkloadIdentity;
  /** The name of a PriorityClass. @default - the cluster's default */
  readonly priority?: string;
}

/** The props of pods that are alike, resolved. */
export interface ResolvedReplicated {
  readonly name: string;
  readonly owner: ResolvedOwner;
  readonly image: Image;
  readonly process: ResolvedProcess;
  readonly ports: readonly Port[];
  readonly resources: ResolvedResources;
  readonly health: ResolvedHealth;
  readonly scaling: ResolvedScaling;
  readonly rollout: ResolvedRollout;
  readonly config: ResolvedConfigFiles | undefined;
  readonly secretFiles: ResolvedSecretFiles | undefined;
  readonly mutualTls: ResolvedMutualTls | undefined;
  readonly workloadIdentity: ResolvedWorkloadIdentity | undefined;
  readonly priority: string | undefined;
}

/** The objects of pods that are alike; any of them can be transformed. */
export interface ReplicatedNodes {
  readonly deployment: Manifest<Deployment>;
  readonly serviceAccount: Manifest<ServiceAccount>;
  readonly configMap: Manifest<ConfigMap> | undefined;
  /** What Vault's agent reads. */
  readonly agentConfigMap: Manifest<ConfigMap> | undefined;
  /** What makes its certificate. */
  readonly certificate: CertificateNodes | undefined;
  /** Who may call, or what the proxy does. */
  readonly tlsConfigMap: Manifest<ConfigMap> | undefined;
  readonly autoscaler: Manifest<HorizontalPodAutoscaler> | undefined;
  readonly disruptionBudget: Manifest<PodDisruptionBudget> | undefined;
}

export function _replicatedReaders(
  props: ReplicatedProps & { readonly ports: Ports },
  component: string,
): Readers<ResolvedReplicated> {
  const longestName = props.rollout?.before === undefined ? LABEL_LENGTH : _LONGEST_NAME_WITH_JOB;
  return {
    name: () => readName(props.name, longestName),
    owner: () => resolveOwner(props.owner, component),
    image: () => readImage(props.image),
    process: () => resolveProcess(props.process),
    ports: () => resolvePorts(props.ports),
    resources: () => resolveResources(props.resources),
    health: () => resolveHealth(props.health, props.ports),
    scaling: () => resolveScaling(props.scaling),
    rollout: () => resolveRollout(props.rollout, props.config),
    config: () => (props.config === undefined ? undefined : resolveConfigFiles(props.config)),
    secretFiles: () => resolveSecretFiles(props.secretFiles, surroundingsOf(props)),
    mutualTls: () => resolveMutualTls(props.mutualTls, props),
    workloadIdentity: () => resolveWorkloadIdentity(props.workloadIdentity),
    priority: () => (props.priority === undefined ? undefined : readReference(props.priority)),
  };
}

/** Renders pods that are alike below a workload, whose main object is their Deployment. */
export function _replicated(
  workload: Workload,
  props: ResolvedReplicated,
): {
  readonly identity: Identity;
  readonly pod: PodTemplate;
  readonly nodes: ReplicatedNodes;
  readonly before: BeforeDeployment | undefined;
} {
  const owned = identity(props.name, props.owner);
  const secrets = _secretDelivery(props.secretFiles, healthPortOf(props.ports, props.health));
  const tls = _tlsDelivery(props.mutualTls, props.ports);
  const parts = { ...props, identity: owned, secrets };
  const pod = new PodTemplate({
    ...parts,
    tls,
    service: {
      ports: props.ports,
      probes: _toProbes(props.health),
      preStop: props.rollout.preStop,
      grace: props.rollout.grace,
      scheduling: _spread(props.name, 'pod-template-hash'),
    },
  });
  const { before } = props.rollout;
  return {
    identity: owned,
    pod,
    before: before && new BeforeDeployment(workload, 'Before', parts, before),
    nodes: {
      serviceAccount: _serviceAccount(workload, 'ServiceAccount', owned, props.workloadIdentity),
      configMap: _configMap(workload, 'ConfigMap', owned, props.config),
      agentConfigMap: _agentConfigMap(workload, 'AgentConfigMap', owned, secrets),
      certificate: _certificate(workload, owned, props.mutualTls),
      tlsConfigMap: _tlsConfigMap(workload, 'TlsConfigMap', owned, tls),
      deployment: _deployment(workload, 'Resource', owned, pod, props.scaling),
      autoscaler: _autoscaler(workload, 'Autoscaler', owned, props.scaling),
      disruptionBudget: _disruptionBudget(workload, 'DisruptionBudget', owned, props.scaling.min),
    },
  };
}
