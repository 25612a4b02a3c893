import { readCron } from './cron';
import { expectProblem } from './problem.fixture';

test.each(['* * * * *', '*/1 * * * *', '*/1 */1 */1 */1 */1'])(
  'fails when a schedule has no pause: %s',
  (cron) => {
    const expected = { code: 'cron-always', found: cron, allowed: 'with pauses', fix: 'make it a Worker' };
    expectProblem(() => readCron(cron), expected);
  },
);

test('a schedule with pauses is one', () => {
  expect(readCron('* * * * 1').text).toBe('* * * * 1');
});
