import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { CertificateAuthority } from '@plinth/testing';
import { FixtureRepository } from './fixture-repository';
import type { Run } from './run-plinth';

// Each test starts a process or more.
jest.setTimeout(120_000);

const TOKEN = 'a-token-of-nobody';

/** Two services and three paths; two secrets are fields of one path. */
const ENVIRONMENTS = `
import { vault, webService } from '@plinth/model';
import { tinyCompany, tinyWebService } from '@plinth/testing';
export const company = tinyCompany(
  webService('shop', { ...tinyWebService, secrets: {
    key: vault.kv('retail/shop/key'),
    user: vault.kv('retail/broker', { field: 'user' }),
    password: vault.kv('retail/broker', { field: 'password' }),
  } }),
  webService('till', { ...tinyWebService, secrets: { broker: vault.kv('retail/till/broker', { format: 'json' }) } }),
);
`;

let repository: FixtureRepository;
const servers: { close(): unknown; closeAllConnections?(): void }[] = [];

beforeAll(() => {
  repository = FixtureRepository.tiny();
  repository.write('environments/index.ts', ENVIRONMENTS);
  const release = {
    version: '1.0.0',
    digest: `sha256:${'a'.repeat(64)}`,
    commit: 'b'.repeat(40),
  };
  const text = JSON.stringify({ shop: release, till: release, 'vault-agent': release }, undefined, 2);
  for (const name of ['first', 'second']) repository.write(`environments/${name}/releases.json`, text);
});

afterAll(() => repository.dispose());

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close();
    server.closeAllConnections?.();
  }
});

async function missing(
  VAULT_ADDR: string,
  args = '',
  more: Readonly<Record<string, string>> = {},
): Promise<Run> {
  const variables = { VAULT_ADDR, VAULT_TOKEN: TOKEN, ...more };
  const run = await repository.ask(`vault missing --env first ${args}`, variables);
  // Nor what a stranger answers.
  expect(JSON.stringify(run)).not.toMatch(new RegExp(`${TOKEN}|hunter2`));
  return run;
}

async function listening(server: Server): Promise<string> {
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A server that answers what a path is answered; anything else is not there. */
function answering(answers: Readonly<Record<string, readonly [number, unknown]>>, seen: string[] = []) {
  const listener: RequestListener = ({ method, url = '', headers }, response) => {
    seen.push(`${method} ${url} ${headers['x-vault-token']}`);
    const [status, body] = answers[url.slice('/v1/kv/metadata/'.length)] ?? [404, { errors: [] }];
    response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
  };
  return listening(createServer(listener));
}

const version = (more: object) => [200, { data: { current_version: 2, versions: { 2: more } } }] as const;
const THERE = version({ deletion_time: '', destroyed: false });
const ALL_THERE = {
  'retail/shop/key': THERE,
  'retail/broker': THERE,
  'retail/till/broker': THERE,
};

test('nothing is missing when every path has a value: it asks for each once, and reads none', async () => {
  const seen: string[] = [];
  const address = await answering(ALL_THERE, seen);

  expect(await missing(address)).toEqual({
    code: 0,
    signal: null,
    stdout: '',
    stderr: `0 of 3 declared paths have no value in ${address}\n`,
  });
  expect(seen.sort()).toEqual(
    Object.keys(ALL_THERE)
      .sort()
      .map((path) => `GET /v1/kv/metadata/${path} ${TOKEN}`),
  );
});

test('what has no value is listed with who reads it, who puts it there, and how', async () => {
  const address = await answering({
    'retail/broker': version({
      deletion_time: '2020-01-01T00:00:00Z',
      destroyed: false,
    }),
    'retail/till/broker': version({ deletion_time: '', destroyed: true }),
  });
  const { code, stdout } = await missing(address);

  expect(code).toBe(1);
  expect(stdout).toMatchInlineSnapshot(`
    "retail/broker: deleted
      shop reads it as /secrets/password, declared at environments/index.ts:8
      shop reads it as /secrets/user, declared at environments/index.ts:7
      retail puts it there: a.keller, retail@acme.example
      vault kv put -mount=kv -cas=2 retail/broker -   # then a JSON object with password, user, and Ctrl-D
    retail/shop/key: never put
      shop reads it as /secrets/key, declared at environments/index.ts:6
      retail puts it there: a.keller, retail@acme.example
      vault kv put -mount=kv -cas=0 retail/shop/key value=-   # then the value, and Ctrl-D
    retail/till/broker: destroyed
      till reads it as /secrets/broker, declared at environments/index.ts:10
      retail puts it there: a.keller, retail@acme.example
      vault kv put -mount=kv -cas=2 retail/till/broker -   # then a JSON object with all fields, and Ctrl-D
    "
  `);
});

test('data says the same', async () => {
  const address = await answering({
    ...ALL_THERE,
    'retail/shop/key': [200, { data: { current_version: 0, versions: {} } }],
  });
  const { code, stdout } = await missing(address, '--json');

  expect(code).toBe(1);
  expect(JSON.parse(stdout)).toEqual([
    {
      path: 'retail/shop/key',
      state: 'never put',
      squad: 'retail',
      lead: 'a.keller',
      contact: 'retail@acme.example',
      readers: [
        {
          service: 'shop',
          file: '/secrets/key',
          declared: 'environments/index.ts:6',
        },
      ],
      fields: ['value'],
      command: 'vault kv put -mount=kv -cas=0 retail/shop/key value=-',
    },
  ]);
});

test('a version that will end some day is there', async () => {
  const ends = version({
    deletion_time: '2999-01-01T00:00:00Z',
    destroyed: false,
  });
  expect(await missing(await answering({ ...ALL_THERE, 'retail/broker': ends }))).toMatchObject({ code: 0 });
});

test('one squad can be asked for', async () => {
  const address = await answering({});
  expect(await missing(address, '--squad retail')).toMatchObject({ code: 1 });
  expect(await missing(address, '--squad retial')).toMatchObject({
    code: 2,
    stderr: '--squad <name>: found "retial"; allowed: retail; did you mean "retail"?\n',
  });
});

test.each([
  [
    'the token may ask for nothing',
    {
      'retail/shop/key': [403, {}],
      'retail/broker': [403, {}],
      'retail/till/broker': [403, {}],
    },
    'VAULT_TOKEN: found a token that has ended, or that may ask for none of the paths; allowed: a token of an administrator of Vault, or of the squad that is asked for; sign in again with vault login -method=oidc',
  ],
  [
    'the token may not ask for one of them',
    { ...ALL_THERE, 'retail/shop/key': [403, {}] },
    'VAULT_TOKEN: found a token that may not ask for 1 of 3 paths, of retail; allowed: a token of an administrator of Vault, or of the squad that is asked for; ask for your own squad alone, with --squad, or as somebody of retail',
  ],
  [
    'there is no store',
    {
      ...ALL_THERE,
      'retail/broker': [404, { errors: ['no handler for route'] }],
    },
    '{}: found no store of secrets there; allowed: a Vault that is open, with secrets at kv/; bring up stacks/vault first, or look at VAULT_ADDR',
  ],
  [
    'Vault is sealed',
    { ...ALL_THERE, 'retail/broker': [503, { errors: ['Vault is sealed'] }] },
    '{}: found a Vault that is sealed; allowed: a Vault that is open, with secrets at kv/; have it opened and run again',
  ],
  [
    'another server answers for it',
    { ...ALL_THERE, 'retail/broker': [307, {}] },
    '{}: found a server that is not the active one; allowed: a Vault that is open, with secrets at kv/; name the active one in VAULT_ADDR',
  ],
  [
    'something is broken there',
    { ...ALL_THERE, 'retail/broker': [500, { errors: ['hunter2'] }] },
    '{}: found an answer with status 500; allowed: a Vault that is open, with secrets at kv/; look at what Vault logs',
  ],
] as const)('fails when %s, with one error', async (_, answers, message) => {
  const address = await answering(answers);
  expect(await missing(address)).toEqual({
    code: 2,
    signal: null,
    stdout: '',
    stderr: `${message.replace('{}', address)}\n`,
  });
});

test('fails when what answers is no Vault', async () => {
  const page = await listening(createServer((_, response) => response.end('<html>hunter2</html>')));
  const endless = await listening(
    createServer((_, response) => {
      const chunk = 'hunter2'.repeat(1000);
      const more = () => response.write(chunk) && setImmediate(more);
      response.on('drain', more);
      more();
    }),
  );
  expect(await missing(page)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('found no store of secrets there'),
  });
  expect(await missing(endless)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('found an answer that is too large'),
  });
});

