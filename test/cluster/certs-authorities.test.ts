import { readFileSync } from 'node:fs';
import { engines } from './_cluster';
import { Outside } from './certs/outside';
import { TlsServer } from './certs/tls-server';

/** Of the root of tomorrow. */
const BOTH = 'both.crt';

let here: Outside;
let roots: Awaited<ReturnType<Outside['addRoot']>>;
const servers: TlsServer[] = [];

beforeAll(async () => {
  here = await Outside.start(await engines());
  roots = await here.addRoot(BOTH);
});
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()));
});
afterAll(() => here?.stop());

async function serve(name: string): Promise<TlsServer> {
  const { certificate, key } = here.filesOf(name);
  const server = await TlsServer.start({ certificate: here.file(certificate), key: here.file(key) });
  servers.push(server);
  return server;
}

const list = (name: string, command: readonly string[], authorities: string) =>
  here.list(
    [here.entry(name, { files: here.filesOf(name), reload: { command, timeout: '5s' } })],
    `${name}.json`,
    authorities,
  );

const trusted = (name: string) => readFileSync(here.file(here.filesOf(name).authorities), 'utf8');

interface Checked {
  readonly problems: readonly Readonly<Record<'code' | 'where' | 'found' | 'fix', string>>[];
}

async function check(path: string): Promise<{ code: number | null; problems: Checked['problems'] }> {
  const { code, stdout } = await here.run(['certs', 'check', '--list', path, '--json']);
  return { code, problems: (JSON.parse(stdout) as readonly Checked[])[0]?.problems ?? [] };
}

test('a new root comes to Vault and files by the next run, beside the same certificate', async () => {
  const { serialNumber } = await here.put('broker', '2160h');
  const server = await serve('broker');
  const path = list('broker', server.hook, BOTH);
  const before = await here.issued();

  const { code, problems } = await check(path);
  expect(code).toBe(1);
  expect(problems.map(({ code, found }) => [code, found])).toEqual([
    ['authorities', 'authorities without "CN=root of tomorrow"'],
    ['authorities', 'authorities without "CN=root of tomorrow"'],
  ]);

  expect(await here.renew(path)).toMatchObject({
    code: 0,
    renewed: [{ action: 'installed', version: 2, serial: serialNumber.toLowerCase(), problems: [] }],
  });
  const { version, leaf, data } = await here.kept('broker');
  expect([version, leaf.serialNumber, data.authorities]).toEqual([2, serialNumber, roots.both]);
  expect(trusted('broker')).toBe(roots.both);
  expect(here.installed('broker').serialNumber).toBe(serialNumber);
  expect(server.reloads).toBe(1);
  expect(await here.issued()).toEqual(before);

  expect(await here.renew(path)).toMatchObject({ code: 0, renewed: [{ action: 'none', version: 2 }] });
  expect(await check(path)).toEqual({ code: 0, problems: [] });
  expect(server.reloads).toBe(1);
});

test('a root that is gone from the list is gone from Vault and files as well', async () => {
  const path = list('broker', ['true'], 'authorities.crt');
  expect((await check(path)).problems.map(({ found }) => found)).toEqual([
    'authorities with "CN=root of tomorrow" more',
    'authorities with "CN=root of tomorrow" more',
  ]);
  expect(await here.renew(path)).toMatchObject({ code: 0, renewed: [{ action: 'installed', version: 3 }] });
  expect([trusted('broker'), (await here.kept('broker')).data.authorities]).toEqual([
    roots.today,
    roots.today,
  ]);
});

test('fails when the hook does: files trust whom they did, and the next run brings the rest from Vault', async () => {
  await here.put('gateway', '2160h');
  expect(await here.renew(list('gateway', ['false'], BOTH))).toMatchObject({
    code: 1,
    renewed: [{ action: 'failed', version: 2, problems: [{ code: 'reload' }] }],
  });
  expect(trusted('gateway')).toBe(roots.today);

  expect(await here.renew(list('gateway', ['true'], BOTH))).toMatchObject({
    code: 0,
    renewed: [{ action: 'installed', version: 2 }],
  });
  expect(trusted('gateway')).toBe(roots.both);
});

test('a file of authorities that is gone comes back', async () => {
  const path = list('gateway', ['true'], BOTH);
  here.workspace.write(here.filesOf('gateway').authorities, 'nobody');
  expect((await check(path)).problems.map(({ code }) => code)).toEqual(['unreadable']);
  expect(await here.renew(path)).toMatchObject({ code: 0, renewed: [{ action: 'installed', version: 2 }] });
  expect(trusted('gateway')).toBe(roots.both);
});

test('what is due gets a new certificate and the new root in one version', async () => {
  const { serialNumber } = await here.put('due', '24h');
  expect(await here.renew(list('due', ['true'], BOTH))).toMatchObject({
    code: 0,
    renewed: [{ action: 'issued', version: 2 }],
  });
  const { leaf, data } = await here.kept('due');
  expect(leaf.serialNumber).not.toBe(serialNumber);
  expect(data.authorities).toBe(roots.both);
});
