import { until, type VaultCluster, type VaultServer } from '@plinth/testing';
import { engines } from './_cluster';
import { get, mountSecrets, RenderedCluster, textOf, written } from './vault/rendered-cluster';

let environment: RenderedCluster;
let cluster: VaultCluster;

beforeAll(async () => {
  environment = await RenderedCluster.prepare('prod', await engines());
  cluster = await environment.launch();
});

afterAll(() => environment?.stop());

test('a server that nobody has initialized is not restarted, and is sent no requests', async () => {
  expect(await environmentSays()).toEqual({ restarted: 0, ready: 0 });
});

describe('once somebody has initialized them', () => {
  beforeAll(async () => {
    await cluster.init();
    await mountSecrets(await cluster.active());
  });

  test('the key of the cloud opens them', async () => {
    expect(await environmentSays()).toEqual({ restarted: 0, ready: 3 });
    const { body } = await (await cluster.active()).client().read('sys/seal-status');
    expect(body).toMatchObject({ sealed: false, type: 'transit', recovery_seal: true });
  });

  test('when the active server is sealed, another takes over; nobody restarts the sealed one', async () => {
    const active = await cluster.active();
    await active.root.succeed('write', 'sys/seal');
    expect(await environment.liveness(active)).toBe(204);
    expect(await environment.readiness(active)).toBe(503);

    const other = await cluster.active();
    await written(other, 'after-the-seal');
    expect(await environment.liveness(active)).toBe(204);
    expect(active.isRunning).toBe(true);

    await active.restart();
    await active.serves();
    expect(await get(active, 'after-the-seal')).toBe(textOf('after-the-seal'));
  });

  test('while the key cannot be reached, servers that are open go on, also under another leader', async () => {
    await environment.keys.stop();
    const active = await cluster.active();
    await written(active, 'without-the-key');
    await active.root.succeed('write', 'sys/step-down');
    const other = (await cluster.standbys())[0];
    await written(other, 'another-leader');
    await environment.keys.resume();
  });

  test('when all are restarted and the key is refused, they stay sealed and say why, and open by themselves', async () => {
    await environment.keys.allow('encrypt');
    await Promise.all(cluster.servers.map((server) => server.restart()));
    for (const server of cluster.servers) {
      await until('it says why', async () => saidSinceStart(server).includes('failed to unseal core'));
      expect(saidSinceStart(server)).toContain('permission denied');
    }
    expect(await environmentSays()).toEqual({ restarted: 0, ready: 0 });

    await environment.keys.allow('encrypt', 'decrypt');
    await Promise.all(cluster.servers.map((server) => server.serves()));
    expect(await environmentSays()).toEqual({ restarted: 0, ready: 3 });
    expect(await get(cluster.servers[0], 'first')).toBe(textOf('first'));
  });

  test('when one is restarted and the key cannot be reached, it ends saying why, until the key is back', async () => {
    await environment.keys.stop();
    const [server] = await cluster.standbys();
    if (server === undefined) throw new Error('a cluster of three has standbys');
    await expect(server.restart()).rejects.toThrow(/ended before it was ready/);
    expect(saidSinceStart(server)).toMatch(/error parsing Seal configuration: .*connection refused/);
    await written(await cluster.active(), 'meanwhile');

    await environment.keys.resume();
    await server.restart();
    await server.serves();
    expect(await get(server, 'meanwhile')).toBe(textOf('meanwhile'));
  });
});

/** How many servers the kubelet would restart, and to how many it would have requests sent. */
async function environmentSays(): Promise<{ restarted: number; ready: number }> {
  const count = async (
    ask: (server: VaultServer) => Promise<number>,
    isCounted: (status: number) => boolean,
  ) => (await Promise.all(cluster.servers.map(ask))).filter(isCounted).length;
  return {
    restarted: await count(
      (server) => environment.liveness(server),
      (status) => !succeeds(status),
    ),
    ready: await count((server) => environment.readiness(server), succeeds),
  };
}

/** As the kubelet judges a probe. */
function succeeds(status: number): boolean {
  return status >= 200 && status < 400;
}

function saidSinceStart(server: VaultServer): string {
  return server.log.slice(server.log.lastIndexOf('Vault server configuration'));
}
