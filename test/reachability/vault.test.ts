import { type ResolvedEnvironment, resolveCompany, vault, webService } from '@plinth/model';
import { tinyCloudSql, tinyCompany, tinyReleases, tinyWebService } from '@plinth/testing';
import type { KubernetesObject } from './_cluster';
import { difference, Matrix } from './_matrix';
import type { Side } from './_network';
import type { NetworkPolicy } from './_network-policy';
import { renderObjects } from './_render';

/** One service that has secrets, and a job before it that has one too; one that has none. */
const company = tinyCompany(
  webService('shop', {
    ...tinyWebService,
    calls: ['shop-database'],
    secrets: { database: vault.database('shop-database'), key: vault.kv('retail/shop/key') },
    beforeRollout: { args: ['migrate'], secrets: ['database'] },
  }),
  webService('basket', tinyWebService),
  ...tinyCloudSql(),
);
const environment = resolveCompany(company, { releases: tinyReleases(company) })[0] as ResolvedEnvironment;
const rendered = renderObjects(environment);

type Mutable<T> = { -readonly [K in keyof T]: Mutable<T[K]> };

/** What differs from the declarations when somebody changes the policy of the servers by hand. */
function differs(
  change: (spec: Required<Mutable<NetworkPolicy['spec']>>) => void,
  side: Side = 'both',
): string[] {
  const objects: KubernetesObject[] = structuredClone(rendered);
  const policy = objects.find(
    ({ metadata }) => metadata.namespace === 'vault' && metadata.name === 'allow-servers',
  );
  change((policy as unknown as { spec: Required<Mutable<NetworkPolicy['spec']>> }).spec);
  const matrix = new Matrix(environment, objects);
  return difference(matrix.actual(side, { ipBlocksSelectPods: true }), matrix.expected(side));
}

test('as it is rendered, who declares secrets and who issues certificates reaches the servers, and nobody else', () => {
  expect(differs(() => undefined)).toEqual([]);
});

test('fails when who declares secrets is not let in', () => {
  const change = differs(({ ingress }) => ingress.pop());
  expect(change).toEqual([
    '- cert-manager/cert-manager-controller -> vault/vault:8200/TCP',
    '- retail/shop -> vault/vault:8200/TCP',
    '- retail/shop-before -> vault/vault:8200/TCP',
    '- vault/vault-snapshot -> vault/vault:8200/TCP',
  ]);
});

test('fails when servers let each other in no more', () => {
  expect(differs(({ ingress }) => ingress.shift())).toEqual([
    '- vault/vault -> vault/vault:8200/TCP',
    '- vault/vault -> vault/vault:8201/TCP',
  ]);
});

test('fails when the port between servers is open to others', () => {
  // Those may not call it: the side of the servers shows it alone.
  const change = differs(
    ({ ingress }) => ingress[1]?.ports?.push({ protocol: 'TCP', port: 8201 }),
    'ingress',
  );
  expect(change).toEqual([
    '+ cert-manager/cert-manager-controller -> vault/vault:8201/TCP',
    '+ retail/shop -> vault/vault:8201/TCP',
    '+ retail/shop-before -> vault/vault:8201/TCP',
    '+ vault/vault-snapshot -> vault/vault:8201/TCP',
  ]);
});

test('fails when any pod of a namespace is let in, because one of them declares secrets', () => {
  const change = differs(({ ingress }) => {
    for (const peer of ingress[1]?.from ?? [])
      if (peer.namespaceSelector !== undefined) peer.podSelector = {};
  }, 'ingress');
  expect(change).toEqual([
    '+ cert-manager/cert-manager-cainjector -> vault/vault:8200/TCP',
    '+ cert-manager/cert-manager-webhook -> vault/vault:8200/TCP',
    '+ cert-manager/trust-manager -> vault/vault:8200/TCP',
    '+ cert-manager/without-labels -> vault/vault:8200/TCP',
    '+ retail/basket -> vault/vault:8200/TCP',
    '+ retail/without-labels -> vault/vault:8200/TCP',
  ]);
});

test('fails when servers do not reach the database in which they make accounts', () => {
  const change = differs(({ egress }) => {
    const at = egress.findIndex((rule) => JSON.stringify(rule).includes('3307'));
    egress.splice(at, 1);
  });
  expect(change.length).toBeGreaterThan(0);
  for (const each of change) expect(each).toMatch(/^- vault\/vault -> shop-database .*:3307\/TCP$/);
});

test('fails when servers reach more than is known', () => {
  const change = differs(({ egress }) => egress.push({ to: [{ ipBlock: { cidr: '8.8.8.8/32' } }] }));
  expect(change.length).toBeGreaterThan(0);
  for (const each of change) expect(each).toMatch(/^\+ vault\/vault -> somewhere on the internet/);
});
