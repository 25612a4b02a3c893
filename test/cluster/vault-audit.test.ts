import { randomUUID } from 'node:crypto';
import { until, type VaultClient, VaultServer, Workspace } from '@plinth/testing';
import { engines } from './_cluster';
import { AuditCollector, AuditFile, linesAbout } from './vault/audit-trail';
import { make, planned } from './vault/planned';

const ENVIRONMENT = 'prod';
const AUDIT = 'vault:index/audit:Audit';
const RATE_LIMIT = 'vault:index/quotaRateLimit:QuotaRateLimit';
/** Where the planned file lies in a pod, and where here: below the server's folder. */
const [IN_POD, HERE] = ['/vault/audit/audit.log', 'audit/audit.log'];
const CANARY = randomUUID();

interface Device {
  readonly name: string;
  readonly text: string;
}

let workspace: Workspace;
let vault: VaultServer;
let root: VaultClient;
let file: AuditFile;
let devices: readonly Device[];

beforeAll(async () => {
  workspace = new Workspace('vault-audit');
  vault = await VaultServer.start({ engines: await engines(), workspace });
  root = vault.root;
  file = new AuditFile(vault, HERE);
  const device = (name: string, read: () => string): Device => ({
    name,
    get text() {
      return read();
    },
  });
  devices = [device('file', () => file.text), device('stdout', () => vault.log)];
  for (const inputs of planned(ENVIRONMENT, AUDIT)) {
    await make(root, AUDIT, JSON.parse(JSON.stringify(inputs).replace(IN_POD, HERE)));
  }
  await root.succeed('write', 'sys/mounts/kv', { type: 'kv' });
});

afterAll(async () => {
  await vault?.stop();
  workspace.remove({ keepLogs: false });
});

test('the planned devices are two', async () => {
  const { data } = await root.succeed('read', 'sys/audit');
  expect(Object.keys(data ?? {}).sort()).toEqual(devices.map(({ name }) => `${name}/`));
});

test('each operation is a line on both devices, and no secret is readable in any', async () => {
  await root.succeed('write', 'kv/shop', { password: CANARY });
  await root.succeed('read', 'kv/shop');
  expect((await vault.client('no token').read('kv/shop')).status).toBe(403);
  await root.succeed('delete', 'kv/shop');

  for (const device of devices) {
    const about = () => linesAbout(device.text, 'kv/shop');
    await until('the last answer is written', async () => about().length === 8);
    expect(about().map(({ type, request }) => `${type} ${request.operation}`)).toEqual(
      ['create', 'read', 'read', 'delete'].flatMap((operation) => [
        `request ${operation}`,
        `response ${operation}`,
      ]),
    );
    // Not `toContain`: its message would print what must not be printed.
    expect([CANARY, root.token].filter((secret) => device.text.includes(secret))).toHaveLength(0);
  }
});

test('who knows a secret finds where it was used: each device writes it by its own key', async () => {
  await root.succeed('write', 'kv/known', { password: CANARY });
  const found = new Set<string>();
  for (const device of devices) {
    const { data } = await root.succeed('write', `sys/audit-hash/${device.name}`, { input: CANARY });
    const written = () => linesAbout(device.text, 'kv/known')[0]?.request.data as { password?: string };
    await until('it is written', async () => written() !== undefined);
    expect(written().password === data?.hash).toBe(true);
    found.add(String(data?.hash));
  }
  expect(found.size).toBe(devices.length);
});

test('while one device can be written, requests are answered', async () => {
  file.block();
  await until('the file is given up', async () => {
    await root.succeed('read', 'kv/known');
    return vault.log.includes('audit.log: is a directory');
  });
  await root.succeed('write', 'kv/one-device', { password: CANARY });
  await until('it is written', async () => linesAbout(vault.log, 'kv/one-device').length === 2);
  file.unblock();
});

test('when no device can be written, nothing is answered, and the server lives on', async () => {
  // In the place of the output, which nobody here can take from a process.
  const collector = await AuditCollector.start();
  await root.succeed('write', 'sys/audit/collector', collector.device);
  await root.succeed('delete', 'sys/audit/stdout');
  file.block();
  await collector.stop();
  await until('it notices', async () => (await root.read('kv/known')).status === 500);

  expect((await root.read('kv/known')).body.data === undefined).toBe(true);
  expect((await root.write('kv/unaudited', { password: CANARY })).status).toBe(500);
  expect((await root.write('auth/token/create')).status).toBe(500);
  expect(await vault.health()).toBe(200);

  file.unblock();
  await until('requests are answered', async () => (await root.read('kv/known')).status === 200);
  expect((await root.read('kv/unaudited')).status).toBe(404);
});

test('who asks more than the planned limits allow is refused, and logins do not cost the others', async () => {
  await root.succeed('write', 'sys/auth/kubernetes', { type: 'kubernetes' });
  const limits = planned(ENVIRONMENT, RATE_LIMIT);
  // A longer interval counts the same on a slow machine.
  for (const inputs of limits) await make(root, RATE_LIMIT, { ...inputs, interval: 600 });
  const rateOf = (path: string) => Number(limits.find((limit) => limit.path === path)?.rate);

  const [logins, requests] = [rateOf('auth/kubernetes/login'), rateOf('')];
  const nobody = vault.client();
  expect(await refused(logins + 10, () => nobody.write('auth/kubernetes/login', { role: 'none' }))).toBe(10);
  expect(await refused(requests + 10, () => root.read('kv/known'))).toBeGreaterThanOrEqual(10);
  expect(await vault.health()).toBe(200);
});

/** How many of so many requests are told that they are too many. */
async function refused(count: number, ask: () => Promise<{ readonly status: number }>): Promise<number> {
  const answers = await Promise.all(Array.from({ length: count }, ask));
  return answers.filter(({ status }) => status === 429).length;
}
