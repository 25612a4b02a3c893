import { createPrivateKey, X509Certificate } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { finish, type Run, startPlinth } from '../cli/run-plinth';
import { engines } from './_cluster';
import { Outside } from './certs/outside';
import { type Passing, VaultProxy } from './certs/vault-proxy';

const BOTH = 'both.crt';
const TODAY = 'authorities.crt';

let here: Outside;
let proxy: VaultProxy;
let roots: Awaited<ReturnType<Outside['addRoot']>>;

beforeAll(async () => {
  here = await Outside.start(await engines());
  proxy = await VaultProxy.start(here.vault);
  roots = await here.addRoot(BOTH);
});
afterEach(() => {
  proxy.onRequest = async ({ toVault }) => (await toVault())();
});
afterAll(async () => {
  await proxy?.stop();
  await here?.stop();
});

const listOf = (name: string, more: object, authorities: string) =>
  here.list([here.entry(name, more as Readonly<Record<string, unknown>>)], `${name}.json`, authorities);

const trusted = (name: string) => readFileSync(here.file(here.filesOf(name).authorities), 'utf8');

/** What is left of runs that have not ended well. */
const begun = () => readdirSync(here.file('state/begun'));

/** A hook that ends the run that has called it. */
const KILLER = [process.execPath, '-e', 'process.kill(process.ppid, "SIGKILL")'];

/** A hook that leaves a mark for each time. */
const marking = (mark: string) => [
  process.execPath,
  '-e',
  'require("node:fs").appendFileSync(process.argv[1], "x")',
  here.file(mark),
];
const marks = (mark: string) => (existsSync(here.file(mark)) ? readFileSync(here.file(mark), 'utf8') : '');

/** A run through the proxy. */
function run(list: string, args: readonly string[] = [], variables: Readonly<Record<string, string>> = {}) {
  return startPlinth(here.renewal(list, ...args), {
    cwd: here.workspace.path,
    variables: { ...here.variables, VAULT_ADDR: proxy.address, ...variables },
  });
}

/** A run that is killed when Vault has answered a request, before it hears of it. */
async function killedAt(what: string, list: string, ...args: readonly string[]): Promise<Run> {
  const child = run(list, args);
  proxy.onRequest = async (passing: Passing) => {
    const answer = await passing.toVault();
    if (passing.what === what) child.kill('SIGKILL');
    else answer();
  };
  const ended = await finish(child);
  proxy.onRequest = async ({ toVault }) => (await toVault())();
  return ended;
}

describe('a hook', () => {
  test.each([
    ['of new authorities', 'trusting', '2160h', BOTH],
    ['of a new certificate', 'renewing', '24h', TODAY],
  ])('%s runs again when the run was killed in it', async (_, name, ttl, authorities) => {
    await here.put(name, ttl);
    const reload = (command: readonly string[]) => ({
      files: here.filesOf(name),
      reload: { command, timeout: '5s' },
    });
    await finish(run(listOf(name, reload(KILLER), authorities)));
    expect(begun()).toEqual([`${name}.json`]);
    expect(readFileSync(here.file('state/begun', `${name}.json`), 'utf8')).not.toContain('PRIVATE KEY');

    const list = listOf(name, reload(marking(name)), authorities);
    expect(await here.renew(list)).toMatchObject({ code: 0, renewed: [{ action: 'installed', version: 2 }] });
    expect(marks(name)).toBe('x');
    expect(begun()).toEqual([]);
    expect(await here.renew(list)).toMatchObject({ code: 0, renewed: [{ action: 'none' }] });
    expect(marks(name)).toBe('x');
  });

  test.each([
    ['at the first installation', 'first', undefined, { files: true }],
    ['where there are no files', 'bare', '2160h', { files: false }],
  ])('that fails %s runs again until it succeeds', async (_, name, ttl, { files }) => {
    if (ttl !== undefined) await here.put(name, ttl);
    const more = (command: readonly string[]) => ({
      ...(files && { files: here.filesOf(name) }),
      reload: { command, timeout: '5s' },
    });
    for (let attempt = 0; attempt < 2; attempt += 1)
      expect(await here.renew(listOf(name, more(['false']), BOTH))).toMatchObject({
        code: 1,
        renewed: [{ action: 'failed', problems: [{ code: 'reload' }] }],
      });
    expect(await here.renew(listOf(name, more(marking(name)), BOTH))).toMatchObject({
      code: 0,
      renewed: [{ action: 'installed' }],
    });
    expect(marks(name)).toBe('x');
  });
});

