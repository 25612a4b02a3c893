import type { VaultClient } from './vault-client';
import { type VaultProcessOptions, VaultServer } from './vault-server';

const KEY = 'unseal';

/**
 * Holds the key that opens other servers, as the cloud's key management does: a second Vault, because Vault always takes
 * `gcpckms` to Google. What Google's API does is not shown.
 * @see https://developer.hashicorp.com/vault/docs/configuration/seal/transit
 */
export class UnsealKeyService {
  private constructor(
    readonly server: VaultServer,
    private readonly user: VaultClient,
  ) {}

  static async start(options: VaultProcessOptions): Promise<UnsealKeyService> {
    const server = await VaultServer.start({ ...options, name: 'unseal-key-service' });
    try {
      const { root } = server;
      await root.succeed('write', 'sys/mounts/transit', { type: 'transit' });
      await root.succeed('write', `transit/keys/${KEY}`);
      const { auth } = await root.succeed('write', 'auth/token/create-orphan', { policies: [KEY] });
      const service = new UnsealKeyService(server, server.client(auth?.client_token));
      await service.allow('encrypt', 'decrypt');
      return service;
    } catch (error) {
      await server.stop();
      throw error;
    }
  }

  /** The stanza with which a server opens its store by this key. */
  get seal(): string {
    return `seal "transit" {
  address = "${this.server.address}"
  token = "${this.user.token}"
  disable_renewal = "true"
  mount_path = "transit/"
  key_name = "${KEY}"
  tls_ca_cert = "${this.server.place.tls.authority}"
}`;
  }

  /** What its users may do from now on, and nothing else: a role in the cloud was changed. */
  async allow(...operations: readonly ('encrypt' | 'decrypt')[]): Promise<void> {
    const policy = operations
      .map((operation) => `path "transit/${operation}/${KEY}" { capabilities = ["update"] }`)
      .join('\n');
    await this.server.root.succeed('write', `sys/policies/acl/${KEY}`, { policy });
  }

  /** It cannot be reached. */
  async stop(): Promise<void> {
    await this.server.stop();
  }

  /** It can be reached again. */
  async resume(): Promise<void> {
    await this.server.restart();
    await this.server.unseal();
    await this.server.serves();
  }
}
