import { measured, until, type VaultCluster, type VaultServer } from '@plinth/testing';
import { engines } from './_cluster';
import { make, planned } from './vault/planned';
import { get, mountSecrets, put, RenderedCluster, textOf, written } from './vault/rendered-cluster';
import { renderedServer } from './vault/rendered-server';
import { differences, fill, stored } from './vault/stored';

const AUTOPILOT = 'vault:index/raftAutopilot:RaftAutopilot';

let environment: RenderedCluster;
let cluster: VaultCluster;
/** Others under the same names, as a lost environment is built again. */
let fresh: VaultCluster;

beforeAll(async () => {
  environment = await RenderedCluster.prepare('prod', await engines());
  [cluster, fresh] = await Promise.all([environment.launch(), environment.launch()]);
  // The snapshot's target too: what is restored before all have joined keeps the others out for good.
  const [root] = await Promise.all([cluster.init(), fresh.init()]);
  for (const inputs of planned('prod', AUTOPILOT)) await make(root, AUTOPILOT, inputs);
  await mountSecrets(await cluster.active());
});

afterAll(() => environment?.stop());

test('the servers of the rendered configuration find each other, and each serves requests', async () => {
  expect(await cluster.voters()).toHaveLength(environment.rendered.replicas);
  for (const server of cluster.servers) {
    expect(await environment.readiness(server)).toBe(200);
    await written(server, `by-${server.name}`);
    expect(await get(server, 'first')).toBe(textOf('first'));
  }
});

test('without one follower, writes go on', async () => {
  const [follower] = await cluster.standbys();
  await follower?.kill();
  await written(await cluster.active(), 'without-a-follower');

  await comeBack(follower);
  expect(await get(follower, 'without-a-follower')).toBe(textOf('without-a-follower'));
});

test('when the leader is killed, another takes over and nothing that was acknowledged is lost', async () => {
  const leader = await cluster.active();
  const [other] = await cluster.standbys();
  const writer = new Writer(other);
  await until('some are written', async () => writer.acknowledged.length > 5);

  await leader.kill();
  const [killed, before] = [Date.now(), writer.acknowledged.length];
  await until('writes resume', async () => writer.acknowledged.length > before + 5);
  measured('Vault', { what: 'leader killed: writes resume', seconds: since(killed) });
  await writer.stop();

  expect((await cluster.active()).name).not.toBe(leader.name);
  const values = await Promise.all(writer.acknowledged.map((key) => get(other, key)));
  expect(values).toEqual(writer.acknowledged.map(textOf));
  await comeBack(leader);
  expect(await cluster.voters()).toHaveLength(environment.rendered.replicas);
});

test('a leader that hangs is left, and follows when it goes on', async () => {
  const leader = await cluster.active();
  const [other] = await cluster.standbys();
  leader.signal('SIGSTOP');
  const late = put(leader, 'late');
  // Asked before it is written: what a follower has already sent to a hung leader waits for half a minute.
  await until('another leads', async () => !['', leader.address].includes(await leaderBy(other)));
  await written(other, 'while-it-hung');

  leader.signal('SIGCONT');
  await Promise.all(cluster.servers.map((server) => server.serves()));
  expect(await get(leader, 'while-it-hung')).toBe(textOf('while-it-hung'));
  // What it was asked while it hung is done or refused: not acknowledged and lost.
  const expected =
    (await late.catch(() => undefined)) === 200 ? [textOf('late')] : [textOf('late'), undefined];
  for (const server of cluster.servers) expect(expected).toContain(await get(server, 'late'));
});

test('without a majority nothing is written, and with it everything goes on', async () => {
  const survivor = await cluster.active();
  const lost = await cluster.standbys();
  await Promise.all(lost.map((server) => server.kill()));

  expect(await put(survivor, 'without-a-majority')).toBeGreaterThanOrEqual(500);
  await until('nobody is active', async () => (await cluster.tryActive()) === undefined);
  expect(await put(survivor, 'without-a-leader')).toBeGreaterThanOrEqual(500);
  // To restart it would not help.
  expect(await environment.liveness(survivor)).toBe(200);

  const came = Date.now();
  await Promise.all(lost.map((server) => server.restart()));
  await written(survivor, 'with-a-majority');
  measured('Vault', { what: 'majority is back: writes resume', seconds: since(came) });
  expect(await get(survivor, 'first')).toBe(textOf('first'));
});

test('a snapshot restored into other servers gives everything back', async () => {
  const { root } = await cluster.active();
  await fill(root);
  const before = await stored(root);
  const began = Date.now();
  const snapshot = await root.send('GET', 'sys/storage/raft/snapshot');
  expect(snapshot.status).toBe(200);
  const taken = Date.now();

  const first = await fresh.active();
  const own = first.root;
  const launched = Date.now();
  const restored = await own.send('POST', 'sys/storage/raft/snapshot-force', snapshot.bytes);
  expect(restored.status).toBe(204);
  const again = first.client(root.token);
  await until('it serves what was restored', async () => (await again.read('kv/data/first')).status === 200);
  measured('Vault', {
    what: `snapshot of ${snapshot.bytes.length} bytes taken; restored`,
    seconds: `${((taken - began) / 1000).toFixed(1)}; ${since(launched)}`,
  });

  expect(differences(before, await stored(again))).toEqual([]);
  // Its own root token went with what it had.
  expect((await own.read('sys/mounts')).status).toBe(403);
  await Promise.all(fresh.servers.map((server) => server.serves()));
});

test('where one server is enough, it opens itself again and has what it had', async () => {
  const { servers } = await environment.launch(renderedServer('dev'));
  const [server] = servers;
  expect(servers).toHaveLength(1);
  await server?.init();
  await mountSecrets(server);
  await comeBack(server);
  expect(await get(server, 'first')).toBe(textOf('first'));
});

/** Writes one secret after another by way of a server, and remembers those that were acknowledged. */
class Writer {
  readonly acknowledged: string[] = [];
  #isStopping = false;
  readonly #done: Promise<void>;

  constructor(server: VaultServer | undefined) {
    this.#done = this.#write(server);
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    await this.#done;
  }

  async #write(server: VaultServer | undefined): Promise<void> {
    for (let number = 0; !this.#isStopping; number += 1) {
      const key = `number-${number}`;
      if ((await put(server, key)) === 200) this.acknowledged.push(key);
    }
  }
}

/** The address of the leader as another server knows it; empty when there is none. */
async function leaderBy(server: VaultServer | undefined): Promise<string> {
  const body = await server?.root.succeed('read', 'sys/leader');
  return String(body?.leader_address ?? '');
}

/** It is started again, joins and serves requests; nobody gave it a key. */
async function comeBack(server: VaultServer | undefined): Promise<void> {
  await server?.restart();
  await server?.serves();
}

function since(start: number): string {
  return ((Date.now() - start) / 1000).toFixed(1);
}
