import { Manifest } from '@plinth/manifest';
import type { Construct } from 'constructs';
import { _certificate, type CertificateNodes } from './certificate';
import { type ConfigFiles, resolveConfigFiles } from './config-files';
import { _configMap } from './config-map';
import { _disruptionBudget } from './disruption-budget';
import { _toProbes, type Health, healthPortOf, resolveHealth } from './health';
import { type Image, readImage } from './image';
import type {
  ConfigMap,
  NetworkPolicy,
  PodDisruptionBudget,
  Service,
  ServiceAccount,
  StatefulSet,
} from './kinds';
import { type MutualTls, resolveMutualTls } from './mutual-tls';
import { PARENT_LENGTH, readName, readReference } from './name';
import { type Identity, identity, type Owner, resolveOwner } from './owner';
import { PodTemplate } from './pod-template';
import { type Ports, resolvePorts } from './port';
import { type Process, resolveProcess } from './process';
import { resolveProps } from './resolve';
import { type Resources, resolveResources } from './resources';
import { type Rollout, resolveRollout } from './rollout';
import { readReplicas } from './scaling';
import { _podsOf, _spread } from './scheduling';
import { resolveSecretFiles, type SecretFiles, surroundingsOf } from './secret-files';
import { _service } from './service';
import { _serviceAccount } from './service-account';
import {
  _STORAGE_VOLUME,
  _volumeClaimTemplate,
  type ResolvedStorage,
  resolveStorage,
  type Storage,
} from './storage';
import { _tlsConfigMap, _tlsDelivery } from './tls-files';
import { _agentConfigMap, _secretDelivery } from './vault-agent';
import { Workload } from './workload';
import { resolveWorkloadIdentity, type WorkloadIdentity } from './workload-identity';

export interface StatefulNodeProps {
  /** The name of all objects: a DNS label of at most 52 characters. Renaming leaves the disks behind. */
  readonly name: string;
  /** Who answers for it. */
  readonly owner: Owner;
  /** `host/path:version@sha256:…`; `Image.parse(…, ContainerUser.thirdParty(…))` where it needs another user. */
  readonly image: Image | string;
  /** Command, arguments, variables. @default - the image's own */
  readonly process?: Process;
  /** What it listens on. A plain `health` port comes by itself. */
  readonly ports: Ports;
  /** What each pod gets and may not exceed. */
  readonly resources: Resources;
  /** How the kubelet sees whether it lives. */
  readonly health: Health;
  /** How many pods run; no autoscaler, because each has data of its own. @default 1 */
  readonly replicas?: number;
  /** The disk of each pod. */
  readonly storage: Storage;
  /** How pods come and go. @default - 10s of sleep, 30s of drain */
  readonly rollout?: Omit<Rollout, 'before'>;
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

export interface StatefulNodeNodes {
  readonly statefulSet: Manifest<StatefulSet>;
  readonly service: Manifest<Service>;
  readonly serviceAccount: Manifest<ServiceAccount>;
  readonly configMap: Manifest<ConfigMap> | undefined;
  /** What Vault's agent reads. */
  readonly agentConfigMap: Manifest<ConfigMap> | undefined;
  /** What makes its certificate. */
  readonly certificate: CertificateNodes | undefined;
  /** Who may call, or what the proxy does. */
  readonly tlsConfigMap: Manifest<ConfigMap> | undefined;
  readonly disruptionBudget: Manifest<PodDisruptionBudget> | undefined;
  readonly networkPolicy: Manifest<NetworkPolicy>;
}

/**
 * Pods with a name and a disk of their own, such as a node of a blockchain: StatefulSet, headless
 * Service, account and network policy, hardened. Disks stay when pods go, and when all of it goes.
 *
 * @example
 * const node = new StatefulNode(chart, 'klever-node', {
 *   name: 'klever-node',
 *   owner: { squad: 'chain', contact: 'chain-oncall@example.com' },
 *   image: Image.parse(
 *     `europe-west1-docker.pkg.dev/acme/mirror/klever-node:1.7.1@sha256:${'0'.repeat(64)}`,
 *     ContainerUser.thirdParty({ uid: 999, reason: 'the image owns its database as 999' }),
 *   ),
 *   ports: { api: 8080, p2p: 37373 },
 *   resources: { cpu: 4, cpuLimit: 4, memory: '8Gi' },
 *   health: { ready: '/node/status', live: '/node/statistics', port: 'api' },
 *   storage: { size: '200Gi', storageClass: 'premium-rwo', folder: '/opt/klever/db' },
 * });
 * node.nodes.statefulSet.metadata.addAnnotation('argocd.argoproj.io/sync-options', 'Prune=false,Delete=false');
 *
 * @throws UserError with everything that is wrong with the props, each with the construct's path
 */
export class StatefulNode extends Workload {
  readonly nodes: StatefulNodeNodes;
  readonly pod: PodTemplate;
  readonly replicas: number;

