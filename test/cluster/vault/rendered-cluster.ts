import {
  type Engines,
  UnsealKeyService,
  until,
  VaultCluster,
  type VaultServer,
  Workspace,
} from '@plinth/testing';
import { relocated } from './relocated';
import { type RenderedServer, renderedServer } from './rendered-server';

/** Servers of Vault as an environment deploys them, on loopback; the cloud's key is a stand-in's. */
export class RenderedCluster {
  readonly #clusters: VaultCluster[] = [];
  readonly #workspaces: Workspace[];

  private constructor(
    readonly rendered: RenderedServer,
    /** What opens their stores. */
    readonly keys: UnsealKeyService,
    workspace: Workspace,
    readonly engines: Engines,
  ) {
    this.#workspaces = [workspace];
  }

  /** Everything that the servers need; none runs yet. */
  static async prepare(environment: string, engines: Engines): Promise<RenderedCluster> {
    const rendered = renderedServer(environment);
    const workspace = new Workspace('vault-keys');
    try {
      const keys = await UnsealKeyService.start({ engines, workspace });
      return new RenderedCluster(rendered, keys, workspace, engines);
    } catch (error) {
      workspace.remove({ keepLogs: true });
      throw error;
    }
  }

  /** As many servers as an environment has, under the names that they have there; they know nothing yet. */
  async launch(rendered = this.rendered): Promise<VaultCluster> {
    const { keys, engines } = this;
    const workspace = new Workspace('vault');
    this.#workspaces.push(workspace);
    const cluster = await VaultCluster.launch({
      engines,
      workspace,
      servers: rendered.replicas,
      dnsNames: rendered.dnsNames,
      config: (peers) => relocated(rendered.config, { peers, seal: keys.seal }),
    });
    this.#clusters.push(cluster);
    return cluster;
  }

  /** The status with which a server answers the kubelet's question whether to restart it. */
  liveness(server: VaultServer): Promise<number> {
    return answer(server, this.rendered.livenessPath);
  }

  /** The status with which it answers the kubelet's question whether to send it requests. */
  readiness(server: VaultServer): Promise<number> {
    return answer(server, this.rendered.readinessPath);
  }

  async stop(): Promise<void> {
    for (const cluster of this.#clusters) await cluster.stop();
    await this.keys.stop();
    const { plinthTestFailed = false } = globalThis as { plinthTestFailed?: boolean };
    for (const workspace of this.#workspaces) workspace.remove({ keepLogs: plinthTestFailed });
  }
}

/** A mount for secrets, with a first one. */
export async function mountSecrets(server: VaultServer | undefined): Promise<void> {
  await server?.root.succeed('write', 'sys/mounts/kv', { type: 'kv', options: { version: '2' } });
  await written(server, 'first');
}

/** Writes one secret by way of a server; its status. */
export async function put(server: VaultServer | undefined, key: string): Promise<number | undefined> {
  return (await server?.root.write(`kv/data/${key}`, { data: { value: textOf(key) } }))?.status;
}

/** Waits until one can be written by way of a server: leaders change, and a new mount prepares itself for a moment. */
export async function written(server: VaultServer | undefined, key: string): Promise<void> {
  await until(`${key} is written`, async () => (await put(server, key)) === 200);
}

/** What `put` writes. */
export function textOf(key: string): string {
  return `value of ${key}`;
}

/** A secret as a server answers it, once it can answer at all; undefined when there is none. */
export async function get(server: VaultServer | undefined, key: string): Promise<unknown> {
  const { body } = await until(`${key} is answered`, async () => {
    const found = await server?.root.read(`kv/data/${key}`);
    return found !== undefined && [200, 404].includes(found.status) && found;
  });
  return (body.data?.data as { readonly value?: string } | null | undefined)?.value;
}

async function answer(server: VaultServer, path: string): Promise<number> {
  return (await server.client().send('GET', path.replace(/^\/v1\//, ''))).status;
}
