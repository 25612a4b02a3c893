import { CronSchedule } from './cron-schedule';
import { expectProblem, problemsIn } from './problem.fixture';

test.each([
  '0 6 1 * *',
  '*/5 * * * *',
  '0 0 29 2 *',
  '0 0 30 2 1',
  '0 6 30 2 */2',
  '* * * * *',
  '0,30 8-18/2 * JAN-mar,12 MON-FRI',
  '5/15 * * * 0',
])('%s is a schedule', (cron) => {
  expect(CronSchedule.parse(cron).toString()).toBe(cron);
});

test.each([
  { cron: '@daily', found: '@daily', allowed: 'five fields', fix: '"0 6 1 * *"' },
  { cron: '0 0 6 1 * *', found: '0 0 6', allowed: 'five fields', fix: 'for example' },
  { cron: '0 6 1 *', found: '0 6 1 *', allowed: 'five fields', fix: 'for example' },
  { cron: 'TZ=UTC 0 6 1 * *', found: 'TZ', allowed: 'five fields', fix: 'for example' },
  { cron: '0  6 1 * *', found: '0  6', allowed: 'one blank between', fix: 'for example' },
  { cron: 6, found: '6', allowed: 'five fields', fix: 'for example' },
  { cron: '60 * * * *', found: '"60"', allowed: 'minute: 0 to 59', fix: 'correct the minute' },
  { cron: '0 24 * * *', found: '"24"', allowed: 'hour: 0 to 23', fix: 'correct the hour' },
  { cron: '0 0 0 * *', found: '"0"', allowed: 'day of month: 1 to 31', fix: 'day of month' },
  { cron: '0 0 1 13 *', found: '"13"', allowed: 'month: 1 to 12', fix: 'correct the month' },
  { cron: '0 0 * * 7', found: '"7"', allowed: 'day of week: 0 to 6', fix: 'day of week' },
  { cron: '*/0 0 * * *', found: '*/0', allowed: 'steps', fix: 'correct the minute' },
  { cron: '9-5 0 * * *', found: '9-5', allowed: 'ranges', fix: 'correct the minute' },
  { cron: '1, 0 * * *', found: '1,', allowed: 'lists', fix: 'correct the minute' },
  { cron: '0 0 ? * *', found: '"?"', allowed: 'day of month', fix: 'day of month' },
  { cron: '0 0 30 2 *', found: '30 2', allowed: 'a day that exists', fix: 'correct the day' },
  { cron: '0 0 31 4,6 *', found: '31 4,6', allowed: 'a day that exists', fix: 'correct the day' },
  { cron: '0 0 30 2 *,1', found: '30 2', allowed: 'a day that exists', fix: 'correct the day' },
  { cron: '0 0 30 2 */1', found: '30 2', allowed: 'a day that exists', fix: 'correct the day' },
])('fails when a schedule is $cron', ({ cron, ...expected }) => {
  expectProblem(() => CronSchedule.parse(cron), { code: 'unit-cron', ...expected });
});

test('fails when two fields are wrong, with both', () => {
  expect(problemsIn(() => CronSchedule.parse('60 24 * * *'))).toHaveLength(2);
});

test('its minutes and hours are in order, each once', () => {
  const { minutes, hours } = CronSchedule.parse('30,0,*/30 8-18/5 * * *');
  expect([minutes, hours]).toEqual([
    [0, 30],
    [8, 13, 18],
  ]);
});
