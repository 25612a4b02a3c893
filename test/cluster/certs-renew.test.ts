import { once } from 'node:events';
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { dirname, join } from 'node:path';
import { connect } from 'node:tls';
import { CHECKOUT, shell } from '../cli/run-plinth';
import { engines } from './_cluster';
import { Outside } from './certs/outside';
import { TlsServer } from './certs/tls-server';

let here: Outside;
const servers: TlsServer[] = [];

beforeAll(async () => {
  here = await Outside.start(await engines());
});
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()));
});
afterAll(() => here?.stop());

async function serve(name: string, isDeaf = false): Promise<TlsServer> {
  const { certificate, key } = here.filesOf(name);
  const server = await TlsServer.start({ certificate: here.file(certificate), key: here.file(key), isDeaf });
  servers.push(server);
  return server;
}

/** The serial that a client sees, in a handshake that verifies chain and name. */
function served(server: TlsServer, name: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(
      {
        host: '127.0.0.1',
        port: server.port,
        servername: `${name}.outside.acme.example`,
        ca: here.root.toString(),
      },
      () => {
        resolve(socket.getPeerCertificate().serialNumber);
        socket.destroy();
      },
    );
    socket.once('error', reject);
  });
}

/** An entry with files, a server that shows them and the hook that tells it. */
const servedEntry = (name: string, server: TlsServer, hook: readonly string[] = server.hook) =>
  here.entry(name, {
    files: here.filesOf(name),
    endpoint: {
      address: `127.0.0.1:${server.port}`,
      serverName: `${name}.outside.acme.example`,
      within: '2s',
    },
    reload: { command: hook, timeout: '5s' },
  });

test('a certificate that ends tomorrow is renewed once, and served; a second run does nothing', async () => {
  const old = await here.put('broker', '24h');
  const server = await serve('broker');
  const list = here.list([servedEntry('broker', server)]);
  const before = await here.issued();

  const first = await here.renew(list);
  expect(first).toMatchObject({
    code: 0,
    renewed: [{ name: 'broker', action: 'issued', version: 2, problems: [] }],
  });
  const { leaf, data, version } = await here.kept('broker');
  expect(version).toBe(2);
  expect(await served(server, 'broker')).toBe(leaf.serialNumber);
  expect(here.installed('broker').serialNumber).toBe(leaf.serialNumber);
  expect(leaf.serialNumber).not.toBe(old.serialNumber);
  expect(Object.keys(data).sort()).toEqual([
    'authorities',
    'certificate',
    'issuedBy',
    'notAfter',
    'privateKey',
    'serial',
  ]);
  expect(await here.issued()).toHaveLength(before.length + 1);

  const second = await here.renew(list);
  expect(second).toMatchObject({ code: 0, renewed: [{ action: 'none', version: 2 }] });
  expect(await here.issued()).toHaveLength(before.length + 1);
  expect(server.reloads).toBe(1);
  expect(await here.run(['certs', 'check', '--list', list])).toMatchObject({ code: 0 });
});

test('files keep their owner and their modes, change in one step, and the state keeps no key', async () => {
  const { certificate, key, authorities } = here.filesOf('broker');
  const modes = [certificate, key, authorities].map((file) =>
    (statSync(here.file(file)).mode & 0o777).toString(8),
  );
  expect(modes).toEqual(['644', '600', '644']);
  // The one before is kept beside.
  const folder = dirname(here.file(key));
  expect(readdirSync(folder).filter((name) => /^\.broker\.[0-9a-f]{16}$/.test(name))).toHaveLength(2);
  expect(readdirSync(here.file('state/begun'))).toEqual([]);
  expect((statSync(here.file('state')).mode & 0o777).toString(8)).toBe('700');
});

