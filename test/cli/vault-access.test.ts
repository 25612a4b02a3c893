import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { grantsOf, loginsOf, resolveCompany } from '@plinth/model';
import { company } from '../../environments';
import { readReleases } from '../company/read-releases';
import { askPlinth } from './ask-plinth';
import { FixtureRepository } from './fixture-repository';
import { CHECKOUT, type Run } from './run-plinth';

// Each test starts a process or more.
jest.setTimeout(120_000);

const access = (...args: string[]): Promise<Run> =>
  askPlinth(['vault', 'access', ...args], { cwd: CHECKOUT });
const environments = resolveCompany(company, { releases: readReleases(company) });

/** What of the answer the tests look at. */
interface Answer {
  readonly role: string;
  readonly environments: readonly string[];
  readonly grants: readonly { path: string; secret?: string; declared?: string; asked?: string }[];
}

async function answer(...args: string[]): Promise<Answer[]> {
  const { code, stdout, stderr } = await access(...args, '--json');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout) as Answer[];
}

test('a service and its job are told apart, with each path, file and line', async () => {
  const { code, stdout, stderr } = await access('ledger');

  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const [service = '', job = ''] = stdout.split('\n\n');
  expect(service).toMatch(/^ledger \(service\) of exchange, exchange-oncall@acme\.example\n/);
  expect(service).toMatch(
    /^kv\/data\/exchange\/ledger\/audit-key +read +\/secrets\/audit-key +environments\/base\/services\/exchange\/ledger\.ts:\d+: the field "value"$/m,
  );
  expect(job).toMatch(/^ledger-before \(job before the roll-out\) of exchange/);
  expect(job).not.toContain('audit-key');
  expect(job).toMatch(
    /^database\/creds\/ledger\.database .*, asked for at \S+ledger\.ts:\d+: an account of exchange-database/m,
  );
});

test('each line is the one on which the secret is declared, and what a job gets is asked for', async () => {
  const lines = (await answer()).flatMap(({ grants }) =>
    grants.flatMap(({ secret, declared, asked }) =>
      secret === undefined
        ? []
        : [[secret, lineAt(declared)], ...(asked === undefined ? [] : [['secrets', lineAt(asked)]])],
    ),
  );

  expect(lines.length).toBeGreaterThan(30);
  for (const [secret, line] of lines) expect(line).toContain(secret);
});

function lineAt(place = ''): string {
  const [file = '', line] = place.split(':');
  return readFileSync(join(CHECKOUT, file), 'utf8').split('\n')[Number(line) - 1] ?? '';
}

test('it is all that policies are made of, in every environment', async () => {
  const told = await answer();
  for (const { name, services } of environments) {
    const granted = services
      .flatMap(loginsOf)
      .map((login) => [login.role, grantsOf(login).map(({ path }) => path)])
      .sort(([a = ''], [b = '']) => (a < b ? -1 : 1));
    const here = told
      .filter((one) => one.environments.includes(name))
      .map(({ role, grants }) => [role, grants.map(({ path }) => path)]);
    expect(here).toEqual(granted);
  }
});

test('one environment has those who have a release there', async () => {
  const roles = async (...args: string[]) => (await answer(...args)).map(({ role }) => role);

  expect(await roles('--env', 'dev')).toContain('arbitrage-bot');
  expect(await roles('--env', 'prod')).not.toContain('arbitrage-bot');
  expect(await access('arbitrage-bot', '--env', 'prod')).toMatchObject({
    code: 0,
    stdout: 'arbitrage-bot may do nothing in Vault in prod: it declares no secret, or has no release\n',
  });
});

test('the page in docs is up to date', async () => {
  const { stdout } = await access('--markdown');
  expect(readFileSync(join(CHECKOUT, 'docs/access/vault.md'), 'utf8')).toBe(stdout);
});

test('fails when the service is unknown, and names the nearest', async () => {
  expect(await access('ledgr')).toMatchObject({
    code: 2,
    stdout: '',
    stderr: `<service>: found "ledgr"; allowed: one of ${company.base.services.length} declared services; did you mean "ledger"?\n`,
  });
});

test('fails when it is to be a page and data at once', async () => {
  expect(await access('--markdown', '--json')).toMatchObject({ code: 2, stdout: '' });
});

test('removing a secret removes what it allowed, and nothing else', async () => {
  const repository = FixtureRepository.ofCompany();
  try {
    const paths = async () => {
      const { stdout } = await repository.ask('vault access --json');
      return (JSON.parse(stdout) as Answer[]).flatMap(({ role, grants }) =>
        grants.map(({ path }) => `${role} ${path}`),
      );
    };
    const before = await paths();
    repository.edit(
      'environments/base/services/exchange/ledger.ts',
      "'audit-key': vault.kv('exchange/ledger/audit-key', { reload: '/-/reload' }),",
      '',
    );
    expect(before.filter((path) => path.includes('audit-key'))).toHaveLength(1);
    expect(await paths()).toEqual(before.filter((path) => !path.includes('audit-key')));
  } finally {
    repository.dispose();
  }
});
