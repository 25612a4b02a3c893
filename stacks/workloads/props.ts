import {
  CloudMonitoringMetric,
  ContainerUser,
  type ExternalMetric,
  Image,
  type Owner,
  type ScheduledJobProps,
  type StatefulNodeProps,
  type WebServiceProps,
  type WorkerProps,
  type WorkloadIdentity,
} from '@plinth/kubernetes';
import {
  type EnvironmentFacts,
  gatewayRanges,
  PRIVATE_GOOGLE_APIS,
  type ExternalMetric as ResolvedMetric,
  type ResolvedScheduledJob,
  type ResolvedService,
  type ResolvedStatefulNode,
  type ResolvedWebService,
  type ResolvedWorker,
} from '@plinth/model';
import { config } from './config';
import { mutualTls } from './mutual-tls';
import { secretFiles } from './secret-files';

/** Where a service is rendered. */
export interface Place {
  readonly environment: string;
  readonly facts: EnvironmentFacts;
}

export function webServiceProps(service: ResolvedWebService, place: Place): WebServiceProps {
  return { ...replicated(service, place), ports: service.ports, ...exposure(service, place) };
}

export function workerProps(service: ResolvedWorker, place: Place): WorkerProps {
  return replicated(service, place);
}

export function scheduledJobProps(service: ResolvedScheduledJob, place: Place): ScheduledJobProps {
  const { schedule, timeZone, startWithin, timeout, retries } = service;
  return {
    ...common(service, place),
    schedule: { cron: schedule, timeZone, startingDeadline: startWithin },
    timeout,
    retries,
  };
}

export function statefulNodeProps(service: ResolvedStatefulNode, place: Place): StatefulNodeProps {
  const { ports, replicas, storage, shutdown } = service;
  return {
    ...common(service, place),
    ...served(service),
    ports,
    replicas,
    storage: { size: storage.size, folder: storage.mountPath, storageClass: place.facts.storageClass },
    rollout: { preStop: shutdown.deregister, drain: shutdown.drain },
  };
}

/** The claim of every kind: who, which bytes, how much. */
function common(service: ResolvedService, place: Place) {
  return {
    name: service.name,
    owner: owner(service, place),
    image: image(service),
    resources: service.resources,
    priority: service.criticality,
    ...config(service, place.facts),
    ...workloadIdentity(service),
    ...secretFiles(service.vault),
    ...mutualTls(service, place.facts),
  };
}

function replicated(service: ResolvedWebService | ResolvedWorker, place: Place) {
  return {
    ...common(service, place),
    ...served(service),
    scaling: scaling(service, place),
    ...rollout(service),
  };
}

function owner({ squad, contact, kind }: ResolvedService, { environment, facts }: Place): Owner {
  return { squad, contact, environment, component: kind, networkReview: facts.networkReviewed };
}

/** Who asks nothing of the cloud is nobody there, and reaches none of its APIs. */
function workloadIdentity({ cloud }: ResolvedService): { readonly workloadIdentity?: WorkloadIdentity } {
  if (cloud === undefined) return {};
  return {
    workloadIdentity: { googleServiceAccount: cloud.account, googleApis: [PRIVATE_GOOGLE_APIS] },
  };
}

function image({ image: { repository, version, digest, user } }: ResolvedService): Image {
  const slash = repository.indexOf('/');
  return Image.of({
    registry: repository.slice(0, slash),
    repository: repository.slice(slash + 1),
    version,
    digest,
    ...(user && { user: ContainerUser.thirdParty(user) }),
  });
}

function served({
  health: { ready, live, startWithin },
}: ResolvedWebService | ResolvedWorker | ResolvedStatefulNode) {
  return { health: { ready, live, startup: startWithin } };
}

function scaling(
  { scaling: { min, max, cpu, external, scaleDownAfter } }: ResolvedWebService | ResolvedWorker,
  { facts }: Place,
) {
  if (max === undefined) return { replicas: min };
  return {
    min,
    max,
    cpu,
    external: external.map((metric) => cloudMonitoring(metric, facts.project)),
    scaleDownWindow: scaleDownAfter,
  };
}

/** The series is always of the environment's own project: external metrics know no namespace. */
function cloudMonitoring(metric: ResolvedMetric, project: string): ExternalMetric {
  const { type, kind, resource, labels, reducer, perReplica, total = 0 } = metric;
  const series = {
    type,
    project,
    ...(resource && { resource: { type: resource.type, labels: resource.labels ?? {} } }),
    ...(labels && { labels }),
    ...(reducer && { reducer }),
  };
  if (kind === 'counter') {
    return CloudMonitoringMetric.counter(
      series,
      perReplica === undefined ? { totalPerSecond: total } : { perReplicaPerSecond: perReplica },
    );
  }
  return CloudMonitoringMetric.gauge(series, perReplica === undefined ? { total } : { perReplica });
}

function rollout({
  shutdown: { deregister, drain },
  beforeRollout: job,
}: ResolvedWebService | ResolvedWorker) {
  const before = job && { process: { args: job.args }, timeout: job.timeout, ...secretFiles(job.vault) };
  return { rollout: { preStop: deregister, drain, ...(before && { before }) } };
}

function exposure({ exposure: route }: ResolvedWebService, { facts }: Place) {
  return (
    route && {
      exposure: {
        gateway: facts.publicGateway,
        hostnames: [route.host],
        path: route.path,
        gatewayRanges: gatewayRanges(facts),
      },
    }
  );
}
