import type { VaultConfig, VaultPlace } from '@plinth/testing';

export interface RelocationOptions {
  /** Where the servers are that the configuration calls `vault-0`, `vault-1` … */
  readonly peers: readonly VaultPlace[];
  /** The stanza in place of the cloud's. */
  readonly seal: string;
}

/** What only a cloud or a cluster has: it goes, and the seal is replaced. */
const ABSENT = [/^service_registration\s+"kubernetes"/, /^seal\s+"gcpckms"/];

/**
 * A rendered configuration for processes on loopback: addresses, folders and the seal are replaced, everything else is
 * read as it is deployed.
 * @throws Error when something is left that exists in a pod alone
 */
export function relocated(config: string, { peers, seal }: RelocationOptions): VaultConfig {
  const kept = statements(config).filter((statement) => !ABSENT.some((pattern) => pattern.test(statement)));
  return (place) => {
    const text = [...kept, seal]
      .join('\n')
      .replace(/(?<=^\s*address\s*=\s*)".*:8200"/gm, `"${place.listens}"`)
      .replace(/(?<=^\s*cluster_address\s*=\s*)".*:8201"/gm, `"${place.clusterListens}"`)
      .replaceAll('/vault/userconfig/tls', place.folder)
      .replaceAll('/vault/data', place.data)
      .replaceAll('/vault/audit', place.audit)
      .replace(/https:\/\/vault-(\d+)\.vault-internal:8200/g, (_, index) => peerOf(peers, Number(index)));
    const left = /"(?:\/vault\/|https:\/\/vault|\[::\])[^"\n]*"/.exec(text);
    if (left !== null) throw new Error(`a process on loopback has no ${left[0]}`);
    return text;
  };
}

function peerOf(peers: readonly VaultPlace[], index: number): string {
  const peer = peers[index];
  if (peer === undefined) throw new Error(`a peer vault-${index}, but ${peers.length} servers`);
  return peer.address;
}

/** The statements of the outermost level, each with its block. Braces in strings are none. */
function statements(config: string): string[] {
  const all: string[] = [];
  let statement: string[] = [];
  let depth = 0;
  for (const line of config.trimEnd().split('\n')) {
    statement.push(line);
    const bare = line.replace(/"(?:[^"\\]|\\.)*"/g, '').replace(/#.*$/, '');
    depth += bare.split('{').length - bare.split('}').length;
    if (depth > 0) continue;
    all.push(statement.join('\n'));
    statement = [];
  }
  return all;
}
