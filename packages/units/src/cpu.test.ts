import { UserError } from '@plinth/errors';
import fc from 'fast-check';
import { Cpu } from './cpu';

test.each([
  [0.5, '500m'],
  ['0.5', '500m'],
  [2, '2000m'],
  ['2', 2],
  [0.001, '1m'],
])('%p and %p are equal', (a, b) => {
  expect(Cpu.parse(a).equals(Cpu.parse(b))).toBe(true);
});

test.each([
  [0.29, 290],
  [0.57, 570],
  [1.005, 1005],
  ['4.35', 4350],
])('%p cores are exactly %d millicores', (cores, milliCores) => {
  expect(Cpu.parse(cores).milliCores).toBe(milliCores);
});

test('prints as Kubernetes does', () => {
  expect([0.2, 1, 1.5, '4000m'].map((value) => String(Cpu.parse(value)))).toEqual([
    '200m',
    '1',
    '1500m',
    '4',
  ]);
  expect(JSON.stringify({ cpu: Cpu.cores(0.2) })).toBe('{"cpu":"200m"}');
});

test('parses what it prints', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10_000_000 }), (milliCores) => {
      expect(Cpu.parse(Cpu.millis(milliCores).toString()).milliCores).toBe(milliCores);
    }),
    { seed: 1 },
  );
});

test('orders by size', () => {
  expect(Cpu.parse('200m').compare(Cpu.parse(0.3))).toBeLessThan(0);
  expect(Cpu.parse(0.3).compare(Cpu.parse('300m'))).toBe(0);
});

test('multiplies, rounded up', () => {
  expect(Cpu.parse('3m').times(1.5).milliCores).toBe(5);
  expect(Cpu.cores(0.2).times(2).toString()).toBe('400m');
});

test.each([
  0,
  -1,
  -0,
  0.0001,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  '',
  'm',
  '1000mm',
  '1,5',
  ' 1',
  '1e3',
  1n,
  null,
  {},
])('fails when it is %p', (value) => {
  expect(() => Cpu.parse(value)).toThrow(UserError);
});

test.each([0, 0.5, -1, Number.NaN])('fails when there are %p millicores', (milliCores) => {
  expect(() => Cpu.millis(milliCores)).toThrow(/a whole number of millicores from 1/);
});
