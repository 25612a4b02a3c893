import { z } from 'zod';
import { choice, flag, sentence, text, whole } from './_leaf';
import { day } from './day';
import { portName, serviceName } from './name';
import { cidr } from './network';
import { durationBetween, memory } from './quantity';

/** From what changes first to what changes last. @see https://cloud.google.com/kubernetes-engine/docs/concepts/release-channels */
export const RELEASE_CHANNELS = ['RAPID', 'REGULAR', 'STABLE', 'EXTENDED'] as const;

export const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const;

const zone = text(
  /^(?:africa|asia|australia|europe|me|northamerica|southamerica|us)-[a-z]+\d{1,2}-[a-z]$/,
  'a zone such as "europe-west6-a"',
  'write the region and the letter of the zone',
);

/** A stretch of days in which Google upgrades less than usual. */
const exclusion = z.strictObject({
  from: day,
  /** The first day after it. */
  to: day,
  scope: choice(['no-upgrades', 'no-minor-upgrades', 'no-minor-or-node-upgrades']),
  reason: sentence(10, 200, 'say why upgrades have to wait'),
});

/** When Google may upgrade. @see https://cloud.google.com/kubernetes-engine/docs/concepts/maintenance-windows-and-exclusions */
const maintenance = z.strictObject({
  days: z.array(choice(WEEKDAYS)).min(1),
  /** In UTC. */
  start: text(
    /^(?:[01]\d|2[0-3]):[0-5]\d$/,
    'a time of the day in UTC such as "02:00"',
    'write hours and minutes',
  ),
  duration: durationBetween('4h', '24h'),
  exclusions: z.record(portName, exclusion).optional(),
});

/** How nodes are replaced: some at a time, or a second set that takes over. */
const upgrade = z.discriminatedUnion(
  'strategy',
  [
    z.strictObject({
      strategy: z.literal('surge'),
      maxSurge: whole(0, 20, 'nodes'),
      maxUnavailable: whole(0, 20, 'nodes'),
    }),
    z.strictObject({ strategy: z.literal('blue-green'), soak: durationBetween('1m', '168h') }),
  ],
  { error: () => 'a strategy "surge" or "blue-green"' },
);

const nodePool = z.strictObject({
  machineType: text(
    /^[a-z][a-z0-9]{0,9}-[a-z]+(?:-\d{1,3})?$/,
    'a machine type such as "n2d-standard-8"',
    'copy it from the list of machine types',
  ),
  /** Nodes in each zone. */
  nodesPerZone: z.strictObject({ min: whole(0, 500, 'nodes'), max: whole(1, 500, 'nodes') }),
  /** The boot disk, with images and ephemeral storage of pods. */
  disk: memory,
  upgrade,
});

const database = z.strictObject({
  tier: text(
    /^db-(?:custom-\d{1,3}-\d{4,6}|perf-optimized-N-\d{1,3})$/,
    'a Cloud SQL tier such as "db-custom-2-8192"',
    'write processors and MiB of memory',
  ),
  disk: memory,
});

const label = (length: number) =>
  text(
    new RegExp(`^[a-z][a-z0-9_-]{0,${length - 1}}$`),
    `1 to ${length} lower-case letters, digits, hyphens and underscores that start with a letter`,
    'write it in lower case',
  );

/** What `stacks/foundation` makes of one environment in Google Cloud. */
export const cloudFacts = z.strictObject({
  /** Three zones of the region or more: what is spread survives the loss of one. */
  zones: z.array(zone).min(3),
  /** On every resource, beside the platform's own: for cost and residency. @default none */
  labels: z.record(label(63), label(63)).optional(),
  /** Where the endpoints of managed databases are; a dependency in Cloud SQL has its address here. */
  endpoints: cidr,
  /** Networks from which administrators and pipelines reach the control plane's private address. */
  administrators: z.record(portName, cidr),
  /** The control plane's name answers to the internet, too, to whom IAM lets in: no network bounds who may try. */
  controlPlaneFromInternet: flag,
  /** The group that holds all groups with rights in the cluster. @see https://cloud.google.com/kubernetes-engine/docs/how-to/google-groups-rbac */
  securityGroup: text(
    /^gke-security-groups@[a-z0-9-]+(?:\.[a-z0-9-]+)+$/,
    'the group gke-security-groups of the domain, as GKE wants it',
    'write "gke-security-groups@" and the domain',
  ),
  releaseChannel: choice(RELEASE_CHANNELS),
  maintenance,
  nodePools: z.record(portName, nodePool),
  /** Addresses under which the environment speaks to the internet. */
  natAddresses: whole(1, 16, 'addresses'),
  /** Days until a key gets a new version. */
  keyRotationDays: whole(1, 90, 'days'),
  /** Days that audit logs are kept, locked. */
  logDays: whole(365, 3650, 'days'),
  /** A database has a standby in another zone. */
  highAvailability: flag,
  /** Nothing that holds data can be deleted while it is set. */
  deletionProtection: flag,
  /** Each dependency in Cloud SQL, by its name. */
  databases: z.record(serviceName, database),
});
