import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CertificateAuthority } from '@plinth/testing';
import { company } from '../../environments';
import { FixtureRepository } from './fixture-repository';
import { CHECKOUT } from './run-plinth';

// Each test starts a process or more.
jest.setTimeout(120_000);

const FILE = 'environments/dev/authorities.json';

let repository: FixtureRepository;
let root: string;
beforeAll(() => {
  repository = FixtureRepository.ofRenderedCompany();
  root = (JSON.parse(repository.read(FILE)) as { certificate: string }[])[0]?.certificate ?? '';
});
afterAll(() => repository.dispose());

/** A run with another file in the place of this one, which comes back. */
async function having(content: string | undefined, args: string) {
  const before = repository.read(FILE);
  if (content === undefined) repository.remove(FILE);
  else repository.write(FILE, content);
  try {
    return await repository.ask(args);
  } finally {
    repository.write(FILE, before);
  }
}

const list = (...certificates: readonly string[]) =>
  JSON.stringify(
    certificates.map((certificate, index) => ({
      name: index === 0 ? 'root' : `root-${index + 1}`,
      certificate,
    })),
  );

test.each([
  ['today', '2026-11-22', 0, ''],
  ['90 days before the authority ends that issues', '2029-08-23', 0, ''],
  [
    'a day later',
    '2029-08-24',
    1,
    'one whose issuing authority, made with it, ends on 2029-11-21; allowed: an issuing authority that lives for 90 days and longer; run plinth certs rotate-ca --env dev --start',
  ],
  [
    'when a new authority would outlive the root',
    '2033-11-21',
    1,
    'one that ends on 2036-11-19; allowed: a root that outlives the 26280h of an authority that is made today; run plinth certs rotate-ca --env dev --start',
  ],
  [
    'after its end',
    '2036-11-20',
    1,
    'one that ended on 2036-11-19; allowed: authorities that are valid; run plinth certs rotate-ca --env dev',
  ],
])('%s, check says of an authority what has to be done', async (_, day, code, found) => {
  const checked = await repository.ask(`check --env dev --date ${day}`);
  const said = checked.stdout.split('\n').filter((line) => line.includes(FILE));
  expect(said).toEqual(found === '' ? [] : [`${FILE}: the authority "root": found ${found}`]);
  if (code === 0) expect(checked.stdout).not.toContain('authority');
});

/** The dates above are those of a file in which nobody has noted the end. */
const noted = (issuingEnds: string) => JSON.stringify([{ name: 'root', certificate: root, issuingEnds }]);

test.each([
  ['90 days before the end that is noted', '2028-03-01T00:00:00Z', '2027-12-02', ''],
  [
    'a day later, long before the one that the settings give',
    '2028-03-01T00:00:00Z',
    '2027-12-03',
    'one whose issuing authority ends on 2028-03-01; allowed: an issuing authority that lives for 90 days and longer; run plinth certs rotate-ca --env dev --start',
  ],
  ['and long after that', '2031-03-01T00:00:00Z', '2029-08-24', ''],
  [
    'of an end after that of the root, the earlier one counts:',
    '2099-01-01T00:00:00Z',
    '2036-11-18',
    'one that ends on 2036-11-19; allowed: a root that outlives the 26280h of an authority that is made today; run plinth certs rotate-ca --env dev --start',
  ],
])('%s, check says of the authority that issues what has to be done', async (_, ends, day, found) => {
  const { stdout } = await having(noted(ends), `check --env dev --date ${day}`);
  const said = stdout.split('\n').filter((line) => line.includes(FILE));
  expect(said).toEqual(found === '' ? [] : [`${FILE}: the authority "root": found ${found}`]);
});

test.each(['2028-03-01', '2028-13-01T00:00:00Z', 'soon'])(
  'fails when the end that is noted is %s',
  async (ends) => {
    const { code, stderr } = await having(noted(ends), 'check --env dev');
    expect([code, stderr]).toEqual([
      2,
      expect.stringContaining(`found ${JSON.stringify(ends)}; allowed: a second in UTC`),
    ]);
  },
);

const SECRET = 'aHVudGVyMg';

test.each([
  ['it is no JSON', `[{ "name": "root", "certificate": "${SECRET}`, `${FILE}:1: found text that is not JSON`],
  ['there is no file', undefined, 'found an import of "./authorities.json", which is not there'],
  ['a line of PEM is cut short', 'cut', 'found text that is no certificate, under the name "root"'],
  ['it is no PEM', list(`${SECRET}\n`), 'found other text, not shown'],
  ['a key stands beside the certificate', 'key', 'a private key'],
  ['it is no authority', 'leaf', 'found a certificate that is no authority, under the name "root"'],
  ['one is there twice', 'twice', 'found the certificate of "root-2" again'],
])('fails when %s, with one error that shows none of it', async (_, content, found) => {
  const { certificate, key } = await (await CertificateAuthority.create('somebody')).issueServer('a server');
  const contents: Readonly<Record<string, string>> = {
    cut: list(root.replace(/\n.+\n-----END/, '\n-----END')),
    key: list(`${root}${key}`),
    leaf: list(certificate),
    twice: list(root, root),
  };
  const { code, stdout, stderr } = await having(contents[content ?? ''] ?? content, 'check --env dev');
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toContain(found);
  expect(stderr.trim().split('\n')).toHaveLength(1);
  expect(stderr).not.toContain(SECRET);
  for (const line of key.split('\n').filter((one) => one.length > 20))
    expect(stderr).not.toContain(line.slice(0, 20));
});

