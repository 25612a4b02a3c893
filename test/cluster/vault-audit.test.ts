import { randomUUID } from 'node:crypto';
import { until, VaultServer, Workspace } from '@plinth/testing';
import { engines } from './_cluster';
import { AuditCollector, AuditFile, linesAbout } from './vault/audit-trail';

const CANARY = randomUUID();

let workspace: Workspace;
let vault: VaultServer;
let file: AuditFile;
let collector: AuditCollector;

beforeAll(async () => {
  workspace = new Workspace('vault-audit');
  collector = await AuditCollector.start();
  vault = await VaultServer.start({ engines: await engines(), workspace });
  file = new AuditFile(vault);
  const { root } = vault;
  await root.succeed('write', 'sys/audit/file', AuditFile.device);
  await root.succeed('write', 'sys/audit/collector', collector.device);
  await root.succeed('write', 'sys/mounts/kv', { type: 'kv' });
});

afterAll(async () => {
  await vault?.stop();
  await collector?.stop();
  workspace.remove({ keepLogs: false });
});

test('each operation is a line on both devices, and no secret is readable in any', async () => {
  const { root } = vault;
  await root.succeed('write', 'kv/shop', { password: CANARY });
  await root.succeed('read', 'kv/shop');
  expect((await vault.client('no token').read('kv/shop')).status).toBe(403);
  await root.succeed('delete', 'kv/shop');

  for (const device of [file, collector]) {
    const about = () => linesAbout(device.text, 'kv/shop');
    await until('the last answer is written', async () => about().length === 8);
    expect(about().map(({ type, request }) => `${type} ${request.operation}`)).toEqual(
      ['create', 'read', 'read', 'delete'].flatMap((operation) => [
        `request ${operation}`,
        `response ${operation}`,
      ]),
    );
    expect(device.text).not.toContain(CANARY);
    expect(device.text).not.toContain(root.token);
  }
});

test('who knows a secret finds where it was used: each device writes it by its own key', async () => {
  const { root } = vault;
  await root.succeed('write', 'kv/known', { password: CANARY });
  const hashes = await Promise.all(
    ['file', 'collector'].map(async (device) => {
      const { data } = await root.succeed('write', `sys/audit-hash/${device}`, { input: CANARY });
      return String(data?.hash);
    }),
  );
  expect(new Set(hashes).size).toBe(2);
  for (const [index, device] of [file, collector].entries()) {
    const written = () => linesAbout(device.text, 'kv/known')[0]?.request.data;
    await until('it is written', async () => written() !== undefined);
    expect(written()).toEqual({ password: hashes[index] });
  }
});

describe('when devices cannot be written', () => {
  afterEach(async () => {
    file.unblock();
    await collector.resume();
    await until('requests are served', async () => (await vault.root.read('kv/known')).status === 200);
  });

  test('one that still works is enough', async () => {
    file.block();
    const count = () => linesAbout(collector.text, 'kv/one-device').length;
    await vault.root.succeed('write', 'kv/one-device', { password: CANARY });
    await until('it is written', async () => count() === 2);
  });

  test('without any, nothing is answered, and the server lives on', async () => {
    file.block();
    await collector.stop();
    const { root } = vault;
    await until('it notices', async () => (await root.read('kv/known')).status >= 500);

    expect((await root.read('kv/known')).body.data).toBeUndefined();
    expect((await root.write('kv/unaudited', { password: CANARY })).status).toBe(500);
    expect((await root.write('auth/token/create')).status).toBe(500);
    expect(await vault.health()).toBe(200);

    file.unblock();
    await until('requests are served', async () => (await root.read('kv/known')).status === 200);
    expect((await root.read('kv/unaudited')).status).toBe(404);
  });
});

test('more requests than the quota allows are told so, and the server answers others', async () => {
  const { root } = vault;
  await root.succeed('write', 'sys/quotas/rate-limit/kv', { path: 'kv', rate: 5, interval: 60 });
  const answers = await Promise.all(Array.from({ length: 40 }, () => root.read('kv/known')));
  const count = (status: number) => answers.filter((answer) => answer.status === status).length;
  expect({ served: count(200), refused: count(429) }).toEqual({ served: 5, refused: 35 });
  await root.succeed('read', 'sys/mounts');

  await root.succeed('delete', 'sys/quotas/rate-limit/kv');
  expect((await root.read('kv/known')).status).toBe(200);
});
