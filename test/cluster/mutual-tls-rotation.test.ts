import { X509Certificate } from 'node:crypto';
import type { ConnectionOptions } from 'node:tls';
import { until } from '@plinth/testing';
import { engines } from './_cluster';
import { ask, servedBy } from './mutual-tls/asked';
import { refusalsOf } from './mutual-tls/refusals';
import { RunningCompany } from './mutual-tls/running-company';
import { bundle } from './mutual-tls/service-vault';
import { Traffic, type TrafficReport } from './mutual-tls/traffic';

/** Two services of which one calls the other, and a third that looks who answers. */
interface Pair {
  readonly server: string;
  readonly client: string;
  readonly variable: string;
  readonly observer: string;
}

const PAIRS: readonly (readonly [string, Pair])[] = [
  [
    'programs',
    { server: 'ledger', client: 'order-matcher', variable: 'LEDGER_HTTPS_ADDRESS', observer: 'bank-core' },
  ],
  [
    'proxies',
    {
      server: 'klever-node',
      client: 'chain-indexer',
      variable: 'KLEVER_NODE_API_ADDRESS',
      observer: 'wallet-api',
    },
  ],
];

let running: RunningCompany;
let trusted: string;

beforeAll(async () => {
  running = await RunningCompany.start('prod', await engines());
  trusted = running.vault.root;
  await running.plainProgram('klever-node');
  await running.run(...PAIRS.flatMap(([, { server, client, observer }]) => [server, client, observer]));
});

afterEach(() => running.vault.issueFromFirst());

afterAll(() => running?.stop());

const serial = (text = '') => new X509Certificate(text).serialNumber;

/** A new certificate and key, of whoever issues now. */
async function renew(name: string): Promise<void> {
  running.folder(name).replace(await running.vault.issue(running.service(name)));
}

/** The server's certificate as others see it. */
function shown({ server, observer }: Pair): Promise<string | undefined> {
  return servedBy({
    address: running.addressOf(server),
    addresses: running.addresses,
    tls: running.folder(observer).shown,
  });
}

async function isShown(pair: Pair): Promise<void> {
  const now = serial(running.folder(pair.server).files['tls.crt']);
  await until('the new certificate is shown', async () => (await shown(pair)) === now);
}

function trust({ server, client, observer }: Pair, ...roots: readonly string[]): void {
  for (const name of [server, client, observer]) running.folder(name).replace({ 'ca.crt': bundle(...roots) });
}

/** Enough of both kinds that a gap would have been seen, and nothing lost. */
function expectNoGap({ answered, connections, failures }: TrafficReport): void {
  expect(failures).toEqual([]);
  expect(connections).toBeGreaterThan(100);
  expect(answered - connections).toBeGreaterThan(100);
}

describe.each(PAIRS)('between %s', (_, pair) => {
  test('every certificate is renewed, and no request is lost', async () => {
    const traffic = Traffic.start(running, pair.client, pair.variable);
    await traffic.goesOn();
    const before = await shown(pair);
    for (const name of [pair.server, pair.client, pair.server, pair.client]) {
      await renew(name);
      await isShown(pair);
      await traffic.goesOn(100);
    }
    expect(await shown(pair)).not.toBe(before);
    expectNoGap(await traffic.end());
  });

  test('fails when a new authority issues before it is trusted: the traffic sees it', async () => {
    const next = await running.vault.nextAuthority(`too-early-for-${pair.server}`);
    const traffic = Traffic.start(running, pair.client, pair.variable);
    await traffic.goesOn(50);
    const files = running.folder(pair.server).files;
    await next.issueFrom();
    await renew(pair.server);
    await until('requests are lost', async () => (await traffic.report()).failures.length > 0);
    running.folder(pair.server).replace(files);
    await isShown(pair);
    await traffic.goesOn(50);
    const { failures } = await traffic.end();
    expect(new Set(failures)).toEqual(
      new Set([pair.server === 'ledger' ? 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY' : 'ECONNRESET']),
    );
  });

  test('another authority takes over in order, and no request is lost', async () => {
    const next = await running.vault.nextAuthority(`next-for-${pair.server}`);
    const traffic = Traffic.start(running, pair.client, pair.variable);
    await traffic.goesOn();
    trust(pair, trusted, next.root);
    await traffic.goesOn();
    await next.issueFrom();
    await renew(pair.server);
    await isShown(pair);
    await traffic.goesOn();
    const { shown: kept } = running.folder(pair.observer);
    await renew(pair.client);
    await renew(pair.observer);
    await traffic.goesOn();
    trust(pair, next.root);
    await traffic.goesOn();
    expectNoGap(await traffic.end());
    // The old one is believed no more: whoever has kept its certificate is refused, and who was renewed is not.
    const asked = (tls: ConnectionOptions) =>
      ask({ address: running.addressOf(pair.server), addresses: running.addresses, tls });
    const old = { ...kept, ca: next.root };
    const before = refusalsOf(running, pair.server).length;
    await until('the kept certificate is refused', async () => (await asked(old)) !== 'answered');
    const said = () => refusalsOf(running, pair.server).slice(before);
    await until('the server says so', async () => said().length > 0);
    expect(said()[0]?.why).toBe('an authority that is not trusted');
    expect(await asked(running.folder(pair.observer).shown)).toBe('answered');
  });
});
