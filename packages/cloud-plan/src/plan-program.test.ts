import { join } from 'node:path';
import { planProgram } from './plan-program';

jest.setTimeout(60_000);

const folder = join(__dirname, 'simple.fixture');

test('a program in TypeScript, loaded from source, becomes a plan', async () => {
  const plan = await planProgram({ folder, stack: 'test' });
  const subnetwork = plan.resources.find(({ name }) => name === 'here-subnetwork');
  expect(subnetwork).toEqual({
    urn: 'urn:pulumi:test::simple::test:cloud:Place$gcp:compute/subnetwork:Subnetwork::here-subnetwork',
    type: 'gcp:compute/subnetwork:Subnetwork',
    name: 'here-subnetwork',
    parent: 'urn:pulumi:test::simple::test:cloud:Place::here',
    custom: true,
    inputs: {
      ipCidrRange: '10.0.0.0/20',
      network: '${gcp:compute/network:Network.here-network.id}',
      region: 'europe-west1',
    },
    dependencies: ['urn:pulumi:test::simple::test:cloud:Place$gcp:compute/network:Network::here-network'],
    options: { protect: true },
  });
  expect(plan.outputs).toEqual({ region: 'europe-west1' });
});