test('fails when the last authority is taken away from services that trust it', async () => {
  const { code, stderr } = await having('[]', 'synth --env dev');
  expect([code, stderr]).toEqual([
    2,
    `${FILE}: found an empty list, where services trust an authority by what is rendered; allowed: at least one authority: services that trust nobody take no connection; restore the file from Git; a new authority comes beside the old one, by plinth certs rotate-ca\n`,
  ]);
});

test('an empty list is what there is before the first authority, and is told', async () => {
  const { code, stderr } = await having('[]', 'synth --env dev --out first');
  expect([code, stderr]).toEqual([
    0,
    expect.stringContaining(
      'dev: services trust no authority yet, and wait for plinth certs trust --env dev\n',
    ),
  ]);
});

const VAULT = 'environments/dev/vault-authority.json';

test.each([
  ['180 days before its end', '2031-05-25', []],
  [
    'a day later',
    '2031-05-26',
    [
      `${VAULT}: the authority of Vault's own certificate: found one that ends on 2031-11-21; allowed: one that is valid for 180 days and longer; run plinth certs trust --env dev: it is renewed a year before its end, with the same key`,
    ],
  ],
])('%s, check says that the authority of Vault has to be taken over again', async (_, day, found) => {
  const { stdout } = await repository.ask(`check --env dev --date ${day}`);
  expect(stdout.split('\n').filter((line) => line.includes(VAULT))).toEqual(found);
});

test("an empty file of Vault's authority is what there is before Vault: issuers know none, which is told", async () => {
  const before = repository.read(VAULT);
  repository.write(VAULT, '{}\n');
  const { code, stderr } = await repository.ask('synth --env dev --out unknown');
  repository.write(VAULT, before);
  const told =
    "dev: certificates of services are signed by nobody while Vault's authority is unknown, and wait for plinth certs trust --env dev\n";
  expect([code, stderr]).toEqual([0, expect.stringContaining(told)]);
  const ledger = repository.read('unknown/dev/workloads/exchange/ledger.yaml');
  expect(ledger).toContain('serviceAccountRef');
  expect(ledger).not.toContain('caBundle');
  expect(repository.read('unknown/dev/platform/certificate-admission.yaml')).not.toContain('caBundle is not');
});

test.each([
  ['it is no PEM', 'other', 'found other text, not shown'],
  ['a key stands beside the certificate', 'key', 'found text that looks like a private key, not shown'],
  ['it is the certificate of a server', 'leaf', 'found a certificate that is no authority'],
])("fails when Vault's authority is bad: %s", async (_, what, found) => {
  const { certificate, key } = await (await CertificateAuthority.create('somebody')).issueServer('a server');
  const contents: Readonly<Record<string, string>> = {
    other: `${SECRET}\n`,
    key: `${root}${key}`,
    leaf: certificate,
  };
  const before = repository.read(VAULT);
  repository.write(VAULT, JSON.stringify({ certificate: contents[what] }));
  const { code, stdout, stderr } = await repository.ask('check --env dev');
  repository.write(VAULT, before);
  expect([code, stdout, stderr.trim().split('\n').length]).toEqual([2, '', 1]);
  expect(stderr).toContain(found);
  expect(stderr).not.toContain(SECRET);
  expect(stderr).not.toContain('PRIVATE');
});

test('fails when the environment takes its authorities from elsewhere', async () => {
  repository.edit('environments/dev/index.ts', '  authorities,\n', '  authorities: [],\n');
  const runs = await Promise.all(
    ['trust', 'rotate-ca'].map((command) => repository.ask(`certs ${command} --env dev`)),
  );
  repository.edit('environments/dev/index.ts', '  authorities: [],\n', '  authorities,\n');
  for (const { code, stderr } of runs)
    expect([code, stderr]).toEqual([
      2,
      expect.stringContaining(`environments/dev/index.ts: found authorities that are not those of ${FILE};`),
    ]);
});

test('no plan names an authority that issues by default: a later one is no drift', () => {
  for (const { name } of company.environments) {
    const plan = readFileSync(join(CHECKOUT, 'plans', name, 'vault.yaml'), 'utf8');
    expect(plan).toContain('type: vault:pkiSecret/secretBackendRootCert:SecretBackendRootCert');
    expect(plan).not.toMatch(/type: vault:pkiSecret\/\w*(?:configIssuers|backendIssuer)/i);
  }
});
