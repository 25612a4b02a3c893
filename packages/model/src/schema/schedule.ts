import { leaf } from './_leaf';

const FIELDS = [
  { name: 'minute', min: 0, max: 59 },
  { name: 'hour', min: 0, max: 23 },
  { name: 'day of month', min: 1, max: 31 },
  { name: 'month', min: 1, max: 12 },
  { name: 'day of week', min: 0, max: 6 },
] as const;

const DAYS_OF_MONTH = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

/** The numbers that one field of a schedule names, or undefined when it is not one. */
function fieldValues(field: string, min: number, max: number): number[] | undefined {
  const values: number[] = [];
  for (const part of field.split(',')) {
    const match = /^(?:\*|(\d{1,2})(?:-(\d{1,2}))?)(?:\/(\d{1,2}))?$/.exec(part);
    if (match === null) return undefined;
    const first = Number(match[1] ?? min);
    const last =
      match[1] === undefined || (match[2] === undefined && match[3] !== undefined)
        ? max
        : Number(match[2] ?? first);
    const step = Number(match[3] ?? 1);
    if (first < min || last > max || first > last || step < 1) return undefined;
    for (let value = first; value <= last; value += step) values.push(value);
  }
  return values;
}

/** Five numeric fields of which some date fits: 30 February never comes. */
export function isCronSchedule(value: string): boolean {
  const parts = value.split(' ');
  if (parts.length !== FIELDS.length) return false;
  const sets = FIELDS.map(({ min, max }, index) => fieldValues(parts[index] ?? '', min, max));
  if (sets.some((set) => set === undefined)) return false;
  const [, , days = [], months = []] = sets;
  const everyWeekday = /^\*(?:\/1)?$/.test(parts[4] ?? '');
  return !everyWeekday || months.some((month) => days.some((day) => day <= (DAYS_OF_MONTH[month - 1] ?? 0)));
}

/** At most every ten minutes: what runs more often is a worker. */
function runsTooOften(value: string): boolean {
  const [minute = '', hour = ''] = value.split(' ');
  const minutes = inOrder(fieldValues(minute, 0, 59));
  const hours = inOrder(fieldValues(hour, 0, 23));
  // The last run of an hour is followed by the first of the next, if that hour has runs too.
  const nextHour = hours.some((one) => hours.includes((one + 1) % 24)) ? [(minutes[0] ?? 0) + 60] : [];
  return [...minutes, ...nextHour].some((at, index, all) => index > 0 && at - (all[index - 1] ?? 0) < 10);
}

function inOrder(values: readonly number[] | undefined): number[] {
  return [...new Set(values)].sort((a, b) => a - b);
}

/** @see https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#schedule-syntax */
export const cronSchedule = leaf<string>({
  allowed:
    'a schedule of five numeric fields that some date fits, at most every ten minutes, such as "0 6 1 * *"',
  fix: 'write minute, hour, day of month, month and day of week; what runs more often is a worker',
  json: 'string',
  parse: (value) =>
    typeof value === 'string' && isCronSchedule(value) && !runsTooOften(value) ? value : undefined,
});

/** @see https://www.iana.org/time-zones */
export const timeZone = leaf<string>({
  allowed: 'a time zone of the IANA database, such as "Etc/UTC" or "Europe/Zurich"',
  fix: 'write the zone as Area/City',
  json: 'string',
  parse: (value) => (typeof value === 'string' && isTimeZone(value) ? value : undefined),
});

function isTimeZone(value: string): boolean {
  if (!/^[A-Z][A-Za-z]+\/[A-Z][A-Za-z_-]+(?:\/[A-Z][A-Za-z_-]+)?$/.test(value)) return false;
  try {
    // Names of zones are names of files in a container: EUROPE/ZURICH is none.
    const { timeZone: known } = new Intl.DateTimeFormat('en', { timeZone: value }).resolvedOptions();
    return known === value || known.toLowerCase() !== value.toLowerCase();
  } catch {
    return false;
  }
}
