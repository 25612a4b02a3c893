import { tinyCompany, tinyNode, tinyReleases, tinyWebService } from '@plinth/testing';
import { resolveCompany } from './company';
import { cloud, type Declaration, overlayOf, publicRoute, statefulNode, webService } from './declare';
import { ENVIRONMENT_IDENTITY } from './environment-identity';
import { modelJson } from './model-json';

const till = webService('till', {
  ...tinyWebService,
  calls: ['shop-database', 'shop'],
  cloud: { receipts: cloud.bucket() },
  exposure: publicRoute({ path: '/till' }),
});
const overlay = overlayOf({ services: [till], squads: [], dependencies: [] });

/** The environments of a company as plain data, without the fields at these paths. */
function environmentsWithout(paths: readonly string[], ...declarations: readonly Declaration[]) {
  const company = tinyCompany(till, statefulNode('node', tinyNode), ...declarations);
  return resolveCompany(company, { releases: tinyReleases(company) }).map((one) => {
    const { environment } = JSON.parse(modelJson(one)) as { environment: unknown };
    for (const path of paths) remove(environment, path.split('.'));
    return environment;
  });
}

function remove(value: unknown, [head = '', ...rest]: readonly string[]): void {
  if (typeof value !== 'object' || value === null) return;
  const map = value as Record<string, unknown>;
  for (const key of head === '*' ? Object.keys(map) : [head]) {
    if (rest.length === 0) delete map[key];
    else remove(map[key], rest);
  }
}

test('two environments without overlays are the same apart from their identity', () => {
  const [first, second] = environmentsWithout(ENVIRONMENT_IDENTITY);

  expect(first).toEqual(second);
});

test('what an overlay says is seen beside the identity', () => {
  const [first, second] = environmentsWithout(
    ENVIRONMENT_IDENTITY,
    overlay({ till: { resources: { cpu: 2 } } }),
  );

  expect(first).not.toEqual(second);
});

// Callers, releases and quotas are the same in this company; the rest differs by its facts alone.
test.each([
  'name',
  'facts',
  'dependencies.*.addresses',
  'services.*.image.repository',
  'services.*.calls.*.addresses',
  'services.*.cloud.account',
  'services.*.cloud.needs.*.bucket',
  'services.*.scaling.min',
  'services.*.exposure.host',
])('%s is on the list because it differs', (path) => {
  const [first, second] = environmentsWithout(ENVIRONMENT_IDENTITY.filter((one) => one !== path));

  expect(first).not.toEqual(second);
});
