import { UserError } from '@plinth/errors';
import fc from 'fast-check';
import { Percent } from './percent';

test('70 and "70%" are equal', () => {
  expect(Percent.parse(70).equals(Percent.parse('70%'))).toBe(true);
  expect(Percent.parse(70).compare(Percent.parse('71%'))).toBeLessThan(0);
});

test('parses what it prints', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 100 }), (value) => {
      expect(Percent.parse(String(Percent.parse(value))).value).toBe(value);
    }),
    { seed: 4 },
  );
});

test.each([0, 101, 0.7, -1, Number.NaN, '0%', '101%', '50', '50 %', '-1%', '7.5%', '', null, true])(
  'fails when it is %p',
  (value) => {
    expect(() => Percent.parse(value)).toThrow(UserError);
  },
);