test('fails when nobody listens, when nobody knows the host, when it breaks off, and when it speaks no TLS', async () => {
  const gone = await answering({});
  for (const server of servers.splice(0)) server.close();
  const rude = createTcpServer((socket) => socket.once('data', () => socket.destroy()));
  servers.push(rude);
  await once(rude.listen(0, '127.0.0.1'), 'listening');
  const plain = await answering({});
  const runs = await Promise.all([
    missing(gone),
    missing('https://vault.nowhere.invalid:8200'),
    missing(`http://127.0.0.1:${(rude.address() as AddressInfo).port}`),
    missing(plain.replace('http:', 'https:')),
  ]);

  expect(runs.map(({ code }) => code)).toEqual([2, 2, 2, 2]);
  expect(runs.map(({ stderr }) => /found (.*?);/.exec(stderr)?.[1])).toEqual([
    'nobody who listens there',
    'a host that nobody knows',
    'no answer (ECONNRESET)',
    'something that speaks no TLS',
  ]);
});

test('fails when the certificate is signed by somebody else, and works when VAULT_CACERT names who signed it', async () => {
  const authority = await CertificateAuthority.create('authority of this test');
  const { certificate, key } = await authority.issueServer('vault', []);
  const server = createTlsServer({ cert: certificate, key }, (_, response) =>
    response.end(JSON.stringify(THERE[1])),
  );
  const address = (await listening(server as unknown as Server)).replace('http:', 'https:');
  repository.write('ca.crt', authority.certificate);
  const more = { VAULT_CACERT: repository.path('ca.crt') };

  expect(await missing(address)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('found a certificate that is not trusted here'),
  });
  // Nor does Vault's own switch for it change that.
  expect(await missing(address, '', { VAULT_SKIP_VERIFY: 'true' })).toMatchObject({ code: 2 });
  expect(await missing(address, '', more)).toMatchObject({ code: 0 });
});

test('fails when it is not told where and as whom, and says all of it', async () => {
  expect(await missing('', '', { VAULT_TOKEN: '', VAULT_CACERT: '/nowhere' })).toMatchObject({
    code: 2,
    stdout: '',
    stderr: expect.stringMatching(
      /^3 problems\n {2}- VAULT_ADDR: .*\n {2}- VAULT_TOKEN: .*\n {2}- VAULT_CACERT: .*\n$/,
    ),
  });
});

test('fails when no environment is named', async () => {
  expect(await repository.ask('vault missing')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('found no --env <name>'),
  });
});
