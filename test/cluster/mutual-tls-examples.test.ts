import { X509Certificate } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { until } from '@plinth/testing';
import { engines } from './_cluster';
import { ask, resumes, servedBy } from './mutual-tls/asked';
import { ExampleServer, runClient } from './mutual-tls/example-program';
import { runImpostor } from './mutual-tls/impostor';
import { compiledLanguages, type Language } from './mutual-tls/languages';
import { RunningCompany } from './mutual-tls/running-company';
import type { Issued } from './mutual-tls/service-vault';
import { TlsFolder } from './mutual-tls/tls-folder';

const CALLER = 'spiffe://acme.example/ns/exchange/sa/order-matcher';

let running: RunningCompany;
let languages: readonly Language[];
let folders: Readonly<Record<'ledger' | 'order-matcher' | 'price-bot', TlsFolder>>;

/** Nothing resolves names for programs of Go and Java here: the server's certificate has its address beside them. */
async function issued(name: string): Promise<Issued & { readonly root: string }> {
  return running.vault.issueForeign(running.service(name), running.addresses.of(name));
}

async function folderOf(name: string): Promise<TlsFolder> {
  const { root, ...files } = await issued(name);
  return new TlsFolder(running.service(name), running.workspace, { ...files, 'ca.crt': root });
}

beforeAll(async () => {
  running = await RunningCompany.start('prod', await engines());
  const compiled = running.workspace.file('compiled');
  mkdirSync(compiled);
  languages = compiledLanguages(compiled);
  folders = {
    ledger: await folderOf('ledger'),
    'order-matcher': await folderOf('order-matcher'),
    'price-bot': await folderOf('price-bot'),
  };
});

afterAll(() => running?.stop());

const tryAs = (caller: keyof typeof folders, more: object = {}) => ({
  address: 'ledger.exchange.svc:8443',
  addresses: running.addresses,
  tls: { ...folders[caller].shown, ...more },
});

/** A server in one language after the other: they take each other's place. */
async function inEach(look: (server: ExampleServer) => Promise<unknown>): Promise<Record<string, unknown>> {
  const seen: Record<string, unknown> = {};
  for (const { name, server } of languages) {
    const started = await ExampleServer.start(folders.ledger, running, server);
    try {
      seen[name] = await look(started);
    } finally {
      await started.stop();
    }
  }
  return seen;
}

const ofEach = (expected: unknown) => Object.fromEntries(languages.map(({ name }) => [name, expected]));

test('programs of each language call each other, and know who calls', async () => {
  const address = `${running.addresses.of('ledger')}:8443`;
  const seen = await inEach(async () => {
    const answers: Record<string, string> = {};
    for (const { name, client } of languages)
      answers[name] = await runClient(folders['order-matcher'], address, running, client);
    return answers;
  });
  expect(seen).toEqual(ofEach(ofEach(`hello ${CALLER}\n`)));
});

test('a server in each language lets in nobody but those that are listed', async () => {
  const attempts = {
    listed: tryAs('order-matcher'),
    stranger: tryAs('price-bot'),
    'without certificate': tryAs('order-matcher', { cert: undefined, key: undefined }),
    'TLS 1.2': tryAs('order-matcher', { minVersion: 'TLSv1.2', maxVersion: 'TLSv1.2' }),
  };
  const seen = await inEach(async () => {
    const answered: string[] = [];
    for (const [name, attempt] of Object.entries(attempts))
      if ((await ask(attempt)) === 'answered') answered.push(name);
    return answered;
  });
  expect(seen).toEqual(ofEach(['listed']));
});

test('a client in each language speaks to nobody who knows TLS 1.2 alone', async () => {
  const host = running.addresses.of('ledger');
  const answered: Record<string, string[]> = {};
  for (const maxVersion of ['TLSv1.2', 'TLSv1.3'] as const) {
    const server = await runImpostor(host, 8443, { ...folders.ledger.shown, maxVersion });
    try {
      for (const { name, client } of languages) {
        const answer = await runClient(folders['order-matcher'], `${host}:8443`, running, client);
        if (answer.includes('hello')) answered[name] = [...(answered[name] ?? []), maxVersion];
      }
    } finally {
      await server.stop();
    }
  }
  expect(answered).toEqual(ofEach(['TLSv1.3']));
});

test('a server in each language looks at a client that comes again', async () => {
  expect(await inEach(() => resumes(tryAs('order-matcher')))).toEqual(ofEach(false));
});

test('it looks at it also while it goes on with the files that it had', async () => {
  const seen = await inEach(async () => {
    const { 'tls.key': key = '' } = folders.ledger.files;
    await servedBy(tryAs('order-matcher'));
    folders.ledger.replace({ 'tls.key': 'half' });
    try {
      return await resumes(tryAs('order-matcher'));
    } finally {
      folders.ledger.replace({ 'tls.key': key });
    }
  });
  expect(seen).toEqual(ofEach(false));
});

test('a server in each language shows a renewed certificate, and keeps what it had while files do not fit', async () => {
  const seen = await inEach(async () => {
    const before = await servedBy(tryAs('order-matcher'));
    const { 'tls.crt': certificate, 'tls.key': key } = await issued('ledger');
    folders.ledger.replace({ 'tls.crt': certificate });
    const between = await servedBy(tryAs('order-matcher'));
    folders.ledger.replace({ 'tls.key': key });
    const { serialNumber } = new X509Certificate(certificate);
    await until(
      'the new certificate is shown',
      async () => (await servedBy(tryAs('order-matcher'))) === serialNumber,
    );
    return { keeps: between === before && before !== undefined };
  });
  expect(seen).toEqual(ofEach({ keeps: true }));
});
