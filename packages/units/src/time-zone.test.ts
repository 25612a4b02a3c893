import { expectProblem } from './problem.fixture';
import { TimeZone } from './time-zone';

test.each([
  'Etc/UTC',
  'Etc/UCT',
  'Etc/GMT+2',
  'UTC',
  'Europe/Berlin',
  'America/Argentina/Buenos_Aires',
  'Asia/Kolkata',
  'Europe/Kyiv',
])('%s is a time zone', (zone) => {
  expect(TimeZone.parse(zone).toString()).toBe(zone);
});

test.each([
  { zone: 'Europe/Berln', fix: 'did you mean "Europe/Berlin"' },
  { zone: 'europe/berlin', fix: 'did you mean "Europe/Berlin"' },
  { zone: 'EUROPE/BERLIN', fix: 'did you mean "Europe/Berlin"' },
  { zone: 'Europe/BeRlin', fix: 'did you mean "Europe/Berlin"' },
  { zone: '+01:00', fix: 'Etc/UTC' },
  { zone: 'Local', fix: '' },
  { zone: '', fix: '' },
  { zone: '../etc/passwd', fix: '' },
])('fails when a time zone is $zone', ({ zone, fix }) => {
  const expected = { code: 'unit-time-zone', found: zone, allowed: 'IANA time zone database', fix };
  expectProblem(() => TimeZone.parse(zone), expected);
});