test('fails when the server goes on with the old one: everything is as before, and the next run asks for no other', async () => {
  const old = await here.put('deaf', '24h');
  const deaf = await serve('deaf', true);
  const before = await here.issued();

  const first = await here.renew(here.list([servedEntry('deaf', deaf)]));
  expect(first).toMatchObject({
    code: 1,
    renewed: [{ action: 'failed', version: 2, problems: [{ code: 'not-served' }] }],
  });
  expect(first.renewed[0]?.problems[0]?.fix).toContain('the files are those from before');
  expect(here.installed('deaf').serialNumber).toBe(old.serialNumber);
  expect(deaf.reloads).toBe(2);
  expect(await served(deaf, 'deaf')).toBe(old.serialNumber);

  const cured = await serve('deaf');
  const second = await here.renew(here.list([servedEntry('deaf', cured)]));
  expect(second).toMatchObject({ code: 0, renewed: [{ action: 'installed', version: 2 }] });
  expect(await served(cured, 'deaf')).toBe((await here.kept('deaf')).leaf.serialNumber);
  expect(await here.issued()).toHaveLength(before.length + 1);
});

test.each([
  ['ends with an error', ['false'], 'a hook that ended with exit code 1'],
  [
    'does not start',
    ['no-such-program-anywhere'],
    'a hook that does not start: "no-such-program-anywhere" (ENOENT)',
  ],
  ['does not end', ['sleep', '600'], 'a hook that did not end in 1s'],
])('fails when a hook %s, and the files are those from before', async (_, command, found) => {
  const name = `hook-${command[0]}`.slice(0, 20).replace(/-$/, '');
  const old = await here.put(name, '24h');
  const list = here.list([
    here.entry(name, { files: here.filesOf(name), reload: { command, timeout: '1s' } }),
  ]);
  expect(await here.renew(list)).toMatchObject({
    code: 1,
    renewed: [{ action: 'failed', problems: [{ code: 'reload', found }] }],
  });
  expect(here.installed(name).serialNumber).toBe(old.serialNumber);
});

test('a hook sees neither a shell nor what opens Vault', async () => {
  const out = here.file('hook.json');
  const script = `require('node:fs').writeFileSync(process.argv[1], JSON.stringify([process.env, process.argv.slice(2)]))`;
  const reload = { command: [process.execPath, '-e', script, out, '$(id) ; "'] };
  await here.renew(here.list([here.entry('hooked', { files: here.filesOf('hooked'), reload })]));
  const [variables, args] = JSON.parse(readFileSync(out, 'utf8')) as [object, string[]];
  expect(args).toEqual(['$(id) ; "']);
  expect(Object.keys(variables).filter((one) => !['PATH', 'HOME', 'LANG'].includes(one))).toEqual([]);
});

test('fails when the role refuses a name: nothing is issued, and another run may try', async () => {
  const before = await here.issued();
  const list = here.list([here.entry('foreign', { dnsNames: ['broker.other.example'] })]);
  expect(await here.renew(list)).toMatchObject({
    code: 1,
    renewed: [{ action: 'failed', problems: [{ code: 'vault-refused' }] }],
  });
  expect(await here.issued()).toEqual(before);
  const mended = here.list([here.entry('foreign')]);
  const elsewhere = ['certs', 'renew', '--list', mended, '--state', here.file('elsewhere')];
  expect(await here.run(elsewhere)).toMatchObject({ code: 0 });
});

test('fails when the authority is not one of the list, or the role forgets: nothing is asked for', async () => {
  const before = await here.issued();
  writeFileSync(here.file('foreign.crt'), here.vault.authority.certificate);
  const foreign = here.list([here.entry('lost')], 'foreign.json', 'foreign.crt');
  expect(await here.renew(foreign)).toMatchObject({
    code: 1,
    renewed: [{ problems: [{ code: 'vault-authority' }] }],
  });

  const forgotten = await here.asRole({ no_store: true }, () => here.renew(here.list([here.entry('lost')])));
  expect(forgotten).toMatchObject({
    code: 1,
    renewed: [{ problems: [{ code: 'vault-role', found: 'no_store' }] }],
  });
  expect(await here.issued()).toEqual(before);
});

