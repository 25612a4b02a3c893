import type { CloudPlan, PlannedResource } from '../plan';
import { planOf } from '../written-program.fixture';

jest.setTimeout(60_000);

let plan: CloudPlan;

beforeAll(async () => {
  plan = await planOf({
    main: `
      const { Network, Subnetwork } = require('@pulumi/gcp').compute;
      const gcp = require('@pulumi/gcp');
      class Group extends pulumi.ComponentResource {
        constructor(name, options) {
          super('test:cloud:Group', name, {}, options);
          this.inner = new Inner(name + '-inner', { parent: this });
        }
      }
      class Inner extends pulumi.ComponentResource {
        constructor(name, options) {
          super('test:cloud:Inner', name, {}, options);
          this.network = new Network('vpc', { description: 'ours' }, { parent: this });
        }
      }
      class Chart extends pulumi.ComponentResource {
        constructor(name, args) {
          super('test:remote:Chart', name, args, {}, true);
        }
      }
      const provider = new gcp.Provider('explicit', { project: 'one', userProjectOverride: true });
      const group = new Group('group', { providers: [provider] });
      const { network } = group.inner;
      new Subnetwork('options', { network: network.selfLink, ipCidrRange: '10.0.0.0/24' }, {
        provider,
        protect: true,
        retainOnDelete: true,
        deleteBeforeReplace: true,
        ignoreChanges: ['description'],
        replaceOnChanges: ['network'],
        import: 'projects/one/regions/here/subnetworks/options',
        aliases: [{ name: 'before' }, { parent: pulumi.rootStackResource }, 'urn:pulumi:test::written::a:b:C::d'],
        dependsOn: [group],
      });
      new Chart('chart', { values: { version: '1', from: network.name } });
      Network.get('theirs', 'projects/two/global/networks/theirs', undefined, { provider });
      module.exports = { link: network.selfLink, description: network.description, nested: { id: network.id } };
    `,
  });
});

test('a child has the types of its parents in its URN', () => {
  expect(named('vpc').urn).toBe(
    'urn:pulumi:test::written::test:cloud:Group$test:cloud:Inner$gcp:compute/network:Network::vpc',
  );
  expect(named('vpc').parent).toBe(named('group-inner').urn);
  expect(named('group').parent).toBe(named('written-test').urn);
});

test('the provider that a parent hands down is the provider of a child', () => {
  expect(named('vpc').provider).toBe('urn:pulumi:test::written::pulumi:providers:gcp::explicit');
  expect(named('explicit').inputs).toMatchObject({ project: 'one', userProjectOverride: 'true' });
});

test('every option that was set is in the plan, aliases as URNs', () => {
  expect(named('options').options).toEqual({
    protect: true,
    retainOnDelete: true,
    deleteBeforeReplace: true,
    ignoreChanges: ['description'],
    replaceOnChanges: ['network'],
    import: 'projects/one/regions/here/subnetworks/options',
    aliases: [
      'urn:pulumi:test::written::gcp:compute/subnetwork:Subnetwork::before',
      'urn:pulumi:test::written::gcp:compute/subnetwork:Subnetwork::options',
      'urn:pulumi:test::written::a:b:C::d',
    ],
  });
  expect(named('vpc').options).toEqual({});
});

test('dependencies are those of properties and those that are said, sorted', () => {
  expect(named('options').dependencies).toContain(named('vpc').urn);
  expect(named('options').dependencies).toEqual([...named('options').dependencies].sort());
});

test('a remote component is one entry with its arguments', () => {
  expect(named('chart')).toMatchObject({
    custom: false,
    inputs: { values: { from: '${gcp:compute/network:Network.vpc.name}', version: '1' } },
  });
});

test('what is only looked up says so', () => {
  expect(named('theirs').read).toBe('projects/two/global/networks/theirs');
  expect(named('vpc').read).toBeUndefined();
});

test('an output is the input, or else a symbol', () => {
  expect(plan.outputs).toEqual({
    link: '${gcp:compute/network:Network.vpc.selfLink}',
    description: 'ours',
    nested: { id: '${gcp:compute/network:Network.vpc.id}' },
  });
});

test('fails when two resources have one URN, naming it, and all of them at once', async () => {
  const main = `
    const { Network } = require('@pulumi/gcp').compute;
    new Network('twice'); new Network('twice'); new Network('again'); new Network('again');`;
  await expect(planOf({ main })).rejects.toMatchObject({
    problems: [
      { code: 'duplicate-resource', where: 'written/test: gcp:compute/network:Network "again"' },
      { code: 'duplicate-resource', where: 'written/test: gcp:compute/network:Network "twice"' },
    ],
  });
});

function named(name: string): PlannedResource {
  const [found, ...others] = plan.resources.filter((resource) => resource.name === name);
  if (found === undefined || others.length > 0) throw new Error(`no one resource "${name}"`);
  return found;
}
