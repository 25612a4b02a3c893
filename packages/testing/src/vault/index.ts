export {
  type PostgresLogin,
  type PostgresRow,
  PostgresServer,
  type PostgresServerOptions,
} from './postgres-server';
export { UnsealKeyService } from './unseal-key-service';
export { VaultAgent, type VaultAgentOptions } from './vault-agent';
export {
  type VaultAnswer,
  type VaultBody,
  VaultClient,
  type VaultClientOptions,
  type VaultVerb,
} from './vault-client';
export { VaultCluster, type VaultClusterOptions } from './vault-cluster';
export { type PlainVaultConfigOptions, plainVaultConfig, type VaultConfig } from './vault-config';
export { VaultError } from './vault-error';
export type { VaultPlace } from './vault-place';
export { type VaultProcessOptions, VaultServer, type VaultServerOptions } from './vault-server';
