import { Manifest } from '@plinth/manifest';
import { Duration, TimeZone } from '@plinth/units';
import type { Construct } from 'constructs';
import { _certificate, type CertificateNodes } from './certificate';
import { type ConfigFiles, resolveConfigFiles } from './config-files';
import { _configMap } from './config-map';
import { readCron } from './cron';
import { type DurationInput, readDuration } from './duration-range';
import { type Image, readImage } from './image';
import { _jobSpec, readRetries } from './job-spec';
import type { ConfigMap, CronJob, NetworkPolicy, ServiceAccount } from './kinds';
import { type MutualTls, resolveMutualTls } from './mutual-tls';
import { PARENT_LENGTH, readName, readReference } from './name';
import { identity, type Owner, resolveOwner } from './owner';
import { PodTemplate } from './pod-template';
import { type Process, resolveProcess } from './process';
import { resolveAll, resolveProps } from './resolve';
import { type Resources, resolveResources } from './resources';
import { resolveSecretFiles, type SecretFiles, surroundingsOf } from './secret-files';
import { _serviceAccount } from './service-account';
import { _tlsConfigMap, _tlsDelivery } from './tls-files';
import { _agentConfigMap, _secretDelivery } from './vault-agent';
import { Workload } from './workload';
import { resolveWorkloadIdentity, type WorkloadIdentity } from './workload-identity';

/** When a job runs. */
export interface Schedule {
  /** Minute, hour, day of month, month, weekday: `"0 6 1 * *"`. */
  readonly cron: string;
  /** A name of the IANA database. @default Etc/UTC */
  readonly timeZone?: string;
  /** How late a run may still start. @default 10m */
  readonly startingDeadline?: DurationInput;
}

export interface ScheduledJobProps {
  /** The name of all objects: a DNS label of at most 52 characters. Renaming replaces them. */
  readonly name: string;
  /** Who answers for it. */
  readonly owner: Owner;
  /** `host/path:version@sha256:…` */
  readonly image: Image | string;
  /** Command, arguments, variables. @default - the image's own */
  readonly process?: Process;
  /** When it runs. */
  readonly schedule: Schedule;
  /** What each run gets and may not exceed. */
  readonly resources: Resources;
  /** The most time of a run, its retries included. @default 1h */
  readonly timeout?: DurationInput;
  /** How often a run that fails is tried again, 0 to 10. @default 2 */
  readonly retries?: number;
  /** Files to read. @default - none */
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

export interface ScheduledJobNodes {
  readonly cronJob: Manifest<CronJob>;
  readonly serviceAccount: Manifest<ServiceAccount>;
  readonly configMap: Manifest<ConfigMap> | undefined;
  /** What Vault's agent reads. */
  readonly agentConfigMap: Manifest<ConfigMap> | undefined;
  /** What makes its certificate. */
  readonly certificate: CertificateNodes | undefined;
  /** Who may call, or what the proxy does. */
  readonly tlsConfigMap: Manifest<ConfigMap> | undefined;
  readonly networkPolicy: Manifest<NetworkPolicy>;
}

const STARTING_DEADLINE = Duration.minutes(10);
const TIMEOUT = Duration.hours(1);

/**
 * Work that begins by the clock and ends: CronJob, account and network policy, hardened. A run that would
 * overlap the last one is skipped.
 *
 * @example
 * new ScheduledJob(chart, 'bank-statements', {
 *   name: 'bank-statements',
 *   owner: { squad: 'bank', contact: 'bank-oncall@example.com' },
 *   image: `europe-west1-docker.pkg.dev/acme/bank/statements:1.0.3@sha256:${'0'.repeat(64)}`,
 *   schedule: { cron: '0 6 1 * *', timeZone: 'Europe/Zurich' },
 *   resources: { cpu: 0.5, cpuLimit: 1, memory: '1Gi' },
 * });
 *
 * @throws UserError with everything that is wrong with the props, each with the construct's path
 */
export class ScheduledJob extends Workload {
  readonly nodes: ScheduledJobNodes;
  readonly pod: PodTemplate;

  constructor(scope: Construct, id: string, props: ScheduledJobProps) {
    super(scope, id);
    const resolved = resolveProps(this, {
      name: () => readName(props.name, PARENT_LENGTH),
      owner: () => resolveOwner(props.owner, 'scheduled-job'),
      image: () => readImage(props.image),
      process: () => resolveProcess(props.process),
      schedule: () => resolveSchedule(props.schedule),
      resources: () => resolveResources(props.resources),
      timeout: () => readDuration(props.timeout ?? TIMEOUT, Duration.seconds(10), Duration.hours(24)),
      retries: () => readRetries(props.retries ?? 2),
      config: () => (props.config === undefined ? undefined : resolveConfigFiles(props.config)),
      secretFiles: () => resolveSecretFiles(props.secretFiles, surroundingsOf(props)),
      mutualTls: () => resolveMutualTls(props.mutualTls, props),
      workloadIdentity: () => resolveWorkloadIdentity(props.workloadIdentity),
      priority: () => (props.priority === undefined ? undefined : readReference(props.priority)),
    });
    const owned = identity(resolved.name, resolved.owner);
    const { schedule } = resolved;
    const secrets = _secretDelivery(resolved.secretFiles);
    const tls = _tlsDelivery(resolved.mutualTls);
    this.pod = new PodTemplate({ ...resolved, identity: owned, secrets, tls });
    this.nodes = {
      serviceAccount: _serviceAccount(this, 'ServiceAccount', owned, resolved.workloadIdentity),
      configMap: _configMap(this, 'ConfigMap', owned, resolved.config),
      agentConfigMap: _agentConfigMap(this, 'AgentConfigMap', owned, secrets),
      certificate: _certificate(this, owned, resolved.mutualTls),
      tlsConfigMap: _tlsConfigMap(this, 'TlsConfigMap', owned, tls),
      cronJob: new Manifest<CronJob>(this, 'Resource', {
        apiVersion: 'batch/v1',
        kind: 'CronJob',
        metadata: {
          name: owned.name,
          labels: this.pod._template.metadata.labels,
          annotations: owned.annotations,
        },
        spec: {
          schedule: schedule.cron,
          timeZone: schedule.timeZone,
          startingDeadlineSeconds: schedule.startingDeadline.seconds,
          concurrencyPolicy: 'Forbid',
          successfulJobsHistoryLimit: 3,
          failedJobsHistoryLimit: 3,
          jobTemplate: { metadata: { labels: { ...owned.labels } }, spec: _jobSpec(this.pod, resolved) },
        },
      }),
      networkPolicy: this._connect(owned, [], resolved.workloadIdentity, resolved.secretFiles).networkPolicy,
    };
  }
}

function resolveSchedule(input: Schedule): Required<Schedule> & { readonly startingDeadline: Duration } {
  return resolveAll({
    cron: () => readCron(input.cron).text,
    timeZone: () => TimeZone.parse(input.timeZone ?? 'Etc/UTC').name,
    startingDeadline: () =>
      readDuration(input.startingDeadline ?? STARTING_DEADLINE, Duration.seconds(10), Duration.hours(24)),
  });
}
