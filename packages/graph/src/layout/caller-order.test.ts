import { callerOrder } from './caller-order';

const call = (from: string, to: string, weight = 1) => ({ from, to, weight });

test('callers come before whom they call', () => {
  expect(callerOrder(['a', 'b', 'c', 'd'], [call('d', 'c'), call('c', 'b'), call('b', 'a')])).toEqual([
    'd',
    'c',
    'b',
    'a',
  ]);
});

test('in a cycle the lightest call leads back', () => {
  expect(callerOrder(['a', 'b', 'c'], [call('a', 'b', 1), call('b', 'c', 9), call('c', 'a', 9)])).toEqual([
    'b',
    'c',
    'a',
  ]);
});
