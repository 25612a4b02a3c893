import { digestOf, formatDigestList, parseDigestList } from './digest-list';

const one = digestOf(Buffer.from('one'));
const two = digestOf(Buffer.from('two'));

test('a digest list is what sha256sum prints, sorted', () => {
  const list = new Map([
    ['b', two],
    ['a/z', one],
    ['B', one],
  ]);
  expect(formatDigestList(list)).toBe(`${one}  B\n${one}  a/z\n${two}  b\n`);
  expect(one).toBe('7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed');
});

test('a digest list is read as it was written', () => {
  const { digests, malformed } = parseDigestList(formatDigestList(new Map([['a  b', one]])));
  expect(digests).toEqual(new Map([['a  b', [one]]]));
  expect(malformed).toEqual([]);
});

test('both sides of a merge conflict count', () => {
  const conflict = [
    '<<<<<<< HEAD',
    `${one}  a`,
    '||||||| base',
    '=======',
    `${two}  a`,
    '>>>>>>> their branch',
    '',
  ].join('\n');
  expect(parseDigestList(conflict)).toEqual({ digests: new Map([['a', [one, two]]]), malformed: [] });
});

test.each(['hello', `${one} a`, `${one.toUpperCase()}  a`, `${one}  ../a`, `${one}  /a`, `${one}  a\r`])(
  'fails when a line is %j',
  (line) => {
    expect(parseDigestList(`${line}\n`)).toEqual({ digests: new Map(), malformed: [line] });
  },
);
