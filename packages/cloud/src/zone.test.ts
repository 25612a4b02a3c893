import { zoneProblems } from './zone';

const REGION = 'europe-west6';

function problemsOf(zones: readonly string[]): string[] {
  return zoneProblems('zones', zones, REGION).map(({ found, allowed }) => `${found}; ${allowed}`);
}

test('three zones of the region have no problem', () => {
  expect(problemsOf(['europe-west6-a', 'europe-west6-b', 'europe-west6-c'])).toEqual([]);
});

test.each([
  ['a zone is of another region', 'europe-west1-c'],
  ['a zone is of a region that begins alike', 'europe-west61-c'],
  ['a region is written for a zone', 'europe-west6'],
  ['a zone is in capitals', 'EUROPE-WEST6-C'],
  ['a zone has no letter', 'europe-west6-'],
])('fails when %s', (_, zone) => {
  expect(problemsOf(['europe-west6-a', 'europe-west6-b', zone])).toEqual([
    `"${zone}"; a zone of the region "europe-west6"`,
  ]);
});

test.each([
  ['there are two zones', ['europe-west6-a', 'europe-west6-b']],
  ['a zone is there twice', ['europe-west6-a', 'europe-west6-b', 'europe-west6-c', 'europe-west6-c']],
  ['there is none', []],
])('fails when %s', (_, zones) => {
  expect(problemsOf(zones)).toEqual([expect.stringContaining('; 3 different zones or more')]);
});
