import { KEYS, VAULT_AUDIT } from '@plinth/model';
import type { Place } from '../place';

/** Where a server finds its certificate, its key and the authority of both. */
export const TLS_FOLDER = '/vault/userconfig/tls';

/** Where a server says who it is to whoever tells it to read its certificate again. */
export const PID_FILE: string = `${VAULT_AUDIT.folder}/vault.pid`;

/** The name of a server inside its namespace, or for everybody; its certificate has both. */
export function serverHost(pod: string, namespace?: string): string {
  const host = `${pod}.vault-internal`;
  return namespace === undefined ? host : `${host}.${namespace}.svc`;
}

/** The servers, as their StatefulSet numbers them. */
export function serverPods(replicas: number): string[] {
  return Array.from({ length: replicas }, (_, index) => `vault-${index}`);
}

/**
 * What a server of Vault reads at its start. Its own addresses are not here: they are the pod's, and the chart gives them as
 * variables.
 *
 * - Without locked memory: that takes a capability which `restricted` forbids, and nodes have no swap.
 * - TLS 1.3 alone: every client is of this decade. Between servers, Vault has TLS of its own, both sides known.
 * - No entry of the store is larger than 1 MiB, so no request has to be much larger; snapshots are exempt.
 * - Raft's fastest timing: the default is made for small machines, and a lost leader is missed five times as long.
 * - No token and no lease outlives a day unless its mount says so.
 *
 * @see https://developer.hashicorp.com/vault/docs/configuration
 */
export function vaultConfig({ facts }: Place, replicas: number): string {
  const peers = serverPods(replicas).map((pod) => retryJoin(serverHost(pod)));
  return `ui = false
disable_mlock = true
pid_file = "${PID_FILE}"
default_lease_ttl = "1h"
max_lease_ttl = "24h"
default_max_request_duration = "90s"
service_registration "kubernetes" {}
listener "tcp" {
  address = "[::]:8200"
  cluster_address = "[::]:8201"
  tls_cert_file = "${TLS_FOLDER}/tls.crt"
  tls_key_file = "${TLS_FOLDER}/tls.key"
  tls_min_version = "tls13"
  max_request_size = 4194304
  telemetry {
    unauthenticated_metrics_access = false
  }
  profiling {
    unauthenticated_pprof_access = false
  }
  inflight_requests_logging {
    unauthenticated_in_flight_requests_access = false
  }
  custom_response_headers {
    "default" = {
      "Strict-Transport-Security" = ["max-age=31536000; includeSubDomains"]
    }
  }
}
storage "raft" {
  path = "/vault/data"
  performance_multiplier = 1
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

/** A server says who it is to the one that it joins, and looks who that is. */
function retryJoin(host: string): string {
  return `  retry_join {
    leader_api_addr = "https://${host}:8200"
    leader_tls_servername = "${host}"
    leader_ca_cert_file = "${TLS_FOLDER}/ca.crt"
    leader_client_cert_file = "${TLS_FOLDER}/tls.crt"
    leader_client_key_file = "${TLS_FOLDER}/tls.key"
  }`;
}
