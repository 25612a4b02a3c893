import { CronSchedule, TimeZone } from '@plinth/units';
import { leaf, tryParse } from './_leaf';

/** At most every ten minutes: what runs more often is a worker. */
function runsTooOften({ minutes, hours }: CronSchedule): boolean {
  // The last run of an hour is followed by the first of the next, if that hour has runs too.
  const nextHour = hours.some((one) => hours.includes((one + 1) % 24)) ? [(minutes[0] ?? 0) + 60] : [];
  return [...minutes, ...nextHour].some((at, index, all) => index > 0 && at - (all[index - 1] ?? 0) < 10);
}

/** Names of months and days are left to those who write Kubernetes' own objects. */
function isNumeric({ text }: CronSchedule): boolean {
  return !/[a-z]/i.test(text);
}

/** @see https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#schedule-syntax */
export const cronSchedule = leaf<string>({
  allowed:
    'a schedule of five numeric fields that some date fits, at most every ten minutes, such as "0 6 1 * *"',
  fix: 'write minute, hour, day of month, month and day of week; what runs more often is a worker',
  json: 'string',
  parse: (value) => {
    const schedule = tryParse(() => CronSchedule.parse(value));
    return schedule && isNumeric(schedule) && !runsTooOften(schedule) ? schedule.text : undefined;
  },
});

/** @see https://www.iana.org/time-zones */
export const timeZone = leaf<string>({
  allowed: 'a time zone of the IANA database, such as "Etc/UTC" or "Europe/Zurich"',
  fix: 'write the zone as Area/City',
  json: 'string',
  parse: (value) => tryParse(() => TimeZone.parse(value))?.name,
});
