import {
  type ClientHttp2Session,
  connect,
  createSecureServer,
  createServer,
  type Http2Server,
} from 'node:http2';
import { type ConnectionOptions, connect as connectTls, type TLSSocket } from 'node:tls';
import { sidecar, statefulNode, webService, worker } from '@plinth/model';
import { tinyCompany, tinyNode, tinyWebService, tinyWorker } from '@plinth/testing';
import { engines } from './_cluster';
import { lookupIn } from './mutual-tls/asked';
import { serviceOf } from './mutual-tls/rendered-service';
import { RunningCompany } from './mutual-tls/running-company';

/** What gRPC goes over: `quotes` behind a proxy, `rates` that ends TLS itself, and who calls both from behind a proxy. */
const COMPANY = tinyCompany(
  webService('quotes', { ...tinyWebService, ports: { grpc: 8443 }, mutualTls: sidecar({ grpc: 8080 }) }),
  statefulNode('rates', { ...tinyNode, ports: { grpc: 8443 } }),
  worker('pricer', { ...tinyWorker, calls: ['quotes', 'rates'], mutualTls: sidecar() }),
);

let running: RunningCompany;
const sessions: ClientHttp2Session[] = [];

beforeAll(async () => {
  running = await RunningCompany.start('prod', await engines());
  for (const name of ['quotes', 'pricer', 'rates']) {
    const service = serviceOf(COMPANY, name);
    const files = await running.vault.issueForeign(service);
    if (name === 'rates')
      await serve(createSecureServer({ ...certified(files), allowHTTP1: false }), name, 8443);
    else await running.runOther(service, { ...files, 'ca.crt': files.root });
  }
  await serve(createServer(), 'quotes', 8080);
});
afterEach(() => {
  for (const session of sessions.splice(0)) session.destroy();
});
afterAll(() => running?.stop());

type Files = Awaited<ReturnType<RunningCompany['vault']['issueForeign']>>;

const certified = (files: Files) => ({
  cert: files['tls.crt'],
  key: files['tls.key'],
  ca: files.root,
  requestCert: true,
  rejectUnauthorized: true,
});

/** It speaks HTTP/2 and nothing else. */
async function serve(server: Http2Server, name: string, port: number): Promise<void> {
  server.on('stream', (stream) => stream.respond({ ':status': 200 }, { endStream: true }));
  server.on('session', (session) => running.also(async () => session.destroy()));
  await new Promise<void>((done) => server.listen(port, running.addresses.of(name), done));
  running.also(async () => server.close());
}

/** The status of one request over a session of its own. */
function request(session: ClientHttp2Session): Promise<number> {
  sessions.push(session);
  return new Promise((resolve, reject) => {
    session.once('error', reject);
    const stream = session.request({ ':path': '/' });
    stream.once('response', (headers) => resolve(Number(headers[':status'])));
    stream.once('error', reject);
    stream.once('close', () => reject(new Error('closed without an answer')));
  });
}

/** A program that ends TLS itself comes to `quotes`. */
function greet(more: ConnectionOptions): Promise<TLSSocket> {
  const servername = running.service('quotes').certificate.commonName;
  const options = { ...running.folder('pricer').shown, ...more, port: 8443, servername };
  return new Promise((resolve, reject) => {
    const socket = connectTls(
      { ...options, host: servername, lookup: lookupIn(running.addresses), minVersion: 'TLSv1.3' },
      () => resolve(socket),
    );
    socket.once('error', reject);
  });
}

test('a proxy before a port of gRPC agrees on HTTP/2 with who offers it', async () => {
  const socket = await greet({ ALPNProtocols: ['h2', 'http/1.1'] });
  expect(socket.alpnProtocol).toBe('h2');
  expect(await request(connect('https://quotes', { createConnection: () => socket }))).toBe(200);
});

test.each<[string, ConnectionOptions]>([
  ['says nothing of it', {}],
  ['offers something else', { ALPNProtocols: ['http/1.1'] }],
])('who %s is let in as before', async (_, options) => {
  const socket = await greet(options);
  expect(socket.alpnProtocol).toBe(false);
  socket.destroy();
});

test.each(['quotes', 'rates'])(
  'behind a proxy, a program that knows nothing of TLS calls %s',
  async (name) => {
    const address = running.service('pricer').variables[`${name.toUpperCase()}_GRPC_ADDRESS`];
    const [, port] = /^127\.0\.0\.1:(\d+)$/.exec(address ?? '') ?? [];
    expect(await request(connect(`http://${running.addresses.of('pricer')}:${port}`))).toBe(200);
  },
);
