import { Manifest } from '@plinth/manifest';
import { Duration } from '@plinth/units';
import type { Construct } from 'constructs';
import type { ConfigFiles, ResolvedConfigFiles } from './config-files';
import { _configMap } from './config-map';
import { type DurationInput, readDuration } from './duration-range';
import { type Image, readImage } from './image';
import { _jobSpec, type JobLimits, readRetries } from './job-spec';
import type { ConfigMap, Job, NetworkPolicy, ServiceAccount } from './kinds';
import { LABEL_LENGTH } from './name';
import type { Identity } from './owner';
import { INSTANCE } from './owner';
import { PodTemplate } from './pod-template';
import { type Process, type ResolvedProcess, resolveProcess } from './process';
import { resolveAll } from './resolve';
import { type ResolvedResources, type Resources, resolveResources } from './resources';
import {
  type ResolvedSecretFiles,
  resolveSecretFiles,
  type SecretFiles,
  surroundingsOf,
} from './secret-files';
import { _serviceAccount } from './service-account';
import { _agentConfigMap, _secretDelivery } from './vault-agent';
import { Workload } from './workload';

/** A job that must succeed before the pods of a service change. It sees the service's configuration. */
export interface BeforeDeploymentProps {
  /** Usually the command of the migration. @default - the image's */
  readonly process?: Process;
  /** @default - the service's image */
  readonly image?: Image | string;
  /** @default - the service's resources */
  readonly resources?: Resources;
  /** Its own secrets from Vault, under its own account: the service's are not given on. @default - none */
  readonly secretFiles?: SecretFiles;
  /** How often it is tried again, 0 to 10. @default 2 */
  readonly retries?: number;
  /** The most time in all. @default 10m */
  readonly timeout?: DurationInput;
}

export interface ResolvedBeforeDeployment extends JobLimits {
  readonly process: ResolvedProcess;
  readonly image: Image | undefined;
  readonly resources: ResolvedResources | undefined;
  readonly secretFiles: ResolvedSecretFiles | undefined;
}

/** What the service gives its job where the job says nothing. */
interface ServiceParts {
  readonly identity: Identity;
  readonly image: Image;
  readonly resources: ResolvedResources;
  readonly config: ResolvedConfigFiles | undefined;
  readonly priority: string | undefined;
}

const SUFFIX = '-before';
const TIMEOUT = Duration.minutes(10);

/** The longest name of a service that has a job before it. */
export const _LONGEST_NAME_WITH_JOB: number = LABEL_LENGTH - SUFFIX.length;

/**
 * Argo CD runs hooks before it applies anything else. So the job cannot use the service's own account,
 * configuration and network policy, which may not exist yet: it brings its own, one wave earlier.
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/resource_hooks/
 */
function hook(wave: string): Readonly<Record<string, string>> {
  return {
    'argocd.argoproj.io/hook': 'PreSync',
    'argocd.argoproj.io/hook-delete-policy': 'BeforeHookCreation',
    'argocd.argoproj.io/sync-wave': wave,
  };
}

/**
 * The job before a deployment. It calls nobody until it is told:
 * `service.before?.connections.allowTo(database)`.
 */
export class BeforeDeployment extends Workload {
  readonly pod: PodTemplate;
  readonly nodes: {
    readonly job: Manifest<Job>;
    readonly serviceAccount: Manifest<ServiceAccount>;
    readonly networkPolicy: Manifest<NetworkPolicy>;
    readonly configMap: Manifest<ConfigMap> | undefined;
    /** What Vault's agent reads. */
    readonly agentConfigMap: Manifest<ConfigMap> | undefined;
  };

  constructor(scope: Construct, id: string, service: ServiceParts, props: ResolvedBeforeDeployment) {
    super(scope, id);
    const name = service.identity.name + SUFFIX;
    const labels = {
      ...service.identity.labels,
      app: name,
      'app.kubernetes.io/name': name,
      [INSTANCE]: name,
      'app.kubernetes.io/component': 'before-deployment',
    };
    const identity = { name, labels, annotations: service.identity.annotations };
    const early = { ...identity, annotations: { ...identity.annotations, ...hook('-1') } };

    const secrets = _secretDelivery(props.secretFiles);
    this.pod = new PodTemplate({
      identity,
      image: props.image ?? service.image,
      process: props.process,
      resources: props.resources ?? service.resources,
      config: service.config,
      secrets,
      priority: service.priority,
    });
    this.nodes = {
      job: new Manifest<Job>(this, 'Resource', {
        apiVersion: 'batch/v1',
        kind: 'Job',
        metadata: {
          name,
          labels: this.pod._template.metadata.labels,
          annotations: { ...identity.annotations, ...hook('0') },
        },
        spec: { ..._jobSpec(this.pod, props), ttlSecondsAfterFinished: Duration.hours(24).seconds },
      }),
      serviceAccount: _serviceAccount(this, 'ServiceAccount', early),
      networkPolicy: this._connect(early, [], props.secretFiles).networkPolicy,
      configMap: _configMap(this, 'ConfigMap', early, service.config),
      agentConfigMap: _agentConfigMap(this, 'AgentConfigMap', early, secrets),
    };
  }
}

/** @throws UserError with everything that is wrong */
export function resolveBeforeDeployment(
  props: BeforeDeploymentProps,
  config?: ConfigFiles,
): ResolvedBeforeDeployment {
  return resolveAll<ResolvedBeforeDeployment>({
    process: () => resolveProcess(props.process),
    image: () => (props.image === undefined ? undefined : readImage(props.image)),
    resources: () => (props.resources === undefined ? undefined : resolveResources(props.resources)),
    secretFiles: () => resolveSecretFiles(props.secretFiles, surroundingsOf({ config })),
    retries: () => readRetries(props.retries ?? 2),
    timeout: () => readDuration(props.timeout ?? TIMEOUT, Duration.seconds(10), Duration.hours(6)),
  });
}
