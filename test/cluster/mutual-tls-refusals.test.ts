import { X509Certificate } from 'node:crypto';
import type { ConnectionOptions } from 'node:tls';
import { until, Workspace } from '@plinth/testing';
import { engines } from './_cluster';
import { ask, resumes } from './mutual-tls/asked';
import { runClient } from './mutual-tls/example-program';
import { runImpostor } from './mutual-tls/impostor';
import { plainGet } from './mutual-tls/plain-request';
import { PodAddresses } from './mutual-tls/pod-addresses';
import { linesOf, type Refusal, refusalsOf } from './mutual-tls/refusals';
import { RelocatedProxy } from './mutual-tls/relocated-proxy';
import { type PlainProgram, RunningCompany } from './mutual-tls/running-company';
import type { Issued } from './mutual-tls/service-vault';

let running: RunningCompany;
let program: PlainProgram;

beforeAll(async () => {
  running = await RunningCompany.start('prod', await engines());
  program = await running.plainProgram('klever-node');
  await running.run('ledger', 'klever-node', 'wallet-api', 'price-bot', 'order-matcher', 'chain-indexer');
});

afterAll(() => running?.stop());

const asOptions = (files: Issued): ConnectionOptions => ({ cert: files['tls.crt'], key: files['tls.key'] });

/** A certificate that has lived: Vault makes one of a second. */
async function expired(name: string): Promise<Issued> {
  const files = await running.vault.issue(running.service(name), { ttl: '1s' });
  const { validTo } = new X509Certificate(files['tls.crt']);
  await until('the certificate has expired', async () => Date.now() > Date.parse(validTo) + 1000);
  return files;
}

/** What a client of both servers may try. */
const ATTEMPTS: readonly (readonly [string, Refusal, () => Promise<ConnectionOptions>])[] = [
  [
    'shows no certificate',
    { client: 'nobody', why: 'no certificate' },
    async () => ({ cert: undefined, key: undefined }),
  ],
  [
    'shows its own names, signed by another authority',
    { client: 'wallet-api', why: 'an authority that is not trusted' },
    async () => asOptions(await running.vault.issueForeign(running.service('wallet-api'))),
  ],
  [
    'shows a certificate that has expired',
    { client: 'wallet-api', why: 'expired' },
    async () => asOptions(await expired('wallet-api')),
  ],
  [
    'shows the certificate of another service',
    { client: 'price-bot', why: 'not a declared client' },
    async () => running.folder('price-bot').shown,
  ],
  [
    'speaks TLS 1.2',
    { client: 'nobody', why: 'an old protocol' },
    async () => ({ minVersion: 'TLSv1.2', maxVersion: 'TLSv1.2' }),
  ],
];

const refusals = (server: string): Refusal[] => refusalsOf(running, server);

/** The program does not say whose certificate it was that it did not believe. */
const asSaidBy = (server: string, { client, why }: Refusal): Refusal =>
  server === 'ledger' && why !== 'not a declared client' ? { client: 'nobody', why } : { client, why };

function tryWith(server: string, tls: ConnectionOptions): Promise<string> {
  const { shown } = running.folder('wallet-api');
  const address = running.addressOf(server);
  return ask({ address, addresses: running.addresses, tls: { ...shown, ...tls } });
}

describe.each([
  ['a program', 'ledger'],
  ['a proxy', 'klever-node'],
])('%s that serves', (_, server) => {
  test('lets a declared client in', async () => {
    const { connections } = program;
    expect(await tryWith(server, {})).toBe('answered');
    expect(program.connections).toBe(connections + (server === 'ledger' ? 0 : 1));
  });

  test('looks at a client that comes again', async () => {
    const { shown: tls } = running.folder('wallet-api');
    expect(await resumes({ address: running.addressOf(server), addresses: running.addresses, tls })).toBe(
      false,
    );
  });

  test.each(ATTEMPTS)('fails when a client %s', async (_attempt, refusal, tls) => {
    const [before, { connections }] = [refusals(server).length, program];
    expect(await tryWith(server, await tls())).not.toBe('answered');
    await until('it is noted', async () => refusals(server).length > before);
    expect(refusals(server).slice(before)).toEqual([asSaidBy(server, refusal)]);
    expect(program.connections).toBe(connections);
  });

  test('fails when a client speaks no TLS', async () => {
    const before = refusals(server).length;
    expect(await plainGet(running.addresses.of(server), 8443)).toBe('');
    await until('it is noted', async () => refusals(server).length > before);
    expect(refusals(server).slice(before)).toEqual([{ client: 'nobody', why: 'no TLS' }]);
  });
});

