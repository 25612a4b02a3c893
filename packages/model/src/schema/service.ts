import { z } from 'zod';
import { choice, text, whole } from './_leaf';
import { cloudNeeds } from './cloud-need';
import { config } from './config';
import { publicRoute } from './exposure';
import { health, shutdown } from './health';
import { image } from './image';
import { sidecar } from './mutual-tls';
import { portName, serviceName, squadName } from './name';
import { port } from './network';
import { availability, durationBetween, memory } from './quantity';
import { resources, storage } from './resources';
import { scaling } from './scaling';
import { cronSchedule, timeZone } from './schedule';
import { secretName, secrets } from './secret';

/** What the worst leak would mean; decides where data may go. */
export const DATA_CLASSES = ['public', 'internal', 'personal', 'payment'] as const;

/** What the company loses first when it is down; decides scheduling priority. The calls among core services have no cycle. */
export const CRITICALITIES = ['core', 'standard', 'batch'] as const;

/** A program that runs once before each roll-out, such as a database migration, with the service's image. It reaches the service's external dependencies only. */
const beforeRollout = z.strictObject({
  args: z
    .array(text(/^\P{C}{1,200}$/u, 'an argument of 1 to 200 printable characters', 'write the argument'))
    .min(1),
  /** @default "10m" */
  timeout: durationBetween('10s', '1h').optional(),
  /** Which of the service's secrets it gets, by file name. @default none */
  secrets: z.array(secretName).min(1).optional(),
});

/** Who it is and whom it may talk to: the same in every environment. */
const identity = {
  /** The squad that owns it; also its namespace. */
  squad: squadName,
  image,
  /** Services and external dependencies that it calls; nothing else leaves the pod. @default none */
  calls: z.array(serviceName).optional(),
  /** Who ends mutual TLS with those services. @default the program itself, with the files in /tls */
  mutualTls: sidecar.optional(),
  /** Secrets that it needs, by file name. @default none */
  secrets: secrets.optional(),
  /** What it needs of the cloud, by the name under which it finds it. @default nothing */
  cloud: cloudNeeds.optional(),
  data: choice(DATA_CLASSES),
  /** @default "standard"; "batch" for a scheduled job */
  criticality: choice(CRITICALITIES).optional(),
};

/** What an environment may set differently. */
const custom = {
  resources,
  /** Read from a file that is mounted at `/etc/<service>/config.yaml`. */
  config: config.optional(),
};

const responseTime = text(
  /^[1-9]\d{0,4}(?:ms|s)$/,
  'a response time such as "300ms" or "2s"',
  'write a whole number of milliseconds or seconds',
);

const slo = z.strictObject({
  /** Share of time in which it answers correctly, in percent. */
  availability,
  /** 95 of 100 answers come within this time. */
  latency: responseTime.optional(),
});

const long = { ...custom, shutdown: shutdown.optional(), slo: slo.optional() };
const replicated = { ...long, health, scaling: scaling.optional() };

/** `https`, `grpc` or both: `serversHavePorts` says so. */
const webPorts = z.strictObject({
  /** Where callers inside the cluster reach it, with TLS. */
  https: port.optional(),
  /** The same for gRPC: HTTP/2, agreed on in the handshake. */
  grpc: port.optional(),
  /** Plain HTTP for the kubelet's probes only. @default 8081 */
  health: port.optional(),
  /** Where the gateway reaches an exposed service. @default 8444 */
  edge: port.optional(),
});

export const webService = z.strictObject({
  ...identity,
  ports: webPorts,
  ...replicated,
  /** @default not reachable from outside the cluster */
  exposure: publicRoute.optional(),
  beforeRollout: beforeRollout.optional(),
});

export const worker = z.strictObject({
  ...identity,
  ports: z.strictObject({ health: port.optional() }).optional(),
  ...replicated,
  beforeRollout: beforeRollout.optional(),
});

const jobSettings = {
  /** Five fields, in `timeZone`. */
  schedule: cronSchedule,
  /** @default "Etc/UTC" */
  timeZone: timeZone.optional(),
  /** How late a run may still start when the cluster was not able to; then it is left out. @default "10m" */
  startWithin: durationBetween('1m', '24h').optional(),
  /** A run that takes longer is ended. @default "1h" */
  timeout: durationBetween('10s', '24h').optional(),
  /** @default 2 */
  retries: whole(0, 10, 'retries').optional(),
};

export const scheduledJob = z.strictObject({ ...identity, ...custom, ...jobSettings });

const replicas = whole(1, 100, 'replicas');

export const statefulNode = z.strictObject({
  ...identity,
  /** Ports by name; callers reach all of them except `health`, the kubelet's. */
  ports: z.record(portName, port),
  ...long,
  health,
  storage,
  /** @default 1 */
  replicas: replicas.optional(),
});

const anyCustom = { resources: resources.partial().optional(), config: config.optional() };
const longCustom = {
  ...anyCustom,
  health: health.partial().optional(),
  shutdown: shutdown.optional(),
  slo: slo.partial().optional(),
};
const replicatedCustom = z.strictObject({ ...longCustom, scaling: scaling.optional() });

/** What an overlay may say of a service of each kind: structure is left out, and every field is optional. */
export const customizations = {
  'web-service': replicatedCustom,
  worker: replicatedCustom,
  'scheduled-job': z.strictObject({ ...anyCustom, ...z.strictObject(jobSettings).partial().shape }),
  'stateful-node': z.strictObject({
    ...longCustom,
    storage: z.strictObject({ size: memory }).optional(),
    replicas: replicas.optional(),
  }),
} as const;

/** The services' schemas by kind. */
export const services = {
  'web-service': webService,
  worker,
  'scheduled-job': scheduledJob,
  'stateful-node': statefulNode,
} as const;

export type ServiceKind = keyof typeof services;