test('fails when another run has claimed it, and says which; who takes over gets it', async () => {
  const claim = {
    version: 1,
    publicKey: 'of another',
    runner: 'process 7 of host lathe',
    since: 'yesterday',
  };
  await here.keep('claimed/claim', claim);
  const before = await here.issued();
  const list = here.list([here.entry('claimed')]);
  expect(await here.renew(list)).toMatchObject({
    code: 1,
    renewed: [
      { action: 'failed', problems: [{ code: 'claimed', found: expect.stringContaining('host lathe') }] },
    ],
  });
  expect(await here.issued()).toEqual(before);
  expect(await here.renew(list, '--take-over')).toMatchObject({ code: 0, renewed: [{ action: 'issued' }] });
});

test('of two runs with two states, each certificate is issued by one', async () => {
  const names = Array.from({ length: 24 }, (_, index) => `both-${index}`);
  const list = here.list(names.map((name) => here.entry(name)));
  const before = await here.issued();
  const runs = await Promise.all(
    ['one', 'other'].map((state) =>
      here.run(['certs', 'renew', '--list', list, '--json', '--state', here.file(`state-${state}`)]),
    ),
  );
  expect(await here.issued()).toHaveLength(before.length + names.length);
  const done = runs.flatMap(({ stdout }) => JSON.parse(stdout) as { name: string; action: string }[]);
  const issued = done.filter(({ action }) => action === 'issued').map(({ name }) => name);
  expect(issued.sort()).toEqual([...names].sort());
  for (const name of names) expect((await here.kept(name)).version).toBe(1);
});

test('fails when another run has the same state', async () => {
  // The hook of the first run waits until it is let go.
  const gate = createServer().listen(0, '127.0.0.1');
  await once(gate, 'listening');
  const { port } = gate.address() as AddressInfo;
  const script = `require('node:net').connect(${port}, '127.0.0.1').resume().on('close', () => process.exit(0))`;
  const list = here.list([here.entry('slow', { reload: { command: [process.execPath, '-e', script] } })]);
  const first = here.renew(list);
  const [hook] = (await once(gate, 'connection')) as [Socket];
  const second = await here.renew(list);
  hook.end();
  gate.close();
  expect(second).toMatchObject({ code: 2, stderr: expect.stringContaining('allowed: one run at a time') });
  expect(await first).toMatchObject({ code: 0, renewed: [{ action: 'issued' }] });
});

test('fails when a folder cannot be written, and a run after that brings it from Vault', async () => {
  const list = here.list([
    here.entry('closed', { files: { ...here.filesOf('closed'), key: 'tls/closed/none/closed.key' } }),
  ]);
  expect(await here.renew(list)).toMatchObject({
    code: 1,
    renewed: [{ action: 'failed', version: 1, problems: [{ code: 'not-installed' }] }],
  });
  const mended = here.list([here.entry('closed', { files: here.filesOf('closed') })]);
  expect(await here.renew(mended)).toMatchObject({ code: 0, renewed: [{ action: 'installed', version: 1 }] });
});

test('by force, what is not due is renewed too, and only what is named', async () => {
  const list = here.list([here.entry('hooked'), here.entry('foreign')]);
  expect(await here.renew(list, '--force', '--name', 'hooked')).toMatchObject({
    code: 0,
    renewed: [{ name: 'hooked', action: 'issued', version: 2 }],
  });
  expect(await here.renew(list, '--name', 'hookd')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('did you mean'),
  });
});

test('fails when the token may not sign', async () => {
  const list = here.list([here.entry('denied', { pki: { mount: 'pki', role: 'inside' } })]);
  expect(await here.renew(list)).toMatchObject({
    renewed: [{ action: 'failed', problems: [{ code: 'vault-token' }] }],
  });
  chmodSync(here.file('state'), 0o755);
  await here.renew(list);
  expect((statSync(here.file('state')).mode & 0o777).toString(8)).toBe('700');
});

