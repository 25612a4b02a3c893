import { tinyJob as report, tinyWebService as shop, tinyFacts } from '@plinth/testing';
import { problemsOf, refuses } from './_refused';
import { environment, exception, overlay, scheduledJob, webService } from './_untyped';

describe('a length of time', () => {
  const ALLOWED = 'hours, minutes and seconds in this order: "90s", "15m", "1h30m", "2160h"';

  refuses(
    { code: 'invalid-value', where: 'shop.shutdown.drain', allowed: ALLOWED, fix: 'write for example "30s"' },
    [
      {
        title: 'a unit is missing',
        declare: () => webService('shop', { ...shop, shutdown: { drain: '1h30' } }),
        found: '"1h30"',
      },
      {
        title: 'it is below zero',
        declare: () => webService('shop', { ...shop, shutdown: { drain: '-1h' } }),
        found: '"-1h"',
      },
      {
        title: 'it is nothing',
        declare: () => webService('shop', { ...shop, shutdown: { drain: '0s' } }),
        found: '"0s"',
      },
      {
        title: 'it is written as ISO 8601',
        declare: () => webService('shop', { ...shop, shutdown: { drain: 'PT1H' } }),
        found: '"PT1H"',
      },
      {
        title: 'it is a number',
        declare: () => webService('shop', { ...shop, shutdown: { drain: 30 } }),
        found: '30',
      },
      {
        title: 'it is empty',
        declare: () => webService('shop', { ...shop, shutdown: { drain: '' } }),
        found: '""',
      },
      {
        title: 'it has a fraction',
        declare: () => webService('shop', { ...shop, shutdown: { drain: '1.5h' } }),
        found: '"1.5h"',
      },
      {
        title: 'its unit has upper case',
        declare: () => webService('shop', { ...shop, shutdown: { drain: '30S' } }),
        found: '"30S"',
      },
      {
        title: 'it has milliseconds',
        declare: () => webService('shop', { ...shop, shutdown: { drain: '500ms' } }),
        found: '"500ms"',
      },
      {
        title: 'its units are out of order',
        declare: () => webService('shop', { ...shop, shutdown: { drain: '5s1m' } }),
        found: '"5s1m"',
      },
      {
        title: 'it has a blank',
        declare: () => webService('shop', { ...shop, shutdown: { drain: ' 30s' } }),
        found: '" 30s"',
      },
      {
        title: 'it reads as a time of day',
        declare: () => webService('shop', { ...shop, shutdown: { drain: '12:30:45' } }),
        found: '"12:30:45"',
      },
      {
        title: 'it has a line feed',
        declare: () => webService('shop', { ...shop, shutdown: { drain: '30s\n' } }),
        found: '"30s\\n"',
      },
    ],
  );
  refuses({ code: 'invalid-value' }, [
    {
      title: 'it is in days, which Go does not know',
      declare: () => webService('shop', { ...shop, shutdown: { drain: '90d' } }),
      where: 'shop.shutdown.drain',
      found: '"90d"',
      allowed: ALLOWED,
      fix: 'write "2160h"',
    },
    {
      title: 'a process drains longer than node maintenance waits',
      declare: () => webService('shop', { ...shop, shutdown: { drain: '9m' } }),
      where: 'shop.shutdown.drain',
      found: '"9m"',
      allowed: 'a length of time from 1s to 8m',
      fix: 'write for example "1s"',
    },
    {
      title: 'a run of a job may start after the next day',
      declare: () => scheduledJob('report', { ...report, startWithin: '25h' }),
      code: 'invalid-value',
      where: 'report.startWithin',
      found: '"25h"',
      allowed: 'a length of time from 1m to 24h',
      fix: 'write for example "1m"',
    },
    {
      title: 'an environment was reviewed on no day',
      declare: () => environment('first', { ...tinyFacts(1), networkReviewed: '2026-02-30' }),
      code: 'invalid-value',
      where: 'first.networkReviewed',
      found: '"2026-02-30"',
      allowed: 'a day such as "2027-03-31"',
      fix: 'write year, month and day',
    },
    {
      title: 'deregister and drain take too long together',
      declare: () => webService('shop', { ...shop, shutdown: { deregister: '2m', drain: '8m' } }),
      code: 'shutdown-too-long',
      where: 'shop.shutdown.drain',
      found: '"8m"',
      allowed: 'together at most 590s with shutdown.deregister, which is 2m in the base (in first, second)',
      fix: 'shorten it: node maintenance ends pods after ten minutes',
    },
    {
      title: 'an overlay makes deregister and drain take too long together',
      declare: () => [
        webService('shop', { ...shop, shutdown: { drain: '8m' } }),
        overlay({ shop: { shutdown: { deregister: '2m' } } }),
      ],
      code: 'shutdown-too-long',
      where: 'shop.shutdown.deregister',
      found: '"2m"',
      allowed: 'together at most 590s with shutdown.drain, which is 8m in the base (in first)',
      fix: 'shorten it: node maintenance ends pods after ten minutes',
    },
    {
      title: 'a start may take for ever',
      declare: () => webService('shop', { ...shop, health: { ready: '/r', live: '/l', startWithin: '31m' } }),
      where: 'shop.health.startWithin',
      found: '"31m"',
      allowed: 'a length of time from 10s to 30m',
      fix: 'write for example "10s"',
    },
    {
      title: 'a run may take longer than a day',
      declare: () => scheduledJob('report', { ...report, timeout: '24h1s' }),
      where: 'report.timeout',
      found: '"24h1s"',
      allowed: 'a length of time from 10s to 24h',
      fix: 'write for example "10s"',
    },
    {
      title: 'the grace period is written, which deregister and drain decide',
      declare: () => webService('shop', { ...shop, shutdown: { preStop: '30s' } }),
      code: 'unknown-field',
      where: 'shop.shutdown.preStop',
      found: 'the unknown field "preStop"',
      allowed: 'the fields deregister or drain',
      fix: 'remove it',
    },
  ]);
});

