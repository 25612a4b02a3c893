import { AGENT_FOLDER, TOKEN_FILE } from './agent-folder';
import type { ResolvedSecretFile, ResolvedSecretFiles } from './secret-files';

/**
 * Never: an agent that gives up begins anew, and makes new accounts of databases although those that the program uses still live.
 * At a minute for each, two years.
 */
const RETRIES = 1_000_000;
const FIRST_RETRY = '1s';
const LATER_RETRIES = '1m';

/** How soon a value that people have changed arrives. */
const STATIC_SECRETS = '1m';

/**
 * Tells the program until it has heard, for ten minutes at most: it may be starting, with the old file in hand. Run without
 * time limit, because the agent waits for commands that have one, and takes their failure for its own.
 */
const TELL = `tries=0
until timeout 5 wget -q -O /dev/null --post-data= "$0" 2>/dev/null; do
  tries=$((tries + 1))
  if [ "$tries" -ge 120 ]; then echo "$0 does not answer: the program may hold an old file" >&2; exit 1; fi
  sleep 5
done`;

/**
 * What Vault's agent reads at its start. It listens nowhere, keeps its token in memory, and writes the declared files.
 * Its level of log stays at `info`: below that it prints what it works with.
 * @see https://developer.hashicorp.com/vault/docs/agent-and-proxy/agent
 */
export function _agentConfig(
  { vault, files, folder }: ResolvedSecretFiles,
  reloadPort: number | undefined,
): object {
  return {
    vault: {
      address: vault.address,
      ca_cert: `${AGENT_FOLDER}/${vault.ca.file}`,
      retry: { num_retries: RETRIES },
    },
    auto_auth: {
      // A list: HCL reads an object that holds nothing but an object as one block with two names.
      method: [
        {
          type: 'kubernetes',
          mount_path: `auth/${vault.authMount}`,
          min_backoff: FIRST_RETRY,
          max_backoff: LATER_RETRIES,
          config: { role: vault.role, token_path: `${AGENT_FOLDER}/${TOKEN_FILE}` },
        },
      ],
    },
    template_config: {
      exit_on_retry_failure: false,
      static_secret_render_interval: STATIC_SECRETS,
      max_connections_per_host: 2,
    },
    template: files.map((file) => template(file, folder, reloadPort)),
    exit_after_auth: false,
    disable_mlock: true,
    log_format: 'json',
    log_level: 'info',
  };
}

function template(
  { name, source, reload }: ResolvedSecretFile,
  folder: string,
  port: number | undefined,
): object {
  return {
    destination: `${folder}/${name}`,
    perms: '0400',
    contents: source._toTemplate(name),
    create_dest_dirs: false,
    backup: false,
    // A file that cannot be written whole stays as it was, and the agent goes on.
    error_on_missing_key: true,
    error_fatal: false,
    ...(reload !== undefined &&
      port !== undefined && {
        exec: { command: ['sh', '-c', TELL, `http://127.0.0.1:${port}${reload}`], timeout: '0s' },
      }),
  };
}
