import type { ChildProcess } from 'node:child_process';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { until } from '@plinth/testing';
import { finish, startPlinth } from '../cli/run-plinth';
import { engines } from './_cluster';
import { type Entry, Outside } from './certs/outside';
import { TlsServer } from './certs/tls-server';

const CERTIFICATES = 350;
const AT_ONCE = 16;
const SERVERS = 6;

let here: Outside;
let servers: TlsServer[] = [];

beforeEach(async () => {
  here = await Outside.start(await engines());
});
afterEach(async () => {
  await Promise.all(servers.map((server) => server.stop()));
  servers = [];
  await here?.stop();
});

const nameOf = (index: number) => `machine-${index}`;
const names = (count: number) => Array.from({ length: count }, (_, index) => nameOf(index));

/** Certificates with files; the first few end tomorrow and are served. */
async function machines(count: number): Promise<string> {
  const entries: Entry[] = [];
  for (const name of names(count)) {
    const files = here.filesOf(name);
    if (entries.length >= SERVERS) {
      entries.push(here.entry(name, { files }));
      continue;
    }
    await here.put(name, '24h');
    const server = await TlsServer.start({
      certificate: here.file(files.certificate),
      key: here.file(files.key),
    });
    servers.push(server);
    const endpoint = { address: `127.0.0.1:${server.port}`, serverName: `${name}.outside.acme.example` };
    entries.push(here.entry(name, { files, endpoint, reload: { command: server.hook } }));
  }
  return here.list(entries);
}

function start(list: string, parallel = AT_ONCE): ChildProcess {
  const { workspace, variables } = here;
  const args = here.renewal(list, '--parallel', String(parallel));
  return startPlinth(args, { cwd: workspace.path, variables });
}

const isDone = (child: ChildProcess) => child.exitCode !== null || child.signalCode !== null;
const begun = () => {
  try {
    return readdirSync(here.file('state/begun')).filter((name) => name.endsWith('.json'));
  } catch {
    return [];
  }
};

/** Each was issued once, has its version in the store, and what is in files is what is in the store. */
async function expectAll(count: number, before: readonly string[]): Promise<void> {
  const issued = (await here.issued()).filter((serial) => !before.includes(serial));
  const kept = await Promise.all(names(count).map((name) => here.kept(name)));
  expect(kept.map(({ version }, index) => [nameOf(index), version])).toEqual(
    names(count).map((name, index) => [name, index < SERVERS ? 2 : 1]),
  );
  expect(kept.map(({ leaf }) => leaf.serialNumber.toLowerCase()).sort()).toEqual(
    issued.map((serial) => serial.replaceAll(':', '')).sort(),
  );
  for (const [index, { leaf }] of kept.entries()) {
    const { certificate, key } = here.filesOf(nameOf(index));
    const installed = new X509Certificate(readFileSync(here.file(certificate)));
    expect([nameOf(index), installed.fingerprint256]).toEqual([nameOf(index), leaf.fingerprint256]);
    expect(installed.checkPrivateKey(createPrivateKey(readFileSync(here.file(key))))).toBe(true);
  }
  expect(begun()).toEqual([]);
}

test(`${CERTIFICATES} certificates in one run`, async () => {
  const list = await machines(CERTIFICATES);
  const before = await here.issued();
  const began = Date.now();
  const { code, stdout, stderr } = await finish(start(list));
  process.stdout.write(
    `${CERTIFICATES} certificates, ${AT_ONCE} at once: ${(Date.now() - began) / 1000} s\n`,
  );
  expect([code, stderr]).toEqual([
    0,
    `${CERTIFICATES} certificates: ${CERTIFICATES} issued, 0 installed, 0 failed, 0 left, 0 not due\n`,
  ]);
  expect(stdout).not.toContain('PRIVATE');
  await expectAll(CERTIFICATES, before);
  expect(servers.map(({ reloads }) => reloads)).toEqual(servers.map(() => 1));
});

test(`${CERTIFICATES} certificates in runs that are killed at random moments: each is issued once`, async () => {
  const list = await machines(CERTIFICATES);
  const before = await here.issued();
  const found: string[] = [];
  for (let kills = 0; kills < 12; kills += 1) {
    const child = start(list);
    const output = finish(child);
    // From the first breath to the last: so many more are signed, and then up to 30 ms.
    const wanted = (await here.issued()).length + Math.floor((Math.random() * CERTIFICATES) / 8);
    await until(
      'it has signed so many, or is done',
      async () => isDone(child) || (await here.issued()).length >= wanted,
      {
        every: Math.random() * 30,
      },
    );
    child.kill('SIGKILL');
    await output;
    found.push(
      ...begun().map((file) => JSON.parse(readFileSync(here.file('state/begun', file), 'utf8')).phase),
    );
  }
  const last = await finish(start(list));
  process.stdout.write(`found after kills: ${JSON.stringify(countOf(found))}\n`);
  expect([last.code, last.stdout.includes('"action": "failed"')]).toEqual([0, false]);
  await expectAll(CERTIFICATES, before);
  // What was killed was in the middle of something.
  expect(found.filter((phase) => phase === 'asked').length).toBeGreaterThan(0);
});

function countOf(words: readonly string[]): Record<string, number> {
  return Object.fromEntries(
    [...new Set(words)].map((word) => [word, words.filter((one) => one === word).length]),
  );
}

test('a Vault that is sealed in the middle loses nothing, and nothing is issued twice', async () => {
  const list = await machines(60);
  const before = await here.issued();
  const child = start(list, 4);
  const output = finish(child);
  await until('some are signed', async () => (await here.issued()).length > before.length + 10, { every: 5 });
  await here.vault.root.succeed('write', 'sys/seal');
  const sealed = await output;
  expect(sealed.code).toBe(2);
  expect(sealed.stderr).toMatch(
    / left, .*\n.*found a Vault that is sealed; .*have it opened and run again\n$/,
  );
  expect(await finish(start(list))).toMatchObject({ code: 2 });
  await here.vault.unseal();
  await until('it is open', async () => (await here.vault.health()) === 200);
  expect(await finish(start(list))).toMatchObject({ code: 0 });
  await expectAll(60, before);
});

test('Ctrl-C finishes what has begun and begins nothing more; the next run does the rest', async () => {
  const list = await machines(60);
  const before = await here.issued();
  const child = start(list, 4);
  const output = finish(child);
  await until('some are signed', async () => (await here.issued()).length > before.length + 10, { every: 5 });
  child.kill('SIGINT');
  const stopped = await output;
  expect(stopped).toMatchObject({ code: 1, signal: null });
  expect(stopped.stderr).toMatch(
    /^finishing what has begun; .*\n60 certificates: \d+ issued, 0 installed, 0 failed, [1-9]\d* left/,
  );
  expect(begun()).toEqual([]);
  expect(await finish(start(list))).toMatchObject({ code: 0 });
  await expectAll(60, before);
});