describe('a schedule', () => {
  refuses(
    {
      code: 'invalid-value',
      where: 'report.schedule',
      allowed:
        'a schedule of five numeric fields that some date fits, at most every ten minutes, such as "0 6 1 * *"',
      fix: 'write minute, hour, day of month, month and day of week; what runs more often is a worker',
    },
    [
      {
        title: 'it has six fields',
        declare: () => scheduledJob('report', { ...report, schedule: '0 0 6 1 * *' }),
        found: '"0 0 6 1 * *"',
      },
      {
        title: 'it has four fields',
        declare: () => scheduledJob('report', { ...report, schedule: '0 6 1 *' }),
        found: '"0 6 1 *"',
      },
      {
        title: 'it is a word',
        declare: () => scheduledJob('report', { ...report, schedule: '@daily' }),
        found: '"@daily"',
      },
      {
        title: 'it is an interval',
        declare: () => scheduledJob('report', { ...report, schedule: '@every 1h' }),
        found: '"@every 1h"',
      },
      {
        title: 'it runs every minute',
        declare: () => scheduledJob('report', { ...report, schedule: '* * * * *' }),
        found: '"* * * * *"',
      },
      {
        title: 'it runs every five minutes',
        declare: () => scheduledJob('report', { ...report, schedule: '*/5 * * * *' }),
        found: '"*/5 * * * *"',
      },
      {
        title: 'it runs twice within ten minutes',
        declare: () => scheduledJob('report', { ...report, schedule: '0,9 6 * * *' }),
        found: '"0,9 6 * * *"',
      },
      {
        title: 'it runs twice around the hour',
        declare: () => scheduledJob('report', { ...report, schedule: '1,55 * * * *' }),
        found: '"1,55 * * * *"',
      },
      {
        title: 'it runs twice around midnight',
        declare: () => scheduledJob('report', { ...report, schedule: '1,55 0,23 * * *' }),
        found: '"1,55 0,23 * * *"',
      },
      {
        title: 'it is the sixtieth minute',
        declare: () => scheduledJob('report', { ...report, schedule: '60 * * * *' }),
        found: '"60 * * * *"',
      },
      {
        title: 'it is the twenty-fourth hour',
        declare: () => scheduledJob('report', { ...report, schedule: '0 24 * * *' }),
        found: '"0 24 * * *"',
      },
      {
        title: 'it is the thirteenth month',
        declare: () => scheduledJob('report', { ...report, schedule: '0 0 1 13 *' }),
        found: '"0 0 1 13 *"',
      },
      {
        title: 'it is the zeroth day',
        declare: () => scheduledJob('report', { ...report, schedule: '0 0 0 * *' }),
        found: '"0 0 0 * *"',
      },
      {
        title: 'it is the seventh day of the week',
        declare: () => scheduledJob('report', { ...report, schedule: '0 0 * * 7' }),
        found: '"0 0 * * 7"',
      },
      {
        title: 'it is the thirtieth of February',
        declare: () => scheduledJob('report', { ...report, schedule: '0 0 30 2 *' }),
        found: '"0 0 30 2 *"',
      },
      {
        title: 'it is the thirtieth of February on any weekday',
        declare: () => scheduledJob('report', { ...report, schedule: '0 0 30 2 */1' }),
        found: '"0 0 30 2 */1"',
      },
      {
        title: 'it is the thirty-first of short months',
        declare: () => scheduledJob('report', { ...report, schedule: '0 0 31 2,4,6 *' }),
        found: '"0 0 31 2,4,6 *"',
      },
      {
        title: 'a range runs backwards',
        declare: () => scheduledJob('report', { ...report, schedule: '0 9-6 * * *' }),
        found: '"0 9-6 * * *"',
      },
      {
        title: 'a step is zero',
        declare: () => scheduledJob('report', { ...report, schedule: '0 */0 * * *' }),
        found: '"0 */0 * * *"',
      },
      {
        title: 'days have names',
        declare: () => scheduledJob('report', { ...report, schedule: '0 6 * * MON' }),
        found: '"0 6 * * MON"',
      },
      {
        title: 'it brings its time zone',
        declare: () => scheduledJob('report', { ...report, schedule: 'TZ=UTC 0 6 * * *' }),
        found: '"TZ=UTC 0 6 * * *"',
      },
      {
        title: 'it has two blanks',
        declare: () => scheduledJob('report', { ...report, schedule: '0  6 1 * *' }),
        found: '"0  6 1 * *"',
      },
      {
        title: 'it is empty',
        declare: () => scheduledJob('report', { ...report, schedule: '' }),
        found: '""',
      },
      {
        title: 'it is a number',
        declare: () => scheduledJob('report', { ...report, schedule: 6 }),
        found: '6',
      },
    ],
  );

  test.each([
    '0 6 1 * *',
    '*/10 * * * *',
    '0 0 29 2 *',
    '0 0 30 2 1',
    '5,55 3 * * *',
    '15 0-6/2 * * 1-5',
    '0,10,59 12 31 12 0',
  ])('may be %s', (schedule) => {
    expect(problemsOf(scheduledJob('report', { ...report, schedule }))).toEqual([]);
  });
});

