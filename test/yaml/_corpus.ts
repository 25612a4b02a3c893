import type { Json, JsonObject } from '@plinth/manifest';
import fc from 'fast-check';
import { STRINGS } from './_strings';

const NUMBERS: readonly number[] = [
  0,
  -0,
  1,
  -1,
  8080,
  0.1,
  1.1,
  -0.5,
  100,
  1e6,
  1e20,
  1e21,
  -1e21,
  1.5e21,
  1e-6,
  1e-7,
  -1e-7,
  1.25e-9,
  1e100,
  5e-324,
  1.7976931348623157e308,
  2 ** 31,
  2 ** 53 - 1,
  2 ** 53,
  -(2 ** 53),
  2 ** 63,
  2 ** 64,
];

/** One document per adversarial string, in which it stands everywhere that a string can stand. */
export function stringDocuments(strings: readonly string[]): JsonObject[] {
  return strings.map((text) => everywhere(text));
}

export const SHAPES: readonly JsonObject[] = [
  {},
  { empty: {}, none: [], nothing: null, absent: undefined },
  { onlyAbsent: { a: undefined } },
  { first: undefined, second: 1, third: undefined },
  { lists: [[], [[]], [[[]]], [{}], [{}, []], [[1, [2, [3]], 4], 5], [null, true, false, '', 0]] },
  { maps: [{ a: { b: { c: [] } } }, { a: [{ b: [{ c: {} }] }] }, { a: {}, b: [{}] }] },
  { numbers: NUMBERS, booleans: [true, false], nulls: [null] },
  { 2: 'integer keys come first', 10: 'in objects of JavaScript', b: 1, a: 2 },
  JSON.parse(
    '{"__proto__": {"polluted": true}, "constructor": {"prototype": 1}, "a": {"__proto__": "x"}}',
  ) as JsonObject,
  nested(40),
];

/** Documents that a seeded generator makes of adversarial strings, strings of hostile characters, and shapes. */
export function randomDocuments(count: number, seed: number): JsonObject[] {
  const hostile = fc.constantFrom(
    ...(' \t\n\r-:#?,[]{}&*!|>\'"%@`=<~.0123456789eExoyn_/\\aZé漢😀\u0085\u2028\ufeff\0'.match(/./gsu) ?? []),
  );
  const text = fc.oneof(
    { arbitrary: fc.constantFrom(...STRINGS), weight: 3 },
    { arbitrary: fc.array(hostile, { maxLength: 12 }).map((characters) => characters.join('')), weight: 4 },
    {
      arbitrary: fc.array(fc.constantFrom(...STRINGS), { maxLength: 4 }).map((lines) => lines.join('\n')),
      weight: 1,
    },
    { arbitrary: fc.string({ unit: 'binary', maxLength: 8 }).filter((s) => !/\p{Cs}/u.test(s)), weight: 1 },
  );
  const number = fc.oneof(
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.constantFrom(...NUMBERS),
  );
  const { json } = fc.letrec<{ json: Json; list: Json[]; map: JsonObject }>((tie) => ({
    json: fc.oneof(
      { maxDepth: 5 },
      { arbitrary: text, weight: 4 },
      number,
      fc.boolean(),
      fc.constant(null),
      tie('list'),
      tie('map'),
    ),
    list: fc.array(tie('json'), { maxLength: 4 }),
    map: fc.dictionary(text, tie('json'), { maxKeys: 4, noNullPrototype: true }),
  }));
  return fc.sample(fc.dictionary(text, json, { maxKeys: 4, noNullPrototype: true }), {
    numRuns: count,
    seed,
  });
}

function everywhere(text: string): JsonObject {
  return {
    value: text,
    list: [text, [text, [text]], { value: text, after: 1 }, { [text]: 'first key of an item', after: text }],
    map: { [text]: text, deep: { [text]: { [text]: [{ [text]: [text] }] } } },
    keys: { [text]: {}, after: { [text]: [] } },
    last: { value: text },
  };
}

function nested(levels: number): JsonObject {
  return levels === 0 ? { end: [] } : { map: nested(levels - 1), list: [[{ level: levels }]] };
}
