import type { ChildProcess } from 'node:child_process';
import { finish, startPlinth } from '../cli/run-plinth';
import { engines } from './_cluster';
import { Outside } from './certs/outside';
import { type Passing, VaultProxy } from './certs/vault-proxy';

let here: Outside;
let proxy: VaultProxy;

beforeAll(async () => {
  here = await Outside.start(await engines());
  proxy = await VaultProxy.start(here.vault);
});
afterEach(() => {
  proxy.onRequest = async ({ toVault }) => (await toVault())();
});
afterAll(async () => {
  await proxy?.stop();
  await here?.stop();
});

/** A run whose requests go through the proxy. */
function start(list: string): ChildProcess {
  const variables = { ...here.variables, VAULT_ADDR: proxy.address };
  return startPlinth(here.renewal(list), { cwd: here.workspace.path, variables });
}

const listOf = (name: string) => here.list([here.entry(name, { files: here.filesOf(name) })]);

async function expectOnce(name: string, before: readonly string[]): Promise<void> {
  const { version, leaf } = await here.kept(name);
  expect([name, version, (await here.issued()).length - before.length]).toEqual([name, 1, 1]);
  expect(here.installed(name).serialNumber).toBe(leaf.serialNumber);
}

const isSign = ({ what }: Passing) => what === 'POST pki/sign/outside';

test('the answer to a signature is lost: it is looked for, and nothing is signed again', async () => {
  const before = await here.issued();
  let signatures = 0;
  proxy.onRequest = async (passing) => {
    const answer = await passing.toVault();
    if (isSign(passing) && ++signatures === 1) passing.lose();
    else answer();
  };
  expect(await finish(start(listOf('lost')))).toMatchObject({ code: 0 });
  expect(signatures).toBe(1);
  await expectOnce('lost', before);
});

test('a signature that never reached Vault is asked for again', async () => {
  const before = await here.issued();
  let signatures = 0;
  proxy.onRequest = async (passing) => {
    if (isSign(passing) && ++signatures === 1) passing.answer(503, { errors: ['Vault is sealed'] });
    else (await passing.toVault())();
  };
  expect(await finish(start(listOf('unheard')))).toMatchObject({ code: 0 });
  expect(signatures).toBe(2);
  await expectOnce('unheard', before);
});

test('the answer of the store is lost: what lies there is this run’s own', async () => {
  const before = await here.issued();
  let writes = 0;
  proxy.onRequest = async (passing) => {
    const answer = await passing.toVault();
    if (passing.what === 'POST kv/data/certificates/stored' && ++writes === 1) passing.lose();
    else answer();
  };
  expect(await finish(start(listOf('stored')))).toMatchObject({ code: 0 });
  expect(writes).toBe(2);
  await expectOnce('stored', before);
});

test('fails when somebody has written meanwhile: nothing is written over, and the next run looks at what is there', async () => {
  proxy.onRequest = async (passing) => {
    if (passing.what === 'POST kv/data/certificates/meanwhile') await here.put('meanwhile', '2000h');
    (await passing.toVault())();
  };
  const { code, stdout } = await finish(start(listOf('meanwhile')));
  expect(code).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject([{ action: 'failed', problems: [{ code: 'overtaken' }] }]);
  expect(await here.kept('meanwhile')).toMatchObject({ version: 1, data: { issuedBy: 'pki/issue/outside' } });
  expect(await here.renew(listOf('meanwhile'))).toMatchObject({ code: 0, renewed: [{ action: 'none' }] });
});

test('killed before and after each single request, it is issued once', async () => {
  const requests: string[] = [];
  // A run that makes fewer requests is not stopped any more: that ends the loop.
  for (let at = 0; requests.length === at; at += 1) {
    for (const moment of ['before', 'after'] as const) {
      // After what changes nothing it is the same as before what comes next.
      if (moment === 'after' && requests[at]?.startsWith('POST') !== true) continue;
      const name = `killed-${moment}-${at}`;
      const before = await here.issued();
      const child = start(listOf(name));
      let count = 0;
      proxy.onRequest = async (passing) => {
        const isHere = count++ === at;
        if (isHere && moment === 'before') {
          requests.push(passing.what);
          child.kill('SIGKILL');
          return;
        }
        const answer = await passing.toVault();
        if (isHere) child.kill('SIGKILL');
        else answer();
      };
      await finish(child);
      proxy.onRequest = async ({ toVault }) => (await toVault())();
      const { code, stderr } = await finish(start(listOf(name)));
      expect([name, code, stderr]).toEqual([
        name,
        0,
        expect.stringMatching(/1 issued|1 not due|1 installed/),
      ]);
      await expectOnce(name, before);
    }
  }
  expect(requests.map((what) => what.replace(/killed-before-\d+/, 'NAME'))).toEqual([
    'GET pki/certs?list=true',
    'GET kv/data/certificates/NAME',
    'GET pki/cert/ca_chain',
    'GET pki/roles/outside',
    'GET kv/data/certificates/NAME/claim',
    'POST kv/data/certificates/NAME/claim',
    'POST pki/sign/outside',
    'POST kv/data/certificates/NAME',
  ]);
});
