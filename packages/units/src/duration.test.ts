import { UserError } from '@plinth/errors';
import fc from 'fast-check';
import { Duration } from './duration';

test.each([
  ['90s', '1m30s'],
  ['60m', '1h'],
  ['1h30m', '90m'],
  ['2160h', '2160h0m0s'],
])('%s and %s are equal', (a, b) => {
  expect(Duration.parse(a).equals(Duration.parse(b))).toBe(true);
});

test('prints the shortest form', () => {
  expect(['90s', '3600s', '3661s', '0h5m'].map((text) => String(Duration.parse(text)))).toEqual([
    '1m30s',
    '1h',
    '1h1m1s',
    '5m',
  ]);
});

test('parses what it prints', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 100_000_000 }), (seconds) => {
      expect(Duration.parse(Duration.seconds(seconds).toString()).seconds).toBe(seconds);
    }),
    { seed: 3 },
  );
});

test('is made of seconds, minutes and hours', () => {
  expect(Duration.minutes(2).compare(Duration.seconds(120))).toBe(0);
  expect(Duration.hours(1).seconds).toBe(3600);
});

test('fails when it is in days, and says the hours', () => {
  expect(() => Duration.parse('90d')).toThrow(/write "2160h"/);
});

test.each(['0s', '', '1h30', '-1h', 'PT1H', '1.5h', '5s1m', '500ms', ' 1s', '1s\n', 30, null, undefined])(
  'fails when it is %p',
  (value) => {
    expect(() => Duration.parse(value)).toThrow(UserError);
  },
);

test.each([0, 0.5, -1, Number.POSITIVE_INFINITY])('fails when it has %p seconds', (seconds) => {
  expect(() => Duration.seconds(seconds)).toThrow(/a whole number of seconds from 1/);
});
