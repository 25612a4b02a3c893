import { principalProblems } from './principal';

const PROJECT = 'acme-test.iam.gserviceaccount.com';

test.each([
  `serviceAccount:shop@${PROJECT}`,
  'serviceAccount:service-123@gcp-sa-pubsub.iam.gserviceaccount.com',
  'group:platform@acme.example',
  'user:ada@acme.example',
  'principal://iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/p/subject/s',
  'principalSet://iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/p/attribute.x/y',
])('%s can be granted something', (member) => {
  expect(principalProblems('here', { name: 'shop', member })).toEqual([]);
});

test.each([
  ['allUsers', 'public-member'],
  ['allAuthenticatedUsers', 'public-member'],
  ['serviceAccount:123456-compute@developer.gserviceaccount.com', 'default-account'],
  ['serviceAccount:acme-test@appspot.gserviceaccount.com', 'default-account'],
  [`shop@${PROJECT}`, 'member'],
  ['domain:acme.example', 'member'],
  ['projectEditor:acme-test', 'member'],
  ['deleted:serviceAccount:shop@acme?uid=1', 'member'],
  ['', 'member'],
  [`serviceAccount:shop@${PROJECT}\n`, 'member'],
])('fails when the member is %j', (member, code) => {
  expect(principalProblems('here', { name: 'shop', member })).toMatchObject([{ code, where: 'here' }]);
});

test.each(['', 'Shop', 'shop_api', '-shop', 'shop-', 'shop api'])(
  'fails when its name is %j: names of resources are made of it',
  (name) => {
    expect(principalProblems('here', { name, member: `serviceAccount:shop@${PROJECT}` })).toMatchObject([
      { code: 'principal-name' },
    ]);
  },
);
