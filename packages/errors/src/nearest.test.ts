import fc from 'fast-check';
import { didYouMean, nearest } from './nearest';

const FIELDS = ['scaling', 'resources', 'config', 'health'];

test.each([
  ['scalling', 'scaling'],
  ['Scaling', 'scaling'],
  ['resource', 'resources'],
  ['conf', 'config'],
  ['haelth', 'health'],
])('%s is near %s', (written, expected) => {
  expect(nearest(written, FIELDS)).toBe(expected);
});

test.each(['securityContext', 'x', '', 'replicas'])('nothing is near %p', (written) => {
  expect(nearest(written, FIELDS)).toBeUndefined();
});

test('takes the first of two that are equally near', () => {
  expect(nearest('ledgex', ['ledgea', 'ledgeb'])).toBe('ledgea');
});

test('finds a name of which one letter is missing, added or exchanged', () => {
  const name = 'exchange-manager';
  fc.assert(
    fc.property(fc.nat(name.length - 1), fc.constantFrom('', 'x', 'xy'), (at, instead) => {
      const written = name.slice(0, at) + instead + name.slice(at + 1);
      expect(nearest(written, ['ledger', name, 'market-data'])).toBe(name);
    }),
    { seed: 5 },
  );
});

test('asks, or says the other sentence', () => {
  expect(didYouMean('scalling', FIELDS, 'remove it')).toBe('did you mean "scaling"?');
  expect(didYouMean('hostNetwork', FIELDS, 'remove it')).toBe('remove it');
  expect(didYouMean('a', [], 'remove it')).toBe('remove it');
});
