import { CertificateAuthority } from '../cluster/certificate-authority';
import { until } from '../cluster/until';
import type { VaultClient } from './vault-client';
import { plainVaultConfig, type VaultConfig } from './vault-config';
import { type VaultPlace, vaultPlaces } from './vault-place';
import { type VaultProcessOptions, VaultServer } from './vault-server';

export interface VaultClusterOptions extends VaultProcessOptions {
  /** How its servers are called: `vault-0`, `vault-1`. @default 'vault' */
  readonly name?: string;
  /** @default 3 */
  readonly servers?: number;
  /** @default - an authority of its own */
  readonly authority?: CertificateAuthority;
  /** What each server reads, given where all of them live. @default - plainVaultConfig({ peers }) */
  readonly config?: (peers: readonly VaultPlace[]) => VaultConfig;
  /** More names in the certificates. */
  readonly dnsNames?: readonly string[];
}

/** Servers of Vault that share a store by raft; one is active, the others take over. */
export class VaultCluster {
  private constructor(readonly servers: readonly VaultServer[]) {}

  /** A cluster whose servers have joined and serve requests. */
  static async start(options: VaultClusterOptions): Promise<VaultCluster> {
    const cluster = await VaultCluster.launch(options);
    try {
      await cluster.init();
      return cluster;
    } catch (error) {
      await cluster.stop();
      throw error;
    }
  }

  /** Servers that answer, and know nothing yet. */
  static async launch(options: VaultClusterOptions): Promise<VaultCluster> {
    const { name = 'vault', servers: count = 3, workspace, dnsNames } = options;
    const authority = options.authority ?? (await CertificateAuthority.create(`authority of ${name}`));
    const names = Array.from({ length: count }, (_, index) => `${name}-${index}`);
    const places = await vaultPlaces(names, {
      workspace,
      authority,
      ...(dnsNames === undefined ? {} : { dnsNames }),
    });
    const config = (options.config ?? ((peers) => plainVaultConfig({ peers })))(places);
    const cluster = new VaultCluster(
      places.map((place) => VaultServer.at(place, config, { ...options, authority })),
    );
    try {
      await Promise.all(cluster.servers.map((server) => server.answers()));
      return cluster;
    } catch (error) {
      await cluster.stop();
      throw error;
    }
  }

  /** Initializes the first server, and waits until the others have joined it. */
  async init(): Promise<VaultClient> {
    const [first, ...others] = this.servers;
    if (first === undefined) throw new Error('a cluster has a server');
    const root = await first.init();
    for (const other of others) {
      other.sharesStoreOf(first);
      await until(`${other.name} has joined`, async () => (await other.health()) !== 501);
      if (other.needsKey) await other.unseal();
    }
    await Promise.all(others.map((other) => other.serves()));
    await until('all servers vote', async () => (await this.voters()).length === this.servers.length);
    return root;
  }

  /** The names of the servers that vote, as the active one sees them. */
  async voters(): Promise<string[]> {
    const { data = {} } = await (await this.active()).root.succeed('read', 'sys/storage/raft/configuration');
    const { servers } = data.config as { servers: readonly { node_id: string; voter: boolean }[] };
    return servers.filter(({ voter }) => voter).map(({ node_id }) => node_id);
  }

  /** The server that is active; waits for one. */
  async active(seconds = 60): Promise<VaultServer> {
    return until('a server is active', () => this.tryActive(), { seconds });
  }

  /** The server that is active now. */
  async tryActive(): Promise<VaultServer | undefined> {
    for (const server of this.servers.filter(({ isRunning }) => isRunning)) {
      if ((await server.health().catch(() => 0)) === 200) return server;
    }
    return undefined;
  }

  /** The running servers that are not active. */
  async standbys(): Promise<VaultServer[]> {
    const active = await this.active();
    return this.servers.filter((server) => server.isRunning && server !== active);
  }

  async stop(): Promise<void> {
    await Promise.all(this.servers.map((server) => server.stop()));
  }
}
