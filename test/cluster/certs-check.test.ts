import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { engines } from './_cluster';
import { type Entry, Outside } from './certs/outside';
import { TlsServer } from './certs/tls-server';

/** What `check` prints of one certificate. */
interface Checked {
  readonly name: string;
  readonly daysLeft?: number;
  readonly serial?: string;
  readonly version: number;
  readonly problems: readonly { readonly code: string; readonly where: string; readonly found: string }[];
}

let here: Outside;
const servers: TlsServer[] = [];

beforeAll(async () => {
  here = await Outside.start(await engines());
});
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()));
});
afterAll(() => here?.stop());

async function check(entries: readonly Entry[], ...args: readonly string[]) {
  const list = here.list(entries);
  const run = await here.run(['certs', 'check', '--list', list, '--json', ...args]);
  return { ...run, checked: run.stdout === '' ? [] : (JSON.parse(run.stdout) as Checked[]) };
}

/** The codes of what is found, each with the end of the place where. */
const findings = (checked: readonly Checked[]) =>
  checked.flatMap(({ problems }) =>
    problems.map(({ code, where }) => `${code} ${where.replace(/^.*[ /]/, '').replace(/\)$/, '')}`),
  );

const withFiles = (name: string, more: Readonly<Record<string, unknown>> = {}) =>
  here.entry(name, { files: here.filesOf(name), ...more });

const endpointOf = (name: string, server: TlsServer, more: object = {}) => ({
  endpoint: { address: `127.0.0.1:${server.port}`, serverName: `${name}.outside.acme.example`, ...more },
});

async function serve(certificate: string, key: string, manner?: 'strict'): Promise<TlsServer> {
  const server = await TlsServer.start({
    certificate: here.file(certificate),
    key: here.file(key),
    ...(manner && { clients: here.file('authorities.crt') }),
  });
  servers.push(server);
  return server;
}

test('a certificate that is the same in files, in Vault and at its endpoint, with time left, is fine', async () => {
  const leaf = await here.put('fine', '2000h');
  const { certificate, key } = here.filesOf('fine');
  const { code, checked, stderr } = await check([
    withFiles('fine', endpointOf('fine', await serve(certificate, key))),
  ]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '0 of 1 certificates are due or wrong\n' });
  expect(checked).toMatchObject([
    { name: 'fine', daysLeft: 83.3, serial: leaf.serialNumber.toLowerCase(), version: 1, problems: [] },
  ]);
});

test('the one that ends first comes first, after those that are not there', async () => {
  await here.put('short', '24h');
  const entries = [withFiles('fine'), withFiles('short'), here.entry('absent')];
  const { code, checked } = await check(entries);
  expect(code).toBe(1);
  expect(checked.map(({ name }) => name)).toEqual(['absent', 'short', 'fine']);
  expect(findings(checked)).toEqual(['missing absent', 'due 1', 'due short.crt']);
  const table = await here.run(['certs', 'check', '--list', here.list(entries)]);
  expect(table.stdout.split('\n').slice(0, 4)).toEqual([
    'certificate  owner     days left  ends        serial            version  findings',
    'absent       exchange  -          -           -                 0        missing',
    expect.stringMatching(
      /^short {8}exchange {2}(?:0\.9|1) {6,8}\d{4}-\d\d-\d\d {2}[0-9a-f]{16} {2}1 {8}due$/,
    ),
    expect.stringMatching(/^fine .* none$/),
  ]);
  expect(table.stdout).toMatch(
    /^short: .*short\.crt: found \d+ hours left; allowed: 720h or more; run plinth certs renew --name short$/m,
  );
});

test('a day in the future is judged as if it were today', async () => {
  const { checked } = await check([withFiles('fine')], '--date', '2035-01-01');
  expect(findings(checked)).toEqual(['expired 1', 'chain 1', 'expired fine.crt', 'chain fine.crt']);
});

test('fails when the authority is a foreign one', async () => {
  await here.put('stray', '2000h');
  writeFileSync(here.file('other.crt'), here.vault.authority.certificate);
  const list = here.list([withFiles('stray')], 'other.json', 'other.crt');
  const { code, stdout } = await here.run(['certs', 'check', '--list', list, '--json']);
  expect(code).toBe(1);
  expect(findings(JSON.parse(stdout) as Checked[])).toEqual([
    'chain 1',
    'authorities 1',
    'chain stray.crt',
    'authorities stray.crt',
  ]);
});

test('fails when names are others, or one too many', async () => {
  await here.put('named', '2000h');
  const two = here.entry('named', { dnsNames: ['named.outside.acme.example', 'also.outside.acme.example'] });
  const { checked } = await check([two]);
  expect(checked[0]?.problems).toMatchObject([
    { code: 'names', found: 'a certificate without the names "also.outside.acme.example"' },
  ]);
  const other = here.entry('named', { dnsNames: ['other.outside.acme.example'] });
  expect(findings((await check([other])).checked)).toEqual(['names 1']);
});

test.each([
  ['P-224', { key_type: 'ec', key_bits: 224 }, 'a key of kind secp224r1'],
  ['RSA', { key_type: 'rsa', key_bits: 2048 }, 'a key of kind rsa 2048'],
  ['Ed25519', { key_type: 'ed25519' }, 'a key of kind ed25519'],
])('fails when the key is of another kind: %s', async (kind, role, found) => {
  const name = `weak-${kind.toLowerCase()}`;
  await here.asRole(role, () => here.put(name, '2000h'));
  const { checked } = await check([here.entry(name)]);
  expect(checked[0]?.problems).toMatchObject([{ code: 'key-type', found }]);
});