  constructor(scope: Construct, id: string, props: StatefulNodeProps) {
    super(scope, id);
    const resolved = resolveProps(this, {
      name: () => readName(props.name, PARENT_LENGTH),
      owner: () => resolveOwner(props.owner, 'stateful-node'),
      image: () => readImage(props.image),
      process: () => resolveProcess(props.process),
      ports: () => resolvePorts(props.ports),
      resources: () => resolveResources(props.resources),
      health: () => resolveHealth(props.health, props.ports),
      replicas: () => readReplicas(props.replicas ?? 1),
      storage: () => resolveStorage(props.storage),
      rollout: () => resolveRollout(props.rollout),
      config: () => (props.config === undefined ? undefined : resolveConfigFiles(props.config)),
      secretFiles: () => resolveSecretFiles(props.secretFiles, surroundingsOf(props)),
      mutualTls: () => resolveMutualTls(props.mutualTls, props),
      workloadIdentity: () => resolveWorkloadIdentity(props.workloadIdentity),
      priority: () => (props.priority === undefined ? undefined : readReference(props.priority)),
    });
    const owned = identity(resolved.name, resolved.owner);
    this.replicas = resolved.replicas;
    const secrets = _secretDelivery(resolved.secretFiles, healthPortOf(resolved.ports, resolved.health));
    const tls = _tlsDelivery(resolved.mutualTls, resolved.ports);
    this.pod = new PodTemplate({
      ...resolved,
      identity: owned,
      secrets,
      tls,
      service: {
        ports: resolved.ports,
        probes: _toProbes(resolved.health),
        preStop: resolved.rollout.preStop,
        grace: resolved.rollout.grace,
        scheduling: _spread(owned.name),
      },
    });
    this.pod._mount(_STORAGE_VOLUME, { folder: resolved.storage.folder, writable: true });
    this.nodes = {
      serviceAccount: _serviceAccount(this, 'ServiceAccount', owned, resolved.workloadIdentity),
      configMap: _configMap(this, 'ConfigMap', owned, resolved.config),
      agentConfigMap: _agentConfigMap(this, 'AgentConfigMap', owned, secrets),
      certificate: _certificate(this, owned, resolved.mutualTls),
      tlsConfigMap: _tlsConfigMap(this, 'TlsConfigMap', owned, tls),
      statefulSet: statefulSet(this, owned, this.pod, resolved),
      service: _service(this, 'Service', owned, resolved.ports, 'headless'),
      disruptionBudget: _disruptionBudget(this, 'DisruptionBudget', owned, resolved.replicas),
      networkPolicy: this._connect(owned, resolved.ports, resolved.workloadIdentity, resolved.secretFiles)
        .networkPolicy,
    };
  }
}

function statefulSet(
  scope: Construct,
  owned: Identity,
  pod: PodTemplate,
  { replicas, storage }: { readonly replicas: number; readonly storage: ResolvedStorage },
): Manifest<StatefulSet> {
  return new Manifest<StatefulSet>(scope, 'Resource', {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name: owned.name, labels: pod._template.metadata.labels, annotations: owned.annotations },
    spec: {
      replicas,
      serviceName: owned.name,
      podManagementPolicy: 'OrderedReady',
      updateStrategy: { type: 'RollingUpdate' },
      minReadySeconds: 10,
      revisionHistoryLimit: 5,
      persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
      selector: _podsOf(owned.name),
      template: pod._template,
      volumeClaimTemplates: [_volumeClaimTemplate(owned.name, storage)],
    },
  });
}
