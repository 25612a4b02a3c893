import type { VaultPlace } from './vault-place';

/** What a server reads at its start, for the place where it lives. */
export type VaultConfig = (place: VaultPlace) => string;

export interface PlainVaultConfigOptions {
  /** A `seal` stanza. @default - none: opened with a key that `init` gives */
  readonly seal?: string;
  /** The servers that it may join. @default - none: it is alone */
  readonly peers?: readonly VaultPlace[];
}

/**
 * A server as simple as it can be, over TLS and with the store that the product has.
 * @see https://developer.hashicorp.com/vault/docs/configuration
 */
export function plainVaultConfig({ seal = '', peers = [] }: PlainVaultConfigOptions = {}): VaultConfig {
  return (place) => `ui = false
disable_mlock = true
listener "tcp" {
  address = "${place.listens}"
  cluster_address = "${place.clusterListens}"
  tls_cert_file = "${place.tls.certificate}"
  tls_key_file = "${place.tls.key}"
}
storage "raft" {
  path = "${place.data}"
${peers.map((peer) => retryJoin(peer, place)).join('')}}
${seal}
`;
}

function retryJoin(peer: VaultPlace, place: VaultPlace): string {
  return `  retry_join {
    leader_api_addr = "${peer.address}"
    leader_ca_cert_file = "${place.tls.authority}"
  }
`;
}
