import type { CloudPlan } from '../plan';
import { MASKED } from '../plan';
import { planOf } from '../written-program.fixture';

jest.setTimeout(60_000);

const network: CloudPlan = {
  project: 'network',
  stack: 'test',
  resources: [],
  outputs: { id: '${gcp:compute/network:Network.vpc.id}', key: MASKED },
};

const using = (name: string, output: string): string => `
  const there = new pulumi.StackReference(${JSON.stringify(name)});
  module.exports = { used: there.requireOutput('${output}') };`;

test.each([
  ['organization/network/test', 'organization/network/test'],
  ['organization/network/test', 'network'],
  ['network/test', 'organization/network/test'],
  ['network/test', 'network'],
])('a reference to %s is answered by a plan under %s', async (written, key) => {
  const references = new Map([[key, network]]);
  const plan = await planOf({ main: using(written, 'id') }, { references });
  expect(plan.outputs).toEqual({ used: '${gcp:compute/network:Network.vpc.id}' });
});

test('a secret output of another stack stays a secret', async () => {
  const main = `
    const there = new pulumi.StackReference('organization/network/test');
    const key = there.requireOutput('key');
    module.exports = { key, secret: pulumi.output(pulumi.isSecret(key)), all: pulumi.isSecret(there.outputs), open: pulumi.isSecret(there.requireOutput('id')) };`;
  const plan = await planOf({ main }, { references: new Map([['network', network]]) });
  expect(plan.outputs).toEqual({ key: MASKED, secret: true, all: true, open: false });
});

test('fails when no plan of the other stack is there, naming both and the nearest', async () => {
  const references = new Map([['organization/network/test', network]]);
  const plan = planOf({ main: using('organization/netwrok/test', 'id') }, { references });
  await expect(plan).rejects.toMatchObject({
    code: 'unknown-reference',
    message: expect.stringMatching(
      /^written\/test: stack reference "organization\/netwrok\/test".*did you mean "organization\/network\/test"\?$/,
    ),
  });
});

test('fails when the plan of another stack of the same project is all there is', async () => {
  const references = new Map([['network', network]]);
  await expect(
    planOf({ main: using('organization/network/other', 'id') }, { references }),
  ).rejects.toMatchObject({
    code: 'unknown-reference',
  });
});

test('fails when the other stack has no such output, naming both and what it has', async () => {
  const references = new Map([['organization/network/test', network]]);
  await expect(
    planOf({ main: using('organization/network/test', 'ip') }, { references }),
  ).rejects.toMatchObject({
    code: 'missing-output',
    message:
      'written/test: stack reference "organization/network/test": found no output "ip"; allowed: id or key; export "ip" there, or correct the name here',
  });
});