describe('new authorities', () => {
  test('wait for whoever has a certificate signed for that version, and nothing of it is lost', async () => {
    await here.put('claimed', '2160h');
    const before = await here.issued();
    const list = listOf('claimed', {}, TODAY);
    await killedAt('POST pki/sign/outside', list, '--force');
    const elsewhere = here.list([here.entry('claimed')], 'elsewhere.json', BOTH);
    const other = ['certs', 'renew', '--list', elsewhere, '--state', here.file('state-2'), '--json'];
    const waits = await here.run(other);
    expect([waits.code, JSON.parse(waits.stdout)]).toMatchObject([
      1,
      [{ action: 'failed', problems: [{ code: 'claimed' }] }],
    ]);
    expect(await here.renew(list, '--force')).toMatchObject({
      code: 0,
      renewed: [{ action: 'issued', version: 2 }],
    });
    expect(await here.issued()).toHaveLength(before.length + 1);
    const goesOn = await here.run(other);
    expect([goesOn.code, JSON.parse(goesOn.stdout)]).toMatchObject([
      0,
      [{ action: 'installed', version: 3 }],
    ]);
  });

  test('are there when the answer to their writing is lost', async () => {
    await here.put('lost', '2160h');
    let writes = 0;
    proxy.onRequest = async (passing) => {
      const answer = await passing.toVault();
      writes += Number(passing.what === 'POST kv/data/certificates/lost');
      if (passing.what === 'POST kv/data/certificates/lost' && writes === 1) passing.lose();
      else answer();
    };
    const ended = await finish(run(listOf('lost', { files: here.filesOf('lost') }, BOTH)));
    expect([ended.code, JSON.parse(ended.stdout)]).toMatchObject([0, [{ action: 'installed', version: 2 }]]);
    expect(writes).toBe(2);
    expect(trusted('lost')).toBe(roots.both);
  });

  test('of two machines at once are the same', async () => {
    await here.put('two', '2160h');
    const other = ['certs', 'renew', '--list', here.list([here.entry('two')], 'two-2.json', BOTH)];
    proxy.onRequest = async (passing) => {
      if (passing.what === 'POST kv/data/certificates/two')
        await here.run([...other, '--state', here.file('state-2')]);
      (await passing.toVault())();
    };
    const ended = await finish(run(listOf('two', { files: here.filesOf('two') }, BOTH)));
    expect([ended.code, JSON.parse(ended.stdout)]).toMatchObject([0, [{ action: 'installed', version: 2 }]]);
    expect(trusted('two')).toBe(roots.both);
  });

  test('fails when somebody has meanwhile written something else', async () => {
    await here.put('foreign', '2160h');
    proxy.onRequest = async (passing) => {
      if (passing.what === 'POST kv/data/certificates/foreign') await here.put('foreign', '2000h');
      (await passing.toVault())();
    };
    const ended = await finish(run(listOf('foreign', { files: here.filesOf('foreign') }, BOTH)));
    expect([ended.code, JSON.parse(ended.stdout)]).toMatchObject([
      1,
      [{ problems: [{ code: 'overtaken' }] }],
    ]);
    expect(trusted('foreign')).not.toBe(roots.both);
    expect(begun()).toEqual([]);
  });
});

test('a file without those between gets them', async () => {
  const leaf = await here.put('alone', '2160h');
  const { certificate } = here.filesOf('alone');
  writeFileSync(here.file(certificate), leaf.toString());
  const list = listOf('alone', { files: here.filesOf('alone') }, TODAY);
  expect(await here.run(['certs', 'check', '--list', list])).toMatchObject({ code: 1 });
  expect(await here.renew(list)).toMatchObject({ code: 0, renewed: [{ action: 'installed', version: 1 }] });
  expect(readFileSync(here.file(certificate), 'utf8').match(/BEGIN CERTIFICATE/g)).toHaveLength(2);
});

test('of several folders, that of the certificate changes last', async () => {
  for (const folder of ['ssl/certs', 'ssl/private']) mkdirSync(here.file(folder), { recursive: true });
  const files = {
    certificate: 'ssl/certs/site.crt',
    key: 'ssl/private/site.key',
    authorities: 'ssl/certs/ca.crt',
  };
  const list = listOf('site', { files }, TODAY);
  expect(await here.renew(list)).toMatchObject({ code: 0 });
  // Killed between the two folders.
  const preload = here.workspace.write(
    'kill.js',
    `const fs = require('node:fs/promises');
    const { rename } = fs;
    fs.rename = async (from, to) => {
      if (to.endsWith('/ssl/certs/.site')) process.kill(process.pid, 'SIGKILL');
      return rename(from, to);
    };`,
  );
  await finish(run(list, ['--force'], { NODE_OPTIONS: `--require ${preload}` }));
  const key = createPrivateKey(readFileSync(here.file(files.key)));
  const isOf = (pem: string) => new X509Certificate(pem).checkPrivateKey(key);
  expect(isOf(readFileSync(here.file(files.certificate), 'utf8'))).toBe(false);
  expect(isOf((await here.kept('site')).data.certificate ?? '')).toBe(true);
  expect(await here.renew(list)).toMatchObject({ code: 0, renewed: [{ action: 'installed' }] });
  expect(isOf(readFileSync(here.file(files.certificate), 'utf8'))).toBe(true);
});

/** The last: another authority issues from here on. */
test('a certificate that is found again comes with the authority that has signed it, whoever issues now', async () => {
  const list = listOf('old', {}, BOTH);
  await killedAt('POST pki/sign/outside', list);
  await issueFromTomorrow();
  const before = await here.issued();
  expect(await here.renew(list)).toMatchObject({ code: 0, renewed: [{ action: 'issued', version: 1 }] });
  expect(await here.issued()).toEqual(before);
});

async function issueFromTomorrow(): Promise<void> {
  const { root } = here.vault;
  const { data: asked } = await root.succeed('write', 'pki/intermediate/generate/internal', {
    common_name: 'who issues tomorrow',
    key_type: 'ec',
  });
  const { data: signed } = await root.succeed('write', 'pki-root-2/root/sign-intermediate', {
    csr: asked?.csr,
    common_name: 'who issues tomorrow',
    ttl: '600h',
  });
  const { data } = await root.succeed('write', 'pki/intermediate/set-signed', {
    certificate: `${signed?.certificate}\n${roots.tomorrow}`,
  });
  const keys = Object.entries((data?.mapping ?? {}) as Record<string, string>);
  const [issuer] = keys.find(([, key]) => key !== '') ?? [];
  await root.succeed('write', 'pki/config/issuers', { default: issuer });
}
