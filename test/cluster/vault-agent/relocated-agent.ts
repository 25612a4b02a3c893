import type { AgentConfig } from './rendered-agent';

export interface AgentPlace {
  /** Of Vault, in place of its Service's. */
  readonly address: string;
  /** The certificate of its authority. */
  readonly authority: string;
  /** In place of `/secrets`. */
  readonly secrets: string;
  /** Of the ServiceAccount, as the kubelet projects it. */
  readonly token: string;
  /** Of the program, in place of its health port. */
  readonly port: number;
}

/** A minute is long for a test: how often values are looked for, and the longest wait of somebody who tries again. */
const SHORT = '2s';

/**
 * A rendered configuration for a process on loopback. Replaced are the address of Vault, three paths, the port of the program,
 * and two intervals; everything else is read as it is deployed.
 * @throws Error when what is to be replaced is not there
 */
export function relocatedAgent(config: AgentConfig, place: AgentPlace): string {
  const [method] = config.auto_auth.method;
  expectText(config.vault.address, /^https:\/\/vault-active\.vault\.svc:8200$/);
  expectText(config.vault.ca_cert, /^\/etc\/vault-agent\/ca\.crt$/);
  expectText(method.config.token_path, /^\/etc\/vault-agent\/token$/);
  expectText(method.max_backoff, /^1m$/);
  expectText(config.template_config.static_secret_render_interval, /^1m$/);
  return JSON.stringify({
    ...config,
    vault: { ...config.vault, address: place.address, ca_cert: place.authority },
    auto_auth: {
      method: [{ ...method, max_backoff: SHORT, config: { ...method.config, token_path: place.token } }],
    },
    template_config: { ...config.template_config, static_secret_render_interval: SHORT },
    template: config.template.map((template) => ({
      ...template,
      destination: relocatedFile(template.destination, place),
      ...(template.exec && {
        exec: { ...template.exec, command: template.exec.command.map((word) => relocatedUrl(word, place)) },
      }),
    })),
  });
}

/** The command of the startup probe, where the files are. */
export function relocatedProbe(command: readonly string[], { secrets }: AgentPlace): string[] {
  return command.map((word) => word.replaceAll('/secrets/', `${secrets}/`));
}

function relocatedFile(file: string, { secrets }: AgentPlace): string {
  expectText(file, /^\/secrets\/[a-z0-9-]+$/);
  return file.replace('/secrets', secrets);
}

function relocatedUrl(word: string, { port }: AgentPlace): string {
  return word.replace(/^http:\/\/127\.0\.0\.1:\d+\//, `http://127.0.0.1:${port}/`);
}

function expectText(text: string, pattern: RegExp): void {
  if (!pattern.test(text)) throw new Error(`${text} is not what is replaced: ${pattern}`);
}
