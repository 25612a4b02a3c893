import { outputNamesFrom } from './output-names';

const fromHere = outputNamesFrom(__dirname);

test.each([
  ['gcp:container/cluster:Cluster', ['endpoint', 'masterAuth', 'name', 'selfLink']],
  ['gcp:serviceaccount/account:Account', ['email', 'member', 'uniqueId']],
  ['gcp:projects/iAMMember:IAMMember', ['etag', 'member', 'role']],
  [
    'vault:pkiSecret/secretBackendIntermediateCertRequest:SecretBackendIntermediateCertRequest',
    ['csr', 'keyId'],
  ],
])('the outputs of %s are those of its class', (type, some) => {
  expect(fromHere(type)).toEqual(expect.arrayContaining(some));
});

test.each([
  'test:cloud:Group',
  'gcp:container/cluster:Clutser',
  'gcp:none:None',
  'pulumi:providers:gcp',
  'oddity',
])('%s has no outputs of its own', (type) => {
  expect(fromHere(type)).toEqual([]);
});
