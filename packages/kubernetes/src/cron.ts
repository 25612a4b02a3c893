import { UserError } from '@plinth/errors';
import { CronSchedule } from '@plinth/units';

/**
 * When a job runs, with pauses between.
 * @throws UserError `unit-cron`, `cron-always`
 */
export function readCron(value: unknown): CronSchedule {
  const schedule = CronSchedule.parse(value);
  if (!/^(?:\*(?:\/1)? ?){5}$/.test(schedule.text)) return schedule;
  throw new UserError({
    code: 'cron-always',
    where: 'cron',
    found: JSON.stringify(schedule),
    allowed: 'a schedule with pauses',
    fix: 'make it a Worker: it would run all the time',
  });
}
