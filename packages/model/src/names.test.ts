import fc from 'fast-check';
import { googleServiceAccountId, serviceAccountName } from './names';

test('a service account of the cluster has the name of its service', () => {
  expect(serviceAccountName('exchange-manager')).toBe('exchange-manager');
});

test.each([
  ['exchange-manager', 'exchange-manager'],
  ['till', 'till-service'],
  ['a'.repeat(30), 'a'.repeat(30)],
  ['settlement-of-foreign-orders-1', 'settlement-of-foreign-orders-1'],
  ['settlement-of-foreign-orders-12', 'settlement-of-foreign-o-2ogphj'],
])('the Google service account of %s is %s', (service, id) => {
  expect(googleServiceAccountId(service)).toBe(id);
});

test('is what Google takes, for every name', () => {
  const name = fc.stringMatching(/^[a-z](-?[a-z0-9]){0,25}$/).filter((text) => text.length <= 52);
  fc.assert(
    fc.property(name, (service) => {
      expect(googleServiceAccountId(service)).toMatch(/^[a-z](?:[-a-z0-9]{4,28}[a-z0-9])$/);
    }),
    { seed: 7 },
  );
});
