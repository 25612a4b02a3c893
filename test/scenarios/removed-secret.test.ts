import {
  type Company,
  defineCompany,
  grantsOf,
  resolveCompany,
  type ServiceDeclaration,
  vaultLogins,
  webService,
} from '@plinth/model';
import { company } from '../../environments';
import { readReleases, root } from '../company/read-releases';

/** Who may do what in the last environment, by role. */
function access(of: Company): Map<string, readonly string[]> {
  const environment = resolveCompany(of, { releases: readReleases(of), root }).at(-1);
  if (environment === undefined) throw new Error('no environment');
  return new Map(
    vaultLogins(environment).map((login) => [login.role, grantsOf(login).map(({ path }) => path)]),
  );
}

/** The company with other secrets of one service, or with none. */
function withSecrets(name: string, secrets?: NonNullable<ServiceDeclaration['input']['secrets']>): Company {
  const services = company.base.services.map((service) => {
    if (service.name !== name || service.kind !== 'web-service') return service;
    const { secrets: _, ...input } = service.input;
    return webService(name, secrets === undefined ? input : { ...input, secrets });
  });
  return defineCompany({ ...company, base: { ...company.base, services } });
}

const before = access(company);

test('a secret that is removed takes its right away, and nobody else loses any', () => {
  const { database } = company.base.services.find(({ name }) => name === 'ledger')?.input.secrets ?? {};
  const after = access(withSecrets('ledger', { database: database as never }));
  const key = 'kv/data/exchange/ledger/audit-key';
  expect(before.get('ledger')).toContain(key);
  expect(after.get('ledger')).toEqual(before.get('ledger')?.filter((path) => path !== key));
  expect(new Map([...after].filter(([role]) => role !== 'ledger'))).toEqual(
    new Map([...before].filter(([role]) => role !== 'ledger')),
  );
});

test('who declares no secret any more is nobody to Vault', () => {
  const after = access(withSecrets('order-matcher'));
  expect([before.has('order-matcher'), after.has('order-matcher')]).toEqual([true, false]);
  expect(after.size).toBe(before.size - 1);
});