test('an entry that has another name by now brings the next one to its files', async () => {
  const entry = here.entry('site', { files: here.filesOf('site') });
  expect(await here.renew(here.list([entry]))).toMatchObject({ code: 0, renewed: [{ action: 'issued' }] });
  const renamed = here.list([{ ...entry, name: 'site-zurich' }]);
  expect(await here.renew(renamed)).toMatchObject({ code: 0, renewed: [{ action: 'none' }] });
  expect(await here.renew(renamed, '--force')).toMatchObject({ code: 0, renewed: [{ action: 'issued' }] });
  expect(here.installed('site').serialNumber).toBe((await here.kept('site')).leaf.serialNumber);
  expect(await here.run(['certs', 'check', '--list', renamed])).toMatchObject({ code: 0 });
});

test('fails when a server shows the certificate alone, and says what mends that', async () => {
  const entry = here.entry('alone', { files: here.filesOf('alone') });
  await here.renew(here.list([entry]));
  writeFileSync(here.file('alone.crt'), here.installed('alone').toString());
  const { key } = here.filesOf('alone');
  const server = await TlsServer.start({ certificate: here.file('alone.crt'), key: here.file(key) });
  servers.push(server);
  const endpoint = { address: `127.0.0.1:${server.port}`, serverName: 'alone.outside.acme.example' };
  const ended = await here.run(['certs', 'check', '--list', here.list([{ ...entry, endpoint }])]);
  expect(ended.code).toBe(1);
  expect(ended.stdout).toContain(`let it show all of ${here.file(here.filesOf('alone').certificate)}`);
});

test('fails when the token may not look into one authority, and renews what another signs', async () => {
  const before = await here.issued();
  const other = here.entry('elsewhere', { pki: { mount: 'pki-other', role: 'outside' } });
  expect(await here.renew(here.list([here.entry('nearby'), other]))).toMatchObject({
    code: 1,
    renewed: [
      { name: 'nearby', action: 'issued' },
      { name: 'elsewhere', action: 'failed', problems: [{ code: 'vault-token' }] },
    ],
  });
  expect(await here.issued()).toHaveLength(before.length + 1);
});

test('the list and the commands of the guide work as they are, where its server is', async () => {
  const guide = readFileSync(join(CHECKOUT, 'docs/guides/certificates-outside.md'), 'utf8');
  const [, written = ''] = /```json\n(.*?)```/s.exec(guide) ?? [];
  const [, typed = ''] = /```sh\n(.*?)```/s.exec(guide) ?? [];
  const [check = '', renew = ''] = typed.trim().split('\n');
  const { certificates } = JSON.parse(written) as {
    certificates: [{ files: { certificate: string; key: string } }];
  };
  const [{ files }] = certificates;
  // Before its first run there are files of somebody's.
  await here.put('broker', '24h', { isKept: false });
  mkdirSync(dirname(here.file(files.key)), { recursive: true });
  for (const file of ['certificate', 'key'] as const)
    copyFileSync(here.file(here.filesOf('broker')[file]), here.file(files[file]));
  const server = await TlsServer.start({
    certificate: here.file(files.certificate),
    key: here.file(files.key),
  });
  servers.push(server);
  const list = written
    .replace('"systemctl", "reload", "broker"', server.hook.map((part) => JSON.stringify(part)).join(', '))
    .replace('127.0.0.1:8443', `127.0.0.1:${server.port}`);
  here.workspace.write('certificates.json', list);
  await here.vault.root.succeed('delete', 'kv/metadata/certificates/broker');
  const type = async (line: string) => {
    const { code } = await shell(line, { cwd: here.workspace.path, variables: here.variables });
    return code;
  };

  expect([await type(check), await type(renew), await type(check)]).toEqual([1, 0, 0]);
  expect(await served(server, 'broker')).toBe((await here.kept('broker')).leaf.serialNumber);
});
