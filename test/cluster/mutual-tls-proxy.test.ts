import { execFile } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { Agent, request } from 'node:https';
import { connect as connectPlainly } from 'node:net';
import { connect, type TLSSocket } from 'node:tls';
import { promisify } from 'node:util';
import { publicRoute, sidecar, webService, worker } from '@plinth/model';
import { measured, tinyCompany, tinyWebService, tinyWorker, until } from '@plinth/testing';
import { engines } from './_cluster';
import { ask, lookupIn, servedBy } from './mutual-tls/asked';
import { paceOf } from './mutual-tls/pace';
import { linesOf } from './mutual-tls/refusals';
import { writeProxyFiles } from './mutual-tls/relocated-proxy';
import { type RenderedService, renderedServices, serviceOf } from './mutual-tls/rendered-service';
import { type PlainProgram, RunningCompany } from './mutual-tls/running-company';
import { bundle } from './mutual-tls/service-vault';

const SERVER = 'klever-node';
const run = promisify(execFile);

let running: RunningCompany;
let program: PlainProgram;
/** Requests that the program has not answered yet. */
const held: ServerResponse[] = [];

beforeAll(async () => {
  running = await RunningCompany.start('prod', await engines());
  program = await running.plainProgram(SERVER, ({ url }, response) => {
    if (url === '/slow') held.push(response);
    else response.end('hello\n');
  });
  await running.run(SERVER, 'chain-indexer', 'wallet-api', 'wallet-signer');
});

afterAll(() => running?.stop());

const asClient = () => ({
  address: running.addressOf(SERVER),
  addresses: running.addresses,
  tls: running.folder('wallet-api').shown,
});

test.each(['dev', 'staging', 'prod'])(
  'Envoy takes what is rendered for %s without a word',
  async (environment) => {
    const proxied = [...renderedServices(environment).values()].filter(({ proxy }) => proxy !== undefined);
    expect(proxied.length).toBeGreaterThan(1);
    for (const service of proxied) {
      const tls = running.folder(SERVER);
      const { workspace, addresses } = running;
      const { args } = writeProxyFiles(
        service,
        { workspace, addresses, tls },
        `${environment}-${service.name}`,
      );
      const { stdout, stderr } = await run(running.engines.path('envoy'), [...args, '--mode', 'validate']);
      expect([service.name, `${stdout}${stderr}`.trim()]).toEqual([
        service.name,
        expect.stringMatching(/^configuration '\S+' OK$/),
      ]);
    }
  },
);

test('the gateway, which has no certificate, reaches its own port and no other', async () => {
  const { service, names } = proxiedShop();
  const files = await running.vault.issueForeign(service);
  // Callers would end at 8080, where nobody is: the program sees by its port who has been looked at.
  await running.plainProgram(service.name, undefined, 8085);
  await running.runOther(service, { ...files, 'ca.crt': files.root });
  const address = running.addressOf(service.name);
  const gateway = { addresses: running.addresses, tls: { ca: files.root } };
  expect(names).toEqual(['in-https', 'in-edge', 'health']);
  expect(await ask({ ...gateway, address: address.replace('8443', '8444') })).toBe('answered');
  const old = { ...gateway.tls, minVersion: 'TLSv1.2', maxVersion: 'TLSv1.2' } as const;
  expect(await ask({ ...gateway, tls: old, address: address.replace('8443', '8444') })).toBe('answered');
  expect(await ask({ ...gateway, address })).not.toBe('answered');
});

/** A service that does not exist: a proxy with a port for the gateway. */
function proxiedShop(): { readonly service: RenderedService; readonly names: readonly string[] } {
  const declared = tinyCompany(
    webService('shop', {
      ...tinyWebService,
      mutualTls: sidecar({ https: 8080, edge: 8085 }),
      exposure: publicRoute({ path: '/shop' }),
    }),
    worker('mailer', { ...tinyWorker, calls: ['shop'] }),
  );
  const service = serviceOf(declared, 'shop');
  const { static_resources: made } = JSON.parse(service.files['envoy.json'] ?? '');
  return { service, names: made.listeners.map(({ name }: { name: string }) => name) };
}

test('who says nothing is not waited for, and the kubelet is answered while they fill the proxy', async () => {
  const [name = '', port] = asClient().address.split(':');
  const host = asClient().addresses.resolve(name);
  // More than it takes.
  const silent = Array.from({ length: 550 }, () => connectPlainly({ host, port: Number(port) }));
  const closed = silent.map((socket) =>
    once(
      socket.resume().on('error', () => undefined),
      'close',
    ),
  );
  try {
    await Promise.all(silent.map((socket) => Promise.race([once(socket, 'connect'), once(socket, 'close')])));
    const answers = Array.from({ length: 3 }, () => fetch(`http://${host}:15021/ready`));
    expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([200, 200, 200]);
    await Promise.all(closed);
    expect(await ask(asClient())).toBe('answered');
  } finally {
    for (const socket of silent) socket.destroy();
  }
});

test('200 connections fit into the memory of the proxy', async () => {
  const { address, addresses, tls } = asClient();
  const [host = '', port] = address.split(':');
  const before = running.proxy(SERVER).residentMemory;
  const open = Array.from({ length: 200 }, () =>
    connect({ host, port: Number(port), servername: host, lookup: lookupIn(addresses), ...tls }),
  );
  try {
    await Promise.all(open.map((socket) => answered(socket)));
    const { residentMemory: memory } = running.proxy(SERVER);
    measured('Envoy, 200 connections', {
      'MiB before': Math.round(before),
      'MiB with them': Math.round(memory),
      limit: running.service(SERVER).proxy?.memory ?? '',
    });
    expect(running.service(SERVER).proxy?.memory).toBe('128Mi');
    expect(memory).toBeGreaterThan(20);
    expect(memory).toBeLessThan(128);
  } finally {
    for (const socket of open) socket.destroy();
  }
});

