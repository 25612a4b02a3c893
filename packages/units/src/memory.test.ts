import { UserError } from '@plinth/errors';
import fc from 'fast-check';
import { Memory } from './memory';

test.each([
  ['1Gi', '1024Mi'],
  ['1G', '1000M'],
  ['128MB', '128M'],
  ['1GiB', '1Gi'],
])('%s and %s are equal', (a, b) => {
  expect(Memory.parse(a).equals(Memory.parse(b))).toBe(true);
});

test('1G and 1Gi differ', () => {
  expect(Memory.parse('1G').bytes).toBe(1_000_000_000);
  expect(Memory.parse('1Gi').bytes).toBe(1_073_741_824);
  expect(Memory.parse('1G').compare(Memory.parse('1Gi'))).toBeLessThan(0);
});

test.each([
  ['1024Mi', '1Gi'],
  ['256Mi', '256Mi'],
  ['128MB', '128M'],
  ['1500M', '1500M'],
  ['1000Ki', '1000Ki'],
])('%s prints as %s', (written, printed) => {
  expect(JSON.stringify(Memory.parse(written))).toBe(JSON.stringify(printed));
});

test('parses what it prints', () => {
  const unit = fc.constantFrom('K', 'M', 'G', 'Ki', 'Mi', 'Gi');
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5000 }), unit, (amount, suffix) => {
      const memory = Memory.parse(`${amount}${suffix}`);
      expect(Memory.parse(memory.toString()).equals(memory)).toBe(true);
    }),
    { seed: 2 },
  );
});

test('multiplies into whole bytes', () => {
  expect(Memory.parse('1K').times(1.0005).bytes).toBe(1001);
});

test.each(['1024', 1024])('fails when %p has no unit, and says so', (value) => {
  expect(() => Memory.parse(value)).toThrow(/add the unit, for example "Mi"/);
});

test.each([
  '0Mi',
  '-1Gi',
  '1.5Gi',
  '1e3Ki',
  '256m',
  '256mi',
  '256 Mi',
  '',
  'Mi',
  '99999Ti',
  null,
  undefined,
  {},
])('fails when it is %p', (value) => {
  expect(() => Memory.parse(value)).toThrow(UserError);
});

test('is made of whole bytes', () => {
  expect(String(Memory.bytes(2 ** 20))).toBe('1Mi');
  expect(() => Memory.bytes(0.5)).toThrow(UserError);
  expect(() => Memory.bytes(0)).toThrow(UserError);
});
