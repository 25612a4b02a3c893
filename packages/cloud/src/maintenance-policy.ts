import type { Problem } from '@plinth/errors';
import type { Duration } from '@plinth/units';
import type { types } from '@pulumi/gcp';
import {
  calendarProblems,
  type ExclusionScope,
  firstDay,
  WEEKDAYS,
  type Weekday,
} from './maintenance-calendar';

/** When Google may upgrade. */
export interface MaintenancePolicy {
  readonly days: readonly Weekday[];
  /** In UTC, such as `02:00`. */
  readonly start: string;
  /** From 4 hours to 24. */
  readonly duration: Duration;
  /** Stretches of days with fewer upgrades, by name. @default none */
  readonly exclusions?: Readonly<Record<string, MaintenanceExclusion>> | undefined;
}

export interface MaintenanceExclusion {
  /** The first day, such as `2026-12-18`. */
  readonly from: string;
  /** The first day after it. */
  readonly to: string;
  readonly scope: ExclusionScope;
}

/** Everything that is wrong with a policy. @param where the component and its prop */
export function maintenanceProblems(where: string, policy: MaintenancePolicy): Problem[] {
  const { days, start, duration, exclusions = {} } = policy;
  return calendarProblems({
    days,
    start,
    durationSeconds: duration.seconds,
    exclusions: Object.entries(exclusions).map(([name, exclusion]) => ({ name, ...exclusion })),
  }).map(({ field, ...problem }) => ({ ...problem, where: `${where}.${field}` }));
}

const SCOPES: Readonly<Record<ExclusionScope, string>> = {
  'no-upgrades': 'NO_UPGRADES',
  'no-minor-upgrades': 'NO_MINOR_UPGRADES',
  'no-minor-or-node-upgrades': 'NO_MINOR_OR_NODE_UPGRADES',
};

/** The policy in GKE's words. The recurrence begins in the past, on a day of its own, so that it never changes by itself. */
export function buildMaintenancePolicy(
  policy: MaintenancePolicy,
): types.input.container.ClusterMaintenancePolicy {
  const { days, start, duration, exclusions = {} } = policy;
  const from = new Date(`${firstDay(days)}T${start}:00Z`);
  const to = new Date(from.getTime() + duration.seconds * 1000);
  return {
    recurringWindow: {
      startTime: rfc3339(from),
      endTime: rfc3339(to),
      recurrence: `FREQ=WEEKLY;BYDAY=${WEEKDAYS.filter((day) => days.includes(day)).join(',')}`,
    },
    maintenanceExclusions: Object.entries(exclusions).map(([exclusionName, exclusion]) => ({
      exclusionName,
      startTime: `${exclusion.from}T00:00:00Z`,
      endTime: `${exclusion.to}T00:00:00Z`,
      exclusionOptions: { scope: SCOPES[exclusion.scope] },
    })),
  };
}

/** Without milliseconds: GKE gives times back so, and another spelling would be a change at each run. */
function rfc3339(time: Date): string {
  return time.toISOString().replace('.000Z', 'Z');
}
