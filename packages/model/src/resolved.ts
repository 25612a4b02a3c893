import type { Cpu, Duration, Memory, Percent } from '@plinth/units';
import type { z } from 'zod';
import type { cloudFacts } from './schema/cloud';
import type { SIGNING_ALGORITHMS } from './schema/cloud-need';
import type { ConfigValue } from './schema/config';
import type { externalDependency } from './schema/dependency';
import type { environmentFacts } from './schema/environment';
import type { exception } from './schema/exception';
import type { cloudMonitoringMetric } from './schema/scaling';
import type { CRITICALITIES, DATA_CLASSES, ServiceKind } from './schema/service';
import type { ROLES } from './schema/squad';

/** Raised when a field of the resolved model changes its meaning or goes away. */
export const MODEL_VERSION = 1;

export type EnvironmentFacts = z.output<typeof environmentFacts>;
export type CloudFacts = z.output<typeof cloudFacts>;
export type Exception = z.output<typeof exception>;
export type ExternalMetric = z.output<typeof cloudMonitoringMetric>;

export interface ResolvedImage {
  /** `registry/repository:version@digest`. */
  readonly reference: string;
  readonly repository: string;
  readonly version: string;
  readonly digest: string;
  readonly commit: string;
  /** Present when the image insists on a user id. */
  readonly user?: { readonly uid: number; readonly reason: string };
}

export interface ResolvedResources {
  readonly cpu: Cpu;
  readonly cpuLimit: Cpu;
  readonly memory: Memory;
  readonly ephemeralStorage: Memory;
}

export interface ResolvedHealth {
  readonly ready: string;
  readonly live: string;
  readonly startWithin: Duration;
}

export interface ResolvedScaling {
  readonly min: number;
  /** Absent: `min` replicas, always. */
  readonly max?: number;
  readonly cpu: Percent;
  readonly external: readonly ExternalMetric[];
  readonly scaleDownAfter: Duration;
}

/** One edge of the call graph, from the side of the caller. */
export type ResolvedCall =
  | {
      readonly kind: 'service';
      readonly name: string;
      readonly namespace: string;
      readonly ports: Readonly<Record<string, number>>;
    }
  | {
      readonly kind: 'dependency';
      readonly name: string;
      readonly ports: Readonly<Record<string, number>>;
      /** Networks in which it is; `internet` for anywhere outside. */
      readonly addresses: readonly string[] | 'internet';
    };

/** The same edge from the side of the called. */
export interface ResolvedCaller {
  readonly name: string;
  readonly namespace: string;
}

/** What a service needs of the cloud, under the names that its resources have there. */
export type ResolvedCloudNeed = { readonly name: string } & (
  | { readonly kind: 'bucket'; readonly bucket: string; readonly keepDays?: number }
  | { readonly kind: 'bucket-reader'; readonly bucket: string }
  | { readonly kind: 'topic'; readonly topic: string }
  | {
      readonly kind: 'subscription';
      readonly topic: string;
      readonly subscription: string;
      readonly ackSeconds: number;
    }
  | {
      readonly kind: 'signing-key';
      readonly keyRing: string;
      readonly key: string;
      readonly algorithm: (typeof SIGNING_ALGORITHMS)[number];
    }
  | { readonly kind: 'metrics'; readonly access: 'read' | 'write' }
);

/** Who a service is in the cloud, and what it needs there. */
export interface ResolvedCloud {
  /** The e-mail of its Google service account. */
  readonly account: string;
  /** Sorted by name; never empty. */
  readonly needs: readonly ResolvedCloudNeed[];
}

/** A secret, as the file that the program finds. */
export type ResolvedSecret = {
  /** The name of the file. */
  readonly name: string;
  /** A path of the program's health port, asked with POST when the file has changed. Absent: the program looks by itself. */
  readonly reload?: string;
} & (
  | {
      readonly engine: 'kv';
      /** Below the mount, without `data/`. */
      readonly path: string;
      /** The field that is the file; absent: all of them, as JSON. */
      readonly field?: string;
      readonly format?: 'json';
    }
  | {
      readonly engine: 'database';
      /** The dependency, and the database's own name. */
      readonly database: string;
      /** Of Vault, which makes the account. */
      readonly role: string;
      /** In the database: the schema that it owns, and the role that owns it. */
      readonly schema: string;
      /** In the database: roles that read the schemas of others. Sorted. */
      readonly reads: readonly string[];
      readonly host: string;
      readonly port: number;
      readonly format: 'json' | 'url';
    }
);

/** Who somebody is to Vault, and what comes from there. */
export interface ResolvedVault {
  /** Of Vault; the ServiceAccount has the same name. */
  readonly role: string;
  /** Sorted by name; never empty. */
  readonly secrets: readonly ResolvedSecret[];
  /** Fetches them. */
  readonly agent: ResolvedImage;
}

