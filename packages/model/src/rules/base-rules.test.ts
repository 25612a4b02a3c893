import { UserError } from '@plinth/errors';
import { tinyCompany, tinyReleases, tinyWebService } from '@plinth/testing';
import { type Declaration, overlayOf, resolveCompany, webService } from '..';

const codesOf = (...declarations: readonly Declaration[]): string[] => {
  const company = tinyCompany(...declarations);
  try {
    resolveCompany(company, { releases: tinyReleases(company) });
  } catch (error) {
    if (UserError.isUserError(error)) return error.problems.map(({ code }) => code).sort();
    throw error;
  }
  return [];
};

test('a field that fails its schema does not hide what is wrong with the others', () => {
  const shop = webService('shop', {
    ...tinyWebService,
    image: 'Not/A Path',
    squad: 'retial',
    calls: ['shop-databse'],
    health: { ready: '/up', live: '/up' },
  });
  expect(codesOf(shop)).toEqual(['invalid-value', 'same-probes', 'unknown-callee', 'unknown-squad']);
});

test('an override that changes nothing is told before the service has its first release', () => {
  const cart = webService('cart', { ...tinyWebService, image: 'retail/cart' });
  const overlay = overlayOf(tinyCompany(cart).base)({ cart: { resources: { cpu: '200m' } } } as never);
  const company = tinyCompany(cart, overlay);
  expect(() => resolveCompany(company, { releases: new Map() })).toThrow(
    'delete this setting (resources.cpu)',
  );
});
