import { planOf } from './written-program.fixture';

jest.setTimeout(60_000);

test('the same program gives the same plan, byte for byte, whatever settles first', async () => {
  const main = `
    const { Network, Subnetwork } = require('@pulumi/gcp').compute;
    const turns = async () => { for (let n = Math.random() * 50; n > 0; n -= 1) await new Promise(setImmediate); };
    class Group extends pulumi.ComponentResource {
      constructor(name, options) { super('test:cloud:Group', name, {}, options); }
    }
    const makers = ['a', 'b', 'c', 'd', 'e'].map((name) => async () => {
      await turns();
      const group = new Group('group-' + name);
      await turns();
      const network = new Network(name, { labels: undefined }, { parent: group });
      await turns();
      new Subnetwork('second-' + name, { network: network.id, ipCidrRange: '10.0.0.0/24' }, { parent: new Group(name, { parent: group }) });
      return network.id;
    });
    const shuffled = makers.map((make) => [Math.random(), make]).sort(([a], [b]) => a - b).map(([, make]) => make);
    module.exports = async () => {
      const ids = await Promise.all(shuffled.map((make) => make()));
      return { ids: pulumi.all(ids).apply((known) => known.sort()) };
    };`;
  const [first, second] = [await planOf({ main }), await planOf({ main })];
  expect(JSON.stringify(first)).toBe(JSON.stringify(second));
  const order = first.resources.slice(0, 6).map(({ type, name }) => `${type.split(':').at(-1)} ${name}`);
  expect(order).toEqual([
    'Stack written-test',
    'Group group-a',
    'Network a',
    'Group a',
    'Subnetwork second-a',
    'Group group-b',
  ]);
});
