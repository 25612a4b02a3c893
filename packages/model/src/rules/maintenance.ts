import { joined, LEAST_SECONDS, lengthInDays, ROLLING_DAYS, scarcestDays } from '../maintenance-calendar';
import type { Path } from '../report';
import type { CloudFacts } from '../resolved';
import { type EnvironmentRule, whereCloud } from './environment-rule';

type Maintenance = CloudFacts['maintenance'];
type Exclusion = NonNullable<Maintenance['exclusions']>[string] & { readonly name: string };

interface Found {
  readonly path: Path;
  readonly found: string;
  readonly allowed: string;
  readonly fix: string;
}

/** Days that an exclusion lasts at most. Google lets nobody wait for ever, and a patch waits a month (PCI DSS 6.3.3). */
const LONGEST = { 'no-upgrades': 30, 'no-minor-upgrades': 180, 'no-minor-or-node-upgrades': 180 } as const;

/** Of all exclusions, and of those that keep patches away. */
const MOST = { all: 20, blocking: 3 } as const;

/** Google gets to upgrade, and patches arrive. */
export const upgradesHaveTime: EnvironmentRule = whereCloud(({ environment, cloud, report }) => {
  for (const { path, ...words } of problemsOf(cloud.maintenance)) {
    report.add({
      code: 'maintenance',
      at: environment,
      path: ['cloud', 'maintenance', ...path],
      ...words,
    });
  }
});

/** What follows from a problem is no problem of its own. */
function problemsOf(maintenance: Maintenance): Found[] {
  const exclusions = Object.entries(maintenance.exclusions ?? {})
    .map(([name, exclusion]) => ({ name, ...exclusion }))
    .sort((a, b) => (a.from < b.from ? -1 : 1));
  const single = [...twiceADay(maintenance), ...exclusions.flatMap(tooLong)];
  if (single.length > 0) return single;
  const blocking = exclusions.filter(({ scope }) => scope === 'no-upgrades');
  const together = [...tooMany(exclusions, blocking), ...withoutGap(blocking)];
  return together.length > 0 ? together : tooLittleTime(maintenance, blocking);
}

function twiceADay({ days }: Maintenance): Found[] {
  return days.flatMap((day, index) =>
    days.indexOf(day) === index
      ? []
      : [
          {
            path: ['days', index],
            found: `"${day}" again`,
            allowed: 'each day once',
            fix: 'remove one of the two',
          },
        ],
  );
}

function tooLong(exclusion: Exclusion): Found[] {
  const { name, from, to, scope } = exclusion;
  const path = ['exclusions', name, 'to'];
  const days = lengthInDays(exclusion);
  if (days < 1) {
    const fix = 'write the first day after the exclusion';
    return [{ path, found: `"${to}"`, allowed: `a day after ${from}, the first of the exclusion`, fix }];
  }
  if (days <= LONGEST[scope]) return [];
  const reason = scope === 'no-upgrades' ? ': no patch waits for longer' : '';
  return [
    {
      path,
      found: `"${to}", ${days} days after ${from}`,
      allowed: `at most ${LONGEST[scope]} days of ${scope}${reason}`,
      fix: scope === 'no-upgrades' ? 'shorten it, or let patches in: "no-minor-upgrades"' : 'shorten it',
    },
  ];
}

function tooMany(all: readonly Exclusion[], blocking: readonly Exclusion[]): Found[] {
  const path = ['exclusions'];
  const found: Found[] = [];
  if (all.length > MOST.all) {
    found.push({
      path,
      found: `${all.length}`,
      allowed: `at most ${MOST.all}`,
      fix: 'remove those that are over',
    });
  }
  if (blocking.length > MOST.blocking) {
    found.push({
      path,
      found: `${blocking.length} of scope no-upgrades: ${blocking.map(({ name }) => name).join(', ')}`,
      allowed: `at most ${MOST.blocking} of scope no-upgrades`,
      fix: 'remove one, or let patches in: "no-minor-upgrades"',
    });
  }
  return found;
}

/** Two exclusions without a day between them are one. */
function withoutGap(blocking: readonly Exclusion[]): Found[] {
  return joined(blocking).flatMap((stretch) => {
    const parts = blocking.filter(({ from }) => from >= stretch.from && from < stretch.to);
    const last = parts.at(-1);
    const days = lengthInDays(stretch);
    if (last === undefined || parts.length < 2 || days <= LONGEST['no-upgrades']) return [];
    const others = parts.slice(0, -1).map(({ name }) => name);
    return [
      {
        path: ['exclusions', last.name],
        found: `${days} days in a row without patches, with ${others.join(', ')}`,
        allowed: `at most ${LONGEST['no-upgrades']} days in a row`,
        fix: 'leave a window between them',
      },
    ];
  });
}

function tooLittleTime({ days, start, duration }: Maintenance, blocking: readonly Exclusion[]): Found[] {
  const windows = { days, start, seconds: duration.seconds };
  const { from, to, seconds } = scarcestDays(windows, blocking);
  if (seconds >= LEAST_SECONDS) return [];
  const isAlways = scarcestDays(windows, []).seconds < LEAST_SECONDS;
  const last = blocking.filter((exclusion) => exclusion.from < to && exclusion.to > from).at(-1);
  const hours = Math.floor(seconds / 360) / 10;
  const allowed = `48h for upgrades in any ${ROLLING_DAYS} days, in pieces of 4h or more`;
  if (isAlways || last === undefined) {
    return [
      {
        path: ['duration'],
        found: `${hours}h in ${ROLLING_DAYS} days`,
        allowed,
        fix: 'lengthen it, or add days',
      },
    ];
  }
  return [
    {
      path: ['exclusions', last.name],
      found: `${hours}h for upgrades from ${from} to ${to}`,
      allowed,
      fix: 'shorten it, lengthen `duration`, or add days to `days`',
    },
  ];
}
