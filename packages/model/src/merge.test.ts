import { Cpu } from '@plinth/units';
import fc from 'fast-check';
import { leaves, merge } from './merge';

test('merges maps by key, at every depth', () => {
  expect(merge({ a: { b: 1, c: 2 }, d: 3 }, { a: { b: 9 } })).toEqual({ a: { b: 9, c: 2 }, d: 3 });
});

test.each<[string, unknown, unknown, unknown]>([
  ['lists', { a: [1, 2] }, { a: [3] }, { a: [3] }],
  ['a map by a value', { a: { b: 1 } }, { a: 2 }, { a: 2 }],
  ['a value by a map', { a: 1 }, { a: { b: 2 } }, { a: { b: 2 } }],
  ['value objects', { a: Cpu.cores(1) }, { a: Cpu.cores(2) }, { a: Cpu.cores(2) }],
  ['false by true', { a: false }, { a: true }, { a: true }],
])('replaces %s', (_, base, over, expected) => {
  expect(merge(base, over)).toEqual(expected);
});

test('inherits what is undefined', () => {
  expect(merge({ a: 1, b: { c: 2 } }, { a: undefined, b: { c: undefined } })).toEqual({ a: 1, b: { c: 2 } });
});

test('treats a key of the language as data', () => {
  const over: unknown = JSON.parse('{ "__proto__": { "admin": true }, "constructor": { "b": 1 } }');
  const merged = merge({ a: 1 }, over) as Record<string, unknown>;

  expect(merged.admin).toBeUndefined();
  expect(Object.keys(merged)).toEqual(['a', '__proto__', 'constructor']);
  expect(({} as { admin?: boolean }).admin).toBeUndefined();
});

const settings = fc.letrec((tie) => ({
  map: fc.dictionary(fc.constantFrom('a', 'b', 'c'), tie('value'), { maxKeys: 3 }),
  value: fc.oneof({ maxDepth: 3 }, fc.integer(), fc.array(fc.integer(), { maxLength: 2 }), tie('map')),
})).map;

test('changes neither of its arguments, and lays over twice as once', () => {
  fc.assert(
    fc.property(settings, settings, (base, over) => {
      const before = JSON.stringify([base, over]);
      const merged = merge(base, over);

      expect(JSON.stringify([base, over])).toBe(before);
      expect(merge(merged, over)).toEqual(merged);
      expect(merge(base, {})).toEqual(base);
    }),
    { seed: 6 },
  );
});

test('names the ends of maps, lists as one', () => {
  expect([...leaves({ a: { b: 1, c: undefined }, d: [1, 2], e: {} })]).toEqual([
    { path: ['a', 'b'], value: 1 },
    { path: ['d'], value: [1, 2] },
  ]);
});