test('fails when a key is another one’s, is no key, or may be read by others', async () => {
  await here.put('keys', '2000h');
  const { key } = here.filesOf('keys');
  chmodSync(here.file(key), 0o640);
  expect(findings((await check([withFiles('keys')])).checked)).toEqual(['key-permission keys.key']);
  writeFileSync(here.file(key), readFileSync(here.file(here.filesOf('fine').key)));
  chmodSync(here.file(key), 0o600);
  expect(findings((await check([withFiles('keys')])).checked)).toEqual(['key-mismatch keys.crt']);
  writeFileSync(here.file(key), 'hunter2');
  const { checked, stdout } = await check([withFiles('keys')]);
  expect(findings(checked)).toEqual(['unreadable keys.key']);
  expect(stdout).not.toContain('hunter2');
});

test('fails when files, Vault and endpoint do not have the same one', async () => {
  await here.put('torn', '2000h');
  const { certificate, key } = here.filesOf('torn');
  const server = await serve(certificate, key);
  await here.put('torn', '2000h', { isKept: false });
  const { checked } = await check([withFiles('torn', endpointOf('torn', server))]);
  expect(findings(checked)).toEqual(['disagree torn']);
  expect(checked[0]?.problems[0]?.found.match(/[0-9a-f]{16} in /g)).toHaveLength(3);
});

test('fails when a file is a pipe, and does not wait for it', async () => {
  await here.put('pipe', '2000h');
  const { certificate } = here.filesOf('pipe');
  rmSync(here.file(certificate));
  execFileSync('mkfifo', [here.file(certificate)]);
  const { checked } = await check([withFiles('pipe')]);
  expect(checked[0]?.problems).toMatchObject([
    { code: 'unreadable', found: 'a file that cannot be read (a pipe)' },
  ]);
});

test('fails when files are missing, or hold something else', async () => {
  await here.put('files', '2000h');
  const { certificate, authorities } = here.filesOf('files');
  writeFileSync(here.file(certificate), 'hello');
  rmSync(here.file(authorities));
  const { checked } = await check([withFiles('files')]);
  expect(findings(checked).sort()).toEqual(['missing authorities.crt', 'unreadable files.crt']);
});

test('fails when nobody answers at an endpoint, or something that speaks no TLS', async () => {
  await here.put('silent', '2000h');
  const { certificate, key } = here.filesOf('silent');
  const server = await serve(certificate, key);
  const entry = withFiles('silent', endpointOf('silent', server));
  await server.stop();
  expect((await check([entry])).checked[0]?.problems).toMatchObject([
    { code: 'endpoint', found: 'no handshake (ECONNREFUSED)' },
  ]);
  const plain = createServer((socket) => socket.end('hello')).listen(server.port, '127.0.0.1');
  await once(plain, 'listening');
  const { checked } = await check([entry]);
  plain.close();
  expect(findings(checked)).toEqual([`endpoint 127.0.0.1:${server.port}`]);
});

test('a server that wants to know who asks is shown the client’s certificate', async () => {
  await here.put('strict', '2000h');
  const { certificate, key } = here.filesOf('strict');
  const server = await serve(certificate, key, 'strict');
  const client = { certificate, key };
  const { code, checked } = await check([withFiles('strict', endpointOf('strict', server, { client }))]);
  expect({ code, problems: checked[0]?.problems }).toEqual({ code: 0, problems: [] });
  expect(findings((await check([withFiles('strict', endpointOf('strict', server))])).checked)).toEqual([
    `endpoint 127.0.0.1:${server.port}`,
  ]);
});

test('fails when what lies in Vault was deleted, or is no certificate', async () => {
  await here.put('gone', '2000h');
  await here.vault.root.succeed('delete', 'kv/data/certificates/gone');
  await here.keep('text', { certificate: 'hello', privateKey: 'hunter2' });
  const { checked } = await check([here.entry('gone'), here.entry('text')]);
  expect(checked.map(({ problems: [problem] }) => problem?.found)).toEqual([
    'version 1, which is deleted or no certificate',
    'version 1, which is deleted or no certificate',
  ]);
  expect(checked.map(({ version }) => version)).toEqual([1, 1]);
});

test('it changes nothing: no version, no certificate, no file', async () => {
  const before = await here.issued();
  await check([withFiles('short'), here.entry('never')]);
  expect(await here.issued()).toEqual(before);
  expect((await here.vault.root.read('kv/data/certificates/never')).status).toBe(404);
});

test('fails when the token may not read one of them, and judges the others', async () => {
  const elsewhere = here.entry('elsewhere', { kv: { mount: 'kv', path: 'payroll/elsewhere' } });
  const { code, checked } = await check([elsewhere, withFiles('fine')]);
  expect(code).toBe(1);
  expect(checked).toMatchObject([
    { name: 'elsewhere', problems: [{ code: 'vault-token', where: 'kv/data/payroll/elsewhere' }] },
    { name: 'fine', problems: [] },
  ]);
});

test('fails when Vault is sealed or gone', async () => {
  await here.vault.restart();
  expect(await check([withFiles('fine')])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('found a Vault that is sealed'),
  });
  await here.vault.stop();
  expect(await check([withFiles('fine')])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('found nobody who listens there'),
  });
});