describe('a time zone', () => {
  refuses(
    {
      code: 'invalid-value',
      where: 'report.timeZone',
      allowed: 'a time zone of the IANA database, such as "Etc/UTC" or "Europe/Zurich"',
      fix: 'write the zone as Area/City',
    },
    [
      {
        title: 'nobody knows it',
        declare: () => scheduledJob('report', { ...report, timeZone: 'Europe/Atlantis' }),
        found: '"Europe/Atlantis"',
      },
      {
        title: 'it is an abbreviation',
        declare: () => scheduledJob('report', { ...report, timeZone: 'CET' }),
        found: '"CET"',
      },
      {
        title: 'it is an offset',
        declare: () => scheduledJob('report', { ...report, timeZone: '+01:00' }),
        found: '"+01:00"',
      },
      {
        title: 'it is the machine it runs on',
        declare: () => scheduledJob('report', { ...report, timeZone: 'Local' }),
        found: '"Local"',
      },
      {
        title: 'it has another case',
        declare: () => scheduledJob('report', { ...report, timeZone: 'EUROPE/ZURICH' }),
        found: '"EUROPE/ZURICH"',
      },
      {
        title: 'it leaves its folder',
        declare: () => scheduledJob('report', { ...report, timeZone: '../etc/passwd' }),
        found: '"../etc/passwd"',
      },
      {
        title: 'it is empty',
        declare: () => scheduledJob('report', { ...report, timeZone: '' }),
        found: '""',
      },
    ],
  );

  test.each(['Etc/UTC', 'Europe/Zurich', 'America/Argentina/Buenos_Aires', 'America/Port-au-Prince'])(
    'may be %s',
    (timeZone) => {
      expect(problemsOf(scheduledJob('report', { ...report, timeZone }))).toEqual([]);
    },
  );
});

describe('a day', () => {
  const loosening = {
    rule: 'internet-egress',
    object: 'NetworkPolicy retail/shop',
    reason: 'Peers of the network have no fixed addresses.',
    owner: 'retail',
    ticket: 'SEC-12',
    expires: '2027-03-31',
    compensatedBy: 'keeps the port of the node closed from outside',
  };

  refuses(
    {
      code: 'invalid-value',
      where: 'internet-egress.expires',
      allowed: 'a day such as "2027-03-31"',
      fix: 'write year, month and day',
    },
    [
      {
        title: 'it does not exist',
        declare: () => exception({ ...loosening, expires: '2027-02-30' }),
        found: '"2027-02-30"',
      },
      {
        title: 'it has the month in front',
        declare: () => exception({ ...loosening, expires: '03/31/2027' }),
        found: '"03/31/2027"',
      },
      {
        title: 'it is no day',
        declare: () => exception({ ...loosening, expires: 'never' }),
        found: '"never"',
      },
      {
        title: 'it is an object',
        declare: () => exception({ ...loosening, expires: new Date(0) }),
        found: '"1970-01-01T00:00:00.000Z"',
      },
      {
        title: 'its month does not exist',
        declare: () => exception({ ...loosening, expires: '2027-13-01' }),
        found: '"2027-13-01"',
      },
    ],
  );
});
