import { KEYS } from '@plinth/model';
import type { Place } from '../place';

/** Where the server finds its certificate. */
export const TLS_FOLDER = '/vault/userconfig/tls';

const TLS = `tls_cert_file = "${TLS_FOLDER}/tls.crt"
  tls_key_file = "${TLS_FOLDER}/tls.key"`;

/**
 * What a server of Vault reads at its start: TLS only, the servers find each other by name, the store opens
 * with a key of the cloud's key management.
 * @see https://developer.hashicorp.com/vault/docs/configuration
 */
export function vaultConfig({ facts }: Place, replicas: number): string {
  const peers = Array.from({ length: replicas }, (_, index) => retryJoin(`vault-${index}.vault-internal`));
  return `ui = false
disable_mlock = true
service_registration "kubernetes" {}
listener "tcp" {
  address = "[::]:8200"
  cluster_address = "[::]:8201"
  ${TLS}
  tls_min_version = "tls12"
}
storage "raft" {
  path = "/vault/data"
${peers.join('\n')}
}
seal "gcpckms" {
  project = "${facts.project}"
  region = "${facts.region}"
  key_ring = "${KEYS.vaultUnseal.ring}"
  crypto_key = "${KEYS.vaultUnseal.key}"
}
`;
}

function retryJoin(host: string): string {
  return `  retry_join {
    leader_api_addr = "https://${host}:8200"
    leader_ca_cert_file = "${TLS_FOLDER}/ca.crt"
  }`;
}
