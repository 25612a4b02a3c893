import { projectProblems, regionProblems } from './place';

test.each(['acme-prod', 'a12345', 'a'.repeat(30)])('%s is the id of a project', (project) => {
  expect(projectProblems('here', project)).toEqual([]);
});

test.each(['acme', 'Acme-prod', 'acme-prod-', '1acme-prod', 'acme_prod', 'a'.repeat(31), '123456789', ''])(
  'fails when the project is %j',
  (project) => {
    expect(projectProblems('here', project)).toMatchObject([{ code: 'project', where: 'here' }]);
  },
);

test.each(['europe-west6', 'southamerica-east1', 'northamerica-northeast2', 'us-central1', 'me-west1'])(
  '%s is a region',
  (region) => {
    expect(regionProblems('here', region)).toEqual([]);
  },
);

test.each(['europe', 'EU', 'global', 'eu-west-1', 'Europe-west6', 'europe-west6 ', ''])(
  'fails when the region is %j',
  (region) => {
    expect(regionProblems('here', region)).toMatchObject([{ code: 'region' }]);
  },
);

test('fails when a zone is given as region, and says the region', () => {
  expect(regionProblems('here', 'europe-west6-a')).toMatchObject([
    { code: 'region', fix: 'this is a zone: write "europe-west6"' },
  ]);
});