/** A request over a connection that stays. */
async function answered(socket: TLSSocket): Promise<void> {
  socket.write('GET / HTTP/1.1\r\nHost: node\r\n\r\n');
  const [text] = await once(socket.setEncoding('utf8'), 'data');
  expect(text).toMatch(/^HTTP\/1\.1 200 /);
}

test('who calls is noted when the program is reached, with the certificate that was shown', async () => {
  const before = linesOf(running.proxy(SERVER).log).length;
  const { address, addresses, tls } = asClient();
  const [host = '', port] = address.split(':');
  const socket = connect({
    host,
    port: Number(port),
    servername: host,
    lookup: lookupIn(addresses),
    ...tls,
  });
  await answered(socket);
  const line = await until('it is noted', async () => linesOf(running.proxy(SERVER).log)[before]);
  expect(socket.destroyed).toBe(false);
  expect(line).toMatchObject({
    event: 'accepted',
    connection: 'program-api',
    client: running.service('wallet-api').certificate.uris[0],
    certificate: new X509Certificate(tls.cert).serialNumber.toLowerCase(),
  });
  socket.destroy();
});

test.each([
  ['empty', () => ''],
  ['of no certificate', () => '-----BEGIN CERTIFICATE-----\nno\n-----END CERTIFICATE-----\n'],
  ['cut off', () => running.vault.root.slice(0, 200)],
])('a list of authorities that is %s changes nothing, until there is a good one', async (_, broken) => {
  const files = running.folder(SERVER);
  const {
    'tls.crt': own,
    'tls.key': key,
    root,
  } = await running.vault.issueForeign(running.service('wallet-api'));
  const foreign = { ...asClient(), tls: { ...asClient().tls, cert: own, key } };
  const said = running.proxy(SERVER).log.length;
  files.replace({ 'ca.crt': broken() });
  await until('Envoy has looked', async () => /\[warning\]/.test(running.proxy(SERVER).log.slice(said)));
  expect(await ask(asClient())).toBe('answered');
  expect(await ask(foreign)).not.toBe('answered');
  files.replace({ 'ca.crt': bundle(running.vault.root, root) });
  await until('the new authority is believed', async () => (await ask(foreign)) === 'answered');
  files.replace({ 'ca.crt': running.vault.root });
  await until('it is believed no more', async () => (await ask(foreign)) !== 'answered');
});

test('a certificate without its key changes nothing', async () => {
  const files = running.folder(SERVER);
  const { 'tls.crt': certificate } = await running.vault.issue(files.service);
  const kept = files.files;
  const before = await servedBy(asClient());
  const said = running.proxy(SERVER).log.length;
  files.replace({ 'tls.crt': certificate });
  await until('Envoy has looked', async () => /\[warning\]/.test(running.proxy(SERVER).log.slice(said)));
  expect(before).toBeDefined();
  expect(await servedBy(asClient())).toBe(before);
  files.replace(kept);
});

test('a request through two proxies, beside a direct one', async () => {
  // Both ends warm up.
  await paceOf(running.addresses.of(SERVER), 8080);
  const direct = await paceOf(running.addresses.of(SERVER), 8080);
  const proxied = await paceOf(running.addresses.of('chain-indexer'), 15001);
  measured('two proxies beside none', {
    'direct ms': direct.median,
    'proxied ms': proxied.median,
    'direct requests/s': direct.perSecond,
    'proxied requests/s': proxied.perSecond,
    'times as long': Math.round((proxied.median / direct.median) * 10) / 10,
  });
  expect([direct.lost, proxied.lost]).toEqual([0, 0]);
});

/** A request that the program holds; `answer` is what came, or why nothing did. */
async function inFlight(): Promise<{ readonly answer: Promise<string> }> {
  const { address, addresses, tls } = asClient();
  const [host = '', port] = address.split(':');
  const before = held.length;
  const answer = new Promise<string>((resolve) => {
    const asked = request(
      { host, port, path: '/slow', servername: host, lookup: lookupIn(addresses), agent: new Agent(tls) },
      (response) => {
        response.setEncoding('utf8').once('data', (text: string) => resolve(text));
        response.once('error', ({ message }) => resolve(message));
      },
    );
    asked.once('error', ({ message }) => resolve(message));
    asked.end();
  });
  await until('the program has the request', async () => held.length > before);
  return { answer };
}

describe('at the end of a pod', () => {
  test('the program ends first, and what is in flight is answered through the proxy', async () => {
    const { answer } = await inFlight();
    const ended = program.stop();
    await until('nobody new comes in', async () => (await ask(asClient())) !== 'answered');
    held.at(-1)?.end('the last one');
    expect(await answer).toBe('the last one');
    await ended;
    // Why it was not let in stands in the log: the program has ended.
    await until('it is noted', async () =>
      linesOf(running.proxy(SERVER).log).some(
        ({ connection, flags }) => connection === 'program-api' && flags === 'UF,URX',
      ),
    );
  });

  test('fails when the proxy ends before its program: what is in flight is lost', async () => {
    program = await running.plainProgram(SERVER, (_, response) => held.push(response));
    const proxy = running.proxy(SERVER);
    const { answer } = await inFlight();
    proxy.signal('SIGTERM');
    expect(await answer).toBe('socket hang up');
    await until('the proxy has ended', async () => !proxy.isRunning);
    held.at(-1)?.end();
  });
});
