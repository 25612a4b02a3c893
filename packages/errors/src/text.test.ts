import { bullets, oneOf, show } from './text';

test.each<[string, unknown, string]>([
  ['text in quotes', 'a', '"a"'],
  ['blanks', ' ', '" "'],
  ['a line feed', 'a\nb', '"a\\nb"'],
  ['a NUL', '\0', '"\\u0000"'],
  ['a DEL', '\u007f', '"\\u{7f}"'],
  ['a letter that looks like another', 'sh\u043ep', '"sh\\u{43e}p"'],
  ['a zero-width space', 'a\u200bb', '"a\\u{200b}b"'],
  ['a turn of direction', '\u202ea', '"\\u{202e}a"'],
  ['an emoji as one character', '😀', '"\\u{1f600}"'],
  ['half a character', '\ud83d', '"\\ud83d"'],
  ['a number', 1.5, '1.5'],
  ['what is no number', Number.NaN, 'NaN'],
  ['a bigint', 9007199254740993n, '9007199254740993'],
  ['null', null, 'null'],
  ['what is missing', undefined, 'nothing'],
  ['a function', () => 1, 'a function'],
  ['a symbol', Symbol('a'), 'a symbol'],
  ['a map', { a: [1] }, '{"a":[1]}'],
  ['a map with a bigint', { a: 1n }, 'an object that is no plain data'],
  ['60 characters', 'a'.repeat(58), `"${'a'.repeat(58)}"`],
  ['more than 60 characters, cut', 'a'.repeat(59), `"${'a'.repeat(56)}...`],
])('shows %s', (_, value, text) => {
  expect(show(value)).toBe(text);
});

test('shows an object that contains itself', () => {
  const map: Record<string, unknown> = {};
  map.again = map;

  expect(show(map)).toBe('an object that is no plain data');
});

test.each([
  [[], 'nothing'],
  [['a'], 'a'],
  [['a', 'b'], 'a or b'],
  [['a', 'b', 'c'], 'a, b or c'],
])('joins %j as %s', (choices, text) => {
  expect(oneOf(choices)).toBe(text);
});

test('lists lines for the eye', () => {
  expect(bullets(['a', 'b'])).toBe('  - a\n  - b');
});