/** Who may be found at an address, and what a program of Node says about that, and Envoy. */
const FOUND: readonly (readonly [string, string, string, (of: string) => Promise<object | undefined>])[] = [
  [
    'is signed by another authority',
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    'unable to get local issuer certificate',
    async (of) => asOptions(await running.vault.issueForeign(running.service(of))),
  ],
  [
    'is another service',
    'ERR_TLS_CERT_ALTNAME_INVALID',
    'SAN matcher',
    async () => asOptions(await running.vault.issue(running.service('wallet-signer'))),
  ],
  [
    'shows a certificate that has expired',
    'CERT_HAS_EXPIRED',
    'certificate has expired',
    async (of) => asOptions(await expired(of)),
  ],
  [
    'speaks TLS 1.2',
    'tlsv1 alert protocol version',
    'TLSV1_ALERT_PROTOCOL_VERSION',
    async (of) => ({ ...asOptions(await running.vault.issue(running.service(of))), maxVersion: 'TLSv1.2' }),
  ],
  ['speaks no TLS', 'wrong version number', 'WRONG_VERSION_NUMBER', async () => undefined],
];

describe('a program that calls', () => {
  const elsewhere = new PodAddresses();

  /** What it gets from whoever stands at the address of ledger. */
  async function callAt(settings: object | undefined): Promise<string> {
    const impostor = await runImpostor(elsewhere.of('ledger'), 8443, settings);
    try {
      const address = running.addressOf('ledger');
      const { workspace } = running;
      return await runClient(running.folder('order-matcher'), address, { workspace, addresses: elsewhere });
    } finally {
      await impostor.stop();
    }
  }

  test('is answered by the one that it calls', async () => {
    expect(await callAt(asOptions(await running.vault.issue(running.service('ledger'))))).toMatch(/^hello/);
  });

  test.each(FOUND)('fails when who answers %s', async (_, said, _ofProxy, settings) => {
    expect(await callAt(await settings('ledger'))).toContain(said);
  });
});

describe('a proxy that calls', () => {
  const elsewhere = new PodAddresses();
  let proxy: RelocatedProxy;

  beforeAll(async () => {
    const workspace = new Workspace('mutual-tls-elsewhere');
    running.also(async () => workspace.remove({ keepLogs: false }));
    proxy = await RelocatedProxy.start(running.service('chain-indexer'), {
      engines: running.engines,
      workspace,
      addresses: elsewhere,
      tls: running.folder('chain-indexer'),
    });
  });
  afterAll(() => proxy?.stop());

  async function callAt(settings: object | undefined): Promise<string> {
    const impostor = await runImpostor(elsewhere.of('klever-node'), 8443, settings);
    try {
      return await plainGet(elsewhere.of('chain-indexer'), 15001);
    } finally {
      await impostor.stop();
    }
  }

  test('is answered by the one that it calls', async () => {
    const files = await running.vault.issue(running.service('klever-node'));
    expect(await callAt(asOptions(files))).toMatch(/^hello/);
  });

  test.each(FOUND)('fails when who answers %s', async (_, _ofProgram, said, settings) => {
    const before = linesOf(proxy.log).length;
    expect(await callAt(await settings('klever-node'))).toBe('');
    const line = await until('it is noted', async () => linesOf(proxy.log)[before]);
    expect(line).toMatchObject({ connection: 'klever-node.api', flags: 'UF,URX' });
    expect(line.failed?.replaceAll('_', ' ')).toContain(said.replaceAll('_', ' '));
  });
});
