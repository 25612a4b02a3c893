import type { Service } from './service';
import { NODE_WINDOWS, QUICK_ROLLOUT, SILENCE_WINDOWS, type Windows } from './shortened';

/** How many zones there are to spread over. */
export const ZONES = 3;

/** Something that happens to a whole environment, and what has to be left of each service while it does. */
export interface Fault {
  /** The column of the report. */
  readonly name: string;
  /** What happens, in a sentence. */
  readonly what: string;
  /** The fewest pods that a service may have at any moment. */
  readonly least: (service: Service) => number;
  /** The services that it hits; of others nothing is reported. @default all */
  readonly only?: Service['kind'];
  /** What is shortened while it lasts. @default nothing */
  readonly shortened?: Windows;
}

const oneLess = ({ min }: Service) => min - 1;
/**
 * A budget binds evictions alone. A pod that a rollout ends it counts a moment later, and lets one more go until then. Not two: the
 * rollout ends another one when a new pod has been ready for `minReadySeconds`, and by then it is counted.
 */
const twoLess = ({ min }: Service) => min - 2;
/** What a lost zone takes with it is its share; no manifest can bring it back before the pods have started elsewhere. */
const withoutZone = ({ min }: Service) => min - Math.ceil(min / ZONES);
/** A Deployment starts the new pod first. A node with a disk of its own goes before it comes. */
const all = (service: Service) => (service.kind === 'StatefulSet' ? oneLess(service) : service.min);

/** Long enough for an eviction to come in between. */
const SLOW_ROLLOUT = { minReadySeconds: 4 } as const satisfies Windows;

export const FAULTS = {
  serialDrain: {
    name: 'serial drain',
    what: 'every node is drained, one after another',
    least: oneLess,
  },
  drainWithoutRoom: {
    name: 'drain without room',
    what: 'several nodes are drained at once while no node takes new pods',
    least: oneLess,
  },
  zoneDrain: {
    name: 'zone drain',
    what: 'all nodes of a zone are drained while every service rolls out a new version',
    least: twoLess,
    shortened: SLOW_ROLLOUT,
  },
  evictedRollout: {
    name: 'evicted rollout',
    what: 'every service rolls out a new version, and its other pods are evicted as the first goes',
    least: twoLess,
    shortened: SLOW_ROLLOUT,
  },
  zoneSilent: {
    name: 'zone silent',
    what: 'all nodes of a zone stop answering',
    least: withoutZone,
    shortened: NODE_WINDOWS,
  },
  zoneFlapping: {
    name: 'zone flapping',
    what: 'all nodes of a zone fall silent and come back, again and again',
    least: withoutZone,
    shortened: SILENCE_WINDOWS,
  },
  zoneDeleted: {
    name: 'zone deleted',
    what: 'all nodes of a zone are gone at once, machines and objects',
    least: withoutZone,
    shortened: NODE_WINDOWS,
  },
  badVersion: {
    name: 'bad version',
    what: 'every service rolls out a version whose image is missing or whose program crashes',
    least: all,
    shortened: { progressDeadlineSeconds: 12 },
  },
  noScheduler: {
    name: 'no scheduler',
    what: 'every Deployment rolls out a new version while the scheduler stands still',
    least: all,
    only: 'Deployment',
    shortened: QUICK_ROLLOUT,
  },
  noControllers: {
    name: 'no controllers',
    what: "every node is drained of its Deployments' pods while the controllers stand still",
    least: oneLess,
    only: 'Deployment',
  },
  noQuota: {
    name: 'no quota',
    what: 'every Deployment rolls out a new version while its namespace has no quota for one more pod',
    least: all,
    only: 'Deployment',
    shortened: QUICK_ROLLOUT,
  },
} as const satisfies Readonly<Record<string, Fault>>;

export type FaultName = keyof typeof FAULTS;

/** Whether the fault does something to the service. */
export function hits({ only }: Fault, { kind }: Service): boolean {
  return only === undefined || only === kind;
}
