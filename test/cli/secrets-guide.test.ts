import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { resolveCompany, secretFile, vaultLogins } from '@plinth/model';
import { until } from '@plinth/testing';
import { company } from '../../environments';
import { readReleases } from '../company/read-releases';
import { runPageCommand } from './package-script';
import { CHECKOUT } from './run-plinth';

// Some commands start a process.
jest.setTimeout(120_000);

const GUIDE = readFileSync(join(CHECKOUT, 'docs/guides/secrets.md'), 'utf8');

/** The blocks of one language, each as its text. */
const blocks = (language: string) =>
  [...GUIDE.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms'))].map(([, text = '']) => text);

const shell = blocks('sh').map((text) => text.trim().split('\n'));
const ofVault = shell.filter(([first]) => first === '# vault').flat();
/** What is typed elsewhere: into Vault and its cluster, or into a repository that this one must not touch. */
const local = shell.filter(([first = '']) => !['# vault', '# git'].includes(first)).flat();

const services = resolveCompany(company, { releases: readReleases(company) }).flatMap((one) => one.services);
const secrets = vaultLogins({ services }).flatMap((login) => login.secrets);

test.each(local)('%s', (command) => {
  expect(runPageCommand(command, CHECKOUT)).not.toBe('');
});

test('what is added in the example is what the service declares', () => {
  const declared = readFileSync(join(CHECKOUT, 'environments/base/services/exchange/ledger.ts'), 'utf8');
  const [diff = ''] = blocks('diff');
  const after = diff.replace(/^[ +]/gm, '');
  expect(declared).toContain(after);
  expect(diff.match(/^\+/gm)?.length).toBeGreaterThan(3);
});

test('paths that people put are declared, and commands take as many fields as there are', () => {
  const puts = ofVault.filter((line) => line.startsWith('vault kv put'));
  expect(puts.length).toBeGreaterThan(1);
  for (const put of puts) {
    const [, path, value] = /^vault kv put -mount=kv -cas=0 (\S+) (\S+)$/.exec(put) ?? [];
    const read = secrets.find((secret) => secret.engine === 'kv' && secret.path === path);
    expect([put, read?.engine === 'kv' && (read.field === undefined ? '-' : `${read.field}=-`)]).toEqual([
      put,
      value,
    ]);
  }
});

test('files that auditors are sent to are there', () => {
  const named = [...GUIDE.slice(GUIDE.indexOf('## For auditors')).matchAll(/`([\w./-]+\.test\.ts)`/g)].map(
    ([, file = '']) => file,
  );
  expect(named.length).toBeGreaterThan(5);
  for (const file of named)
    expect([file, existsSync(join(CHECKOUT, file.includes('/') ? file : `test/bad-input/${file}`))]).toEqual([
      file,
      true,
    ]);
});

describe('the program of the guide', () => {
  let folder: string;
  let program: ChildProcess;
  let port: number;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'secrets-guide-'));
    mkdirSync(join(folder, 'secrets'));
    writeFileSync(join(folder, 'secrets/audit-key'), 'the first');
    const probe = createServer().listen(0, '127.0.0.1');
    await once(probe, 'listening');
    ({ port } = probe.address() as AddressInfo);
    await once(probe.close(), 'close');
    const [text = ''] = blocks('js');
    const here = text
      .replace(secretFile('audit-key'), join(folder, 'secrets/audit-key'))
      .replace('.listen(8081)', `.listen(${port}, '127.0.0.1')`);
    // Asked what it has in its memory.
    writeFileSync(
      join(folder, 'program.js'),
      `${here}process.on('message', () => process.send(auditKey));\n`,
    );
    program = fork(join(folder, 'program.js'), { execArgv: [] });
    await until('the program is ready', async () => (await ask('GET', '/readyz')) === 200);
  });
  afterEach(async () => {
    program.kill();
    await once(program, 'close');
    rmSync(folder, { recursive: true });
  });

  const ask = (method: string, path: string) =>
    fetch(`http://127.0.0.1:${port}${path}`, { method }).then(
      ({ status }) => status,
      () => 0,
    );

  async function inMemory(): Promise<unknown> {
    program.send('which?');
    const [value] = await once(program, 'message');
    return value;
  }

  test('has the value when it starts, keeps it, and reads it again when it is told', async () => {
    expect(await inMemory()).toBe('the first');
    writeFileSync(join(folder, 'next'), 'the second');
    renameSync(join(folder, 'next'), join(folder, 'secrets/audit-key'));
    expect(await inMemory()).toBe('the first');
    expect(await ask('POST', '/-/reload')).toBe(204);
    expect(await inMemory()).toBe('the second');
  });

  test('answers nothing else', async () => {
    expect(await ask('GET', '/-/reload')).toBe(404);
    expect(await ask('GET', '/secrets/audit-key')).toBe(404);
    expect(await inMemory()).toBe('the first');
  });
});