/** A port of a service that is called, as mutual TLS sees it. */
export interface ResolvedServer {
  readonly name: string;
  readonly namespace: string;
  readonly portName: string;
  readonly port: number;
  /** Who has to be there. */
  readonly identity: string;
  /** Asked for by name. */
  readonly serverName: string;
  /** Where the proxy listens for this call, on 127.0.0.1. Absent: the program calls by itself. */
  readonly loopback?: number;
}

/** Who ends mutual TLS in a pod. */
export type ResolvedTermination =
  | { readonly by: 'application' }
  | {
      readonly by: 'sidecar';
      /** Where the program listens on 127.0.0.1, by the name of the port that others call. */
      readonly plain: Readonly<Record<string, number>>;
      readonly proxy: ResolvedImage;
    };

/** Who a service is to other services, whom it lets in and whom it calls. */
export interface ResolvedMutualTls {
  /** Its SPIFFE id. */
  readonly identity: string;
  readonly commonName: string;
  readonly dnsNames: readonly string[];
  /** Whether anybody may call it. */
  readonly serves: boolean;
  /** Of its certificate. */
  readonly duration: Duration;
  readonly renewBefore: Duration;
  /** SPIFFE ids of those who may call it. Sorted. */
  readonly clients: readonly string[];
  /** Sorted by name and port. */
  readonly servers: readonly ResolvedServer[];
  readonly termination: ResolvedTermination;
}

interface ResolvedServiceCore {
  readonly name: string;
  /** The squad's name. */
  readonly namespace: string;
  readonly squad: string;
  readonly contact: string;
  readonly image: ResolvedImage;
  readonly resources: ResolvedResources;
  readonly config: Readonly<Record<string, ConfigValue>>;
  readonly calls: readonly ResolvedCall[];
  readonly callers: readonly ResolvedCaller[];
  /** Absent: it neither serves nor calls a service. */
  readonly mutualTls?: ResolvedMutualTls;
  /** Absent: it is nobody to Vault. */
  readonly vault?: ResolvedVault;
  /** Absent: it is nobody in the cloud. */
  readonly cloud?: ResolvedCloud;
  readonly data: (typeof DATA_CLASSES)[number];
  readonly criticality: (typeof CRITICALITIES)[number];
}

interface ResolvedLongRunning extends ResolvedServiceCore {
  readonly ports: Readonly<Record<string, number>>;
  readonly health: ResolvedHealth;
  readonly shutdown: { readonly deregister: Duration; readonly drain: Duration };
  readonly slo?: { readonly availability: number; readonly latency?: string };
}

interface BeforeRollout {
  readonly args: readonly string[];
  readonly timeout: Duration;
  /** Absent: the job asks for no secret. */
  readonly vault?: ResolvedVault;
}

export interface ResolvedWebService extends ResolvedLongRunning {
  readonly kind: 'web-service';
  readonly scaling: ResolvedScaling;
  readonly exposure?: { readonly host: string; readonly path: string };
  readonly beforeRollout?: BeforeRollout;
}

export interface ResolvedWorker extends ResolvedLongRunning {
  readonly kind: 'worker';
  readonly scaling: ResolvedScaling;
  readonly beforeRollout?: BeforeRollout;
}

export interface ResolvedScheduledJob extends ResolvedServiceCore {
  readonly kind: 'scheduled-job';
  readonly schedule: string;
  readonly timeZone: string;
  /** How late a run may still start. */
  readonly startWithin: Duration;
  readonly timeout: Duration;
  readonly retries: number;
}

export interface ResolvedStatefulNode extends ResolvedLongRunning {
  readonly kind: 'stateful-node';
  readonly storage: { readonly size: Memory; readonly mountPath: string };
  readonly replicas: number;
}

export type ResolvedService =
  | ResolvedWebService
  | ResolvedWorker
  | ResolvedScheduledJob
  | ResolvedStatefulNode;
export type ResolvedServiceOf<K extends ServiceKind> = Extract<ResolvedService, { kind: K }>;

export interface ResolvedSquad {
  readonly name: string;
  readonly lead: string;
  readonly deputy: string;
  readonly members: Readonly<Record<string, readonly (typeof ROLES)[number][]>>;
  readonly contact: string;
  readonly chat: string;
  readonly fallback?: string;
  readonly group: string;
  readonly quota: {
    readonly cpu: Cpu;
    readonly cpuLimit: Cpu;
    readonly memory: Memory;
    readonly pods: number;
  };
}

export type ResolvedDependency = z.output<typeof externalDependency> & {
  readonly name: string;
  readonly addresses: readonly string[] | 'internet';
};

/** One environment in its one form: what every projection reads. */
export interface ResolvedEnvironment {
  readonly version: typeof MODEL_VERSION;
  readonly name: string;
  readonly facts: EnvironmentFacts;
  /** Sorted by name, like the lists below. */
  readonly squads: readonly ResolvedSquad[];
  /** Services that have a release here. */
  readonly services: readonly ResolvedService[];
  /** Services that have none, and are therefore not rendered. */
  readonly notReleased: readonly string[];
  readonly dependencies: readonly ResolvedDependency[];
  readonly exceptions: readonly Exception[];
}
