import { environment, squad, vault, vaultLogins, webService } from '@plinth/model';
import { otherSquad, tinyFacts, tinyWebService } from '@plinth/testing';
import { everyEnvironment, type Found, type Rendered, tiny } from './_rendered';

const environments = everyEnvironment().map((one) => [one.environment.name, one] as const);

/** Rights in the namespace of the servers, as the platform gives them. */
function rights(rendered: Rendered, kind: 'Role' | 'RoleBinding'): (Found & Record<string, unknown>)[] {
  return rendered
    .objectsOf('platform')
    .filter((object) => object.kind === kind && object.metadata.namespace === 'vault')
    .map((object) => object as Found & Record<string, unknown>);
}

const groupsIn = (rendered: Rendered) =>
  rights(rendered, 'RoleBinding').flatMap(({ subjects }) => subjects as { kind: string; name: string }[]);

test.each(environments)(
  'in %s, people get to the door of the servers, and to nothing else',
  (_, rendered) => {
    const { replicas } = rendered.get('platform', 'Application', 'vault').spec.source.helm.valuesObject.server
      .ha;
    const servers = Array.from({ length: replicas }, (_each, index) => `vault-${index}`);
    expect(rights(rendered, 'Role').map(({ rules }) => rules)).toEqual([
      [
        { apiGroups: [''], resources: ['pods'], verbs: ['get', 'list'] },
        { apiGroups: [''], resources: ['services'], verbs: ['get'] },
        { apiGroups: [''], resources: ['pods/portforward'], resourceNames: servers, verbs: ['create'] },
      ],
    ]);
  },
);

test.each(environments)('in %s, that is for administrators and for squads that put values', (_, rendered) => {
  const resolved = rendered.environment;
  const kv = vaultLogins(resolved).filter(({ secrets }) => secrets.some(({ engine }) => engine === 'kv'));
  const services = new Set(kv.map(({ service }) => service));
  const owners = new Set(resolved.services.filter(({ name }) => services.has(name)).map((one) => one.squad));
  const groups = resolved.squads.filter(({ name }) => owners.has(name)).map(({ group }) => group);
  expect(groups.length).toBeGreaterThan(3);
  expect(
    groupsIn(rendered)
      .map(({ name }) => name)
      .sort(),
  ).toEqual([resolved.facts.vault?.administrators, ...groups].sort());
  expect(groupsIn(rendered).every(({ kind }) => kind === 'Group')).toBe(true);
});

test.each(environments)('in %s, the door is a name of the servers’ certificate', (_, rendered) => {
  const { spec } = rendered.get('platform', 'Certificate', 'vault-server-tls', 'vault');
  expect(spec.ipAddresses).toContain('127.0.0.1');
});

test.each(environments)('in %s, the platform’s project may give these rights', (_, rendered) => {
  const { spec } = rendered.get('delivery', 'AppProject', 'platform');
  const destinations = spec.destinations.map(({ namespace }: { namespace: string }) => namespace);
  expect(destinations).toContain('vault');
  const kinds = spec.namespaceResourceWhitelist.map(({ kind }: { kind: string }) => kind);
  expect(kinds).toEqual(expect.arrayContaining(['Role', 'RoleBinding']));
});

test('a squad whose services read no value that people put has no business there', () => {
  const shop = webService('shop', { ...tinyWebService, secrets: { key: vault.kv('retail/shop/key') } });
  const office = squad('office', { ...otherSquad, group: 'office-squad@acme.example' });
  const issuer = 'https://login.acme.example';
  const administrators = 'admins@acme.example';
  const people = ['first', 'second'].map((name, index) =>
    environment(name, {
      ...tinyFacts(index + 1),
      vault: { signIn: { issuer, clientId: name, addresses: ['10.200.16.20/32'] }, administrators },
    }),
  );
  const named = groupsIn(tiny(...people, shop, office)).map(({ name }) => name);
  expect(named).toEqual([administrators, 'retail-squad@acme.example']);
});

test('where nobody signs in to Vault, nobody has business there', () => {
  const shop = webService('shop', { ...tinyWebService, secrets: { key: vault.kv('retail/shop/key') } });
  expect([...rights(tiny(shop), 'Role'), ...rights(tiny(shop), 'RoleBinding')]).toEqual([]);
});
