import { readFileSync } from 'node:fs';
import { CertificateAuthority } from '../cluster/certificate-authority';
import { ManagedProcess } from '../cluster/managed-process';
import { until } from '../cluster/until';
import type { Workspace } from '../cluster/workspace';
import { VaultClient } from './vault-client';
import { plainVaultConfig, type VaultConfig } from './vault-config';
import { type VaultPlace, vaultPlaces } from './vault-place';

export interface VaultProcessOptions {
  /** Paths of the engines, as `prepareEngines` gives them. */
  readonly engines: { path(name: 'vault'): string };
  /** Where data, certificates and logs lie; its owner removes it. */
  readonly workspace: Workspace;
}

export interface VaultServerOptions extends VaultProcessOptions {
  /** How folders, logs and the node are called. @default 'vault' */
  readonly name?: string;
  /** Who signs the server. @default - an authority of its own */
  readonly authority?: CertificateAuthority;
  /** What the server reads at its start. @default - plainVaultConfig() */
  readonly config?: VaultConfig;
  /** More names in its certificate. */
  readonly dnsNames?: readonly string[];
}

/** A real server of Vault on loopback, with TLS and raft storage. */
export class VaultServer {
  readonly #options: VaultProcessOptions;
  readonly #config: string;
  readonly #clients: VaultClient[] = [];
  readonly #anonymous: VaultClient;
  #process: ManagedProcess;
  #root: VaultClient | undefined;
  #unsealKey: string | undefined;

  private constructor(
    readonly place: VaultPlace,
    /** Who signs servers here: for others that talk to this one. */
    readonly authority: CertificateAuthority,
    options: VaultProcessOptions,
    config: string,
  ) {
    this.#options = options;
    this.#config = options.workspace.write(`${place.name}/vault.hcl`, config);
    this.#anonymous = this.client();
    this.#process = this.#launch();
  }

  /** A server that has been initialized and unsealed: `root` may do everything. */
  static async start(options: VaultServerOptions): Promise<VaultServer> {
    const server = await VaultServer.launch(options);
    try {
      await server.init();
      return server;
    } catch (error) {
      await server.stop();
      throw error;
    }
  }

  /** A server that answers, and knows nothing yet. */
  static async launch(options: VaultServerOptions): Promise<VaultServer> {
    const { name = 'vault', config = plainVaultConfig(), dnsNames, workspace } = options;
    const authority = options.authority ?? (await CertificateAuthority.create(`authority of ${name}`));
    const [place] = await vaultPlaces([name], {
      workspace,
      authority,
      ...(dnsNames === undefined ? {} : { dnsNames }),
    });
    if (place === undefined) throw new Error('a name has a place');
    const server = VaultServer.at(place, config, { ...options, authority });
    await server.answers();
    return server;
  }

  /** A server in a place that is there already; it is started, and nothing is awaited. */
  static at(
    place: VaultPlace,
    config: VaultConfig,
    options: VaultProcessOptions & { readonly authority: CertificateAuthority },
  ): VaultServer {
    return new VaultServer(place, options.authority, options, config(place));
  }

  get name(): string {
    return this.place.name;
  }

  get address(): string {
    return this.place.address;
  }

  /** Everything that it has said since its first start. */
  get log(): string {
    return readFileSync(this.#options.workspace.log(this.name), 'utf8');
  }

  get isRunning(): boolean {
    return this.#process.isRunning;
  }

  /** With the token that `init` gave. */
  get root(): VaultClient {
    if (this.#root === undefined) throw new Error(`${this.name} has not been initialized`);
    return this.#root;
  }

  /** A client of this server; without a token, one that may ask what anybody may. */
  client(token?: string): VaultClient {
    const client = new VaultClient({
      address: this.address,
      authority: this.authority.certificate,
      ...(token === undefined ? {} : { token }),
    });
    this.#clients.push(client);
    return client;
  }

  /**
   * The status of `/v1/sys/health`: 200 active, 429 standby, 503 sealed, 501 not initialized.
   * @see https://developer.hashicorp.com/vault/api-docs/system/health
   */
  async health(query = ''): Promise<number> {
    return (await this.#anonymous.read(`sys/health${query}`)).status;
  }

  /** Waits until it answers, in whatever state it is. */
  async answers(seconds = 60): Promise<void> {
    await this.#process.ready(async () => (await this.health()) > 0, seconds);
  }

  /** Waits until it serves requests, as the active server or as a standby that forwards them. */
  async serves(seconds = 60): Promise<void> {
    // What nobody without a token may know: a standby says so only after it has asked the active server.
    const look = async () => (await this.#anonymous.read('auth/token/lookup-self')).status === 403;
    await until(`${this.name} serves requests`, look, { seconds });
  }

  /** Initializes the store and opens it. Where a seal opens it by itself, that is awaited. */
  async init(): Promise<VaultClient> {
    const { type } = await this.#anonymous.succeed('read', 'sys/seal-status');
    const parts = type === 'shamir' ? 'secret' : 'recovery';
    const answer = await this.#anonymous.succeed('write', 'sys/init', {
      [`${parts}_shares`]: 1,
      [`${parts}_threshold`]: 1,
    });
    const { keys_base64: keys, root_token: token } = answer as {
      readonly keys_base64: readonly string[];
      readonly root_token: string;
    };
    this.#root = this.client(token);
    if (type === 'shamir') await this.unseal(keys[0]);
    await until(`${this.name} is active`, async () => (await this.health()) === 200);
    return this.#root;
  }

  /** Opens a sealed store with the key of `init`, or with that of the server that this one has joined. */
  async unseal(key = this.#unsealKey): Promise<void> {
    if (key === undefined) throw new Error(`there is no key that opens ${this.name}: its seal does`);
    this.#unsealKey = key;
    await this.#anonymous.succeed('write', 'sys/unseal', { key });
  }

  /** Whether `unseal` opens it. */
  get needsKey(): boolean {
    return this.#unsealKey !== undefined;
  }

  /** Takes over root and key of the server that was initialized. */
  sharesStoreOf(first: VaultServer): void {
    this.#root = this.client(first.root.token);
    this.#unsealKey = first.#unsealKey;
  }

  /** Sends a signal: `SIGSTOP` is a machine that hangs, `SIGCONT` lets it go on, `SIGHUP` reloads. */
  signal(signal: NodeJS.Signals): void {
    this.#process.signal(signal);
  }

  /** The machine is gone. */
  async kill(): Promise<void> {
    this.#process.signal('SIGKILL');
    await this.#process.stop();
  }

  /** Starts it again with the same configuration and data; sealed, unless a seal opens it. */
  async restart(): Promise<void> {
    await this.#process.stop();
    this.#process = this.#launch();
    await this.answers();
  }

  async stop(): Promise<void> {
    await this.#process.stop();
    for (const client of this.#clients) client.close();
  }

  #launch(): ManagedProcess {
    const { engines, workspace } = this.#options;
    return ManagedProcess.start({
      name: this.name,
      engine: 'vault',
      command: engines.path('vault'),
      args: ['server', `-config=${this.#config}`],
      log: workspace.log(this.name),
      cwd: workspace.file(this.name),
      // What Vault's chart gives to each pod.
      environment: {
        VAULT_API_ADDR: this.address,
        VAULT_CLUSTER_ADDR: `https://${this.place.clusterListens}`,
        VAULT_RAFT_NODE_ID: this.name,
      },
    });
  }
}
