import { tinyFacts } from '@plinth/testing';
import { problemsOf, refuses } from './_refused';
import { environment } from './_untyped';

const facts = tinyFacts(1);
const { cloud } = facts;
const weekend = { days: ['SA', 'SU'], start: '02:00', duration: '4h' };
const reason = 'the books close: nothing changes';
const rest = { scope: 'no-upgrades', reason };

describe('the time in which Google upgrades', () => {
  refuses({}, [
    {
      title: 'it is shorter than Google counts',
      declare: () =>
        environment('first', { ...facts, cloud: { ...cloud, maintenance: { ...weekend, duration: '3h' } } }),
      code: 'invalid-value',
      where: 'first.cloud.maintenance.duration',
      found: '"3h"',
      allowed: 'a length of time from 4h to 24h',
      fix: 'write for example "4h"',
    },
    {
      title: 'it starts at no time of the day',
      declare: () =>
        environment('first', { ...facts, cloud: { ...cloud, maintenance: { ...weekend, start: '24:00' } } }),
      code: 'invalid-value',
      where: 'first.cloud.maintenance.start',
      found: '"24:00"',
      allowed: 'a time of the day in UTC such as "02:00"',
      fix: 'write hours and minutes',
    },
    {
      title: 'it is on no day',
      declare: () =>
        environment('first', { ...facts, cloud: { ...cloud, maintenance: { ...weekend, days: [] } } }),
      code: 'too-short',
      where: 'first.cloud.maintenance.days',
      found: '[]',
      allowed: 'a list with at least one entry',
      fix: 'add an entry, or leave the field out',
    },
    {
      title: 'it is on a day in two spellings',
      declare: () =>
        environment('first', {
          ...facts,
          cloud: { ...cloud, maintenance: { ...weekend, days: ['Sunday'] } },
        }),
      code: 'invalid-value',
      where: 'first.cloud.maintenance.days[0]',
      line: 'days',
      found: '"Sunday"',
      allowed: /^"MO" or "TU"/,
      fix: 'choose one of these',
    },
    {
      title: 'it is on one day twice',
      declare: () =>
        environment('first', {
          ...facts,
          cloud: { ...cloud, maintenance: { ...weekend, days: ['SA', 'SA'] } },
        }),
      code: 'maintenance',
      where: 'first.cloud.maintenance.days[1]',
      line: 'days',
      found: '"SA" again',
      allowed: 'each day once',
      fix: 'remove one of the two',
    },
  ]);
  refuses({ code: 'maintenance' }, [
    {
      title: 'an exclusion ends before it begins',
      declare: () =>
        environment('first', {
          ...facts,
          cloud: {
            ...cloud,
            maintenance: {
              ...weekend,
              exclusions: { year: { ...rest, from: '2027-01-05', to: '2026-12-18' } },
            },
          },
        }),
      where: 'first.cloud.maintenance.exclusions.year.to',
      line: 'exclusions',
      found: '"2026-12-18"',
      allowed: 'a day after 2027-01-05, the first of the exclusion',
      fix: 'write the first day after the exclusion',
    },
    {
      title: 'an exclusion lasts 91 days',
      declare: () =>
        environment('first', {
          ...facts,
          cloud: {
            ...cloud,
            maintenance: {
              ...weekend,
              exclusions: { year: { ...rest, from: '2026-12-01', to: '2027-03-02' } },
            },
          },
        }),
      where: 'first.cloud.maintenance.exclusions.year.to',
      line: 'exclusions',
      found: '"2027-03-02", 91 days after 2026-12-01',
      allowed: 'at most 30 days of no-upgrades: no patch waits for longer',
      fix: 'shorten it, or let patches in: "no-minor-upgrades"',
    },
    {
      title: 'an exclusion lasts 31 days',
      declare: () =>
        environment('first', {
          ...facts,
          cloud: {
            ...cloud,
            maintenance: {
              ...weekend,
              exclusions: { year: { ...rest, from: '2026-12-01', to: '2027-01-01' } },
            },
          },
        }),
      where: 'first.cloud.maintenance.exclusions.year.to',
      line: 'exclusions',
      found: '"2027-01-01", 31 days after 2026-12-01',
      allowed: /^at most 30 days/,
      fix: /^shorten it/,
    },
    {
      title: 'two exclusions follow each other for more than a month',
      declare: () =>
        environment('first', {
          ...facts,
          cloud: {
            ...cloud,
            maintenance: {
              ...weekend,
              duration: '24h',
              exclusions: {
                one: { ...rest, from: '2026-12-01', to: '2026-12-20' },
                two: { ...rest, from: '2026-12-20', to: '2027-01-02' },
              },
            },
          },
        }),
      where: 'first.cloud.maintenance.exclusions.two',
      found: '32 days in a row without patches, with one',
      allowed: 'at most 30 days in a row',
      fix: 'leave a window between them',
    },
    {
      title: 'four exclusions keep patches away',
      declare: () =>
        environment('first', {
          ...facts,
          cloud: {
            ...cloud,
            maintenance: {
              ...weekend,
              exclusions: {
                a: { ...rest, from: '2026-01-01', to: '2026-01-02' },
                b: { ...rest, from: '2026-04-01', to: '2026-04-02' },
                c: { ...rest, from: '2026-07-01', to: '2026-07-02' },
                d: { ...rest, from: '2026-10-01', to: '2026-10-02' },
              },
            },
          },
        }),
      where: 'first.cloud.maintenance.exclusions',
      found: '4 of scope no-upgrades: a, b, c, d',
      allowed: 'at most 3 of scope no-upgrades',
      fix: 'remove one, or let patches in: "no-minor-upgrades"',
    },
    {
      title: 'an exclusion leaves less than 48 hours in 92 days',
      declare: () =>
        environment('first', {
          ...facts,
          cloud: {
            ...cloud,
            maintenance: {
              ...weekend,
              days: ['SU'],
              exclusions: { year: { ...rest, from: '2026-12-18', to: '2027-01-05' } },
            },
          },
        }),
      where: 'first.cloud.maintenance.exclusions.year',
      line: 'exclusions',
      found: '40h for upgrades from 2026-10-04 to 2027-01-04',
      allowed: '48h for upgrades in any 92 days, in pieces of 4h or more',
      fix: 'shorten it, lengthen `duration`, or add days to `days`',
    },
  ]);

  test('may stop for the end of the year, where other days are left', () => {
    const exclusions = { year: { ...rest, from: '2026-12-18', to: '2027-01-05' } };
    const maintenance = { ...weekend, exclusions };
    expect(problemsOf(environment('first', { ...facts, cloud: { ...cloud, maintenance } }))).toEqual([]);
  });

  test('may let patches alone in for half a year', () => {
    const exclusions = { half: { scope: 'no-minor-upgrades', reason, from: '2026-07-01', to: '2026-12-28' } };
    const maintenance = { ...weekend, exclusions };
    expect(problemsOf(environment('first', { ...facts, cloud: { ...cloud, maintenance } }))).toEqual([]);
  });
});
