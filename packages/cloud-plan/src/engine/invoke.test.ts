import { planOf } from '../written-program.fixture';

jest.setTimeout(60_000);

const main = `
  const gcp = require('@pulumi/gcp');
  const zones = gcp.compute.getZonesOutput({ region: 'here' });
  const cluster = new gcp.container.Cluster('main', { location: 'here' });
  module.exports = { zones: zones.names, certificate: cluster.masterAuth.clusterCaCertificate, id: cluster.id };`;

test('answers are what functions and resources of their type give', async () => {
  const answers = {
    'gcp:compute/getZones:getZones': (_token: string, { region }: { readonly [key: string]: unknown }) => ({
      names: [`${region}-a`],
    }),
    'gcp:container/cluster:Cluster': (name: string) => ({
      masterAuth: { clusterCaCertificate: `certificate of ${name}` },
    }),
  };
  const plan = await planOf({ main }, { answers });
  expect(plan.outputs).toEqual({
    zones: ['here-a'],
    certificate: 'certificate of main',
    id: '${gcp:container/cluster:Cluster.main.id}',
  });
});

test('fails when a function is not answered, naming it and how to answer', async () => {
  await expect(planOf({ main })).rejects.toMatchObject({
    code: 'unanswered-function',
    message: expect.stringContaining("pass answers: { 'gcp:compute/getZones:getZones': () => ({ … }) }"),
  });
});

test('fails when an answer throws, with its own error', async () => {
  const answers = {
    'gcp:compute/getZones:getZones': () => {
      throw new TypeError('a test that is wrong');
    },
  };
  await expect(planOf({ main }, { answers })).rejects.toThrow(TypeError);
});
