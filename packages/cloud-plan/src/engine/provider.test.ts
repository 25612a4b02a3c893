import { planOf } from '../written-program.fixture';

jest.setTimeout(60_000);

const stack = 'config:\n  pulumi:disable-default-providers: [gcp]\n';

test('a resource with an explicit provider passes where default providers are disabled', async () => {
  const main = `
    const gcp = require('@pulumi/gcp');
    const provider = new gcp.Provider('here', { project: 'one' });
    new gcp.compute.Network('vpc', {}, { provider });`;
  const plan = await planOf({ stack, main });
  expect(plan.resources.map(({ name }) => name)).toContain('vpc');
});

test('fails when resources, lookups or functions name no provider where default ones are disabled, all at once', async () => {
  const main = `
    const gcp = require('@pulumi/gcp');
    new gcp.compute.Network('vpc');
    gcp.compute.Network.get('theirs', 'id');
    gcp.compute.getZones();`;
  const answers = { 'gcp:compute/getZones:getZones': () => ({ names: [] }) };
  await expect(planOf({ stack, main }, { answers })).rejects.toMatchObject({
    problems: [
      { code: 'default-provider', where: 'written/test: function gcp:compute/getZones:getZones' },
      { code: 'default-provider', where: 'written/test: gcp:compute/network:Network "theirs"' },
      { code: 'default-provider', where: 'written/test: gcp:compute/network:Network "vpc"' },
    ],
  });
});

test('fails when every default provider is disabled by "*"', async () => {
  const main = `new pulumi.CustomResource('other:index:Thing', 'thing', {});`;
  const every = 'config:\n  pulumi:disable-default-providers: ["*"]\n';
  await expect(planOf({ stack: every, main })).rejects.toMatchObject({ code: 'default-provider' });
  await expect(planOf({ stack, main })).resolves.toMatchObject({ project: 'written' });
});
