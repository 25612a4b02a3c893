import { mkdirSync } from 'node:fs';
import { LoggedProcess } from '../cluster/logged-process';
import { ManagedProcess } from '../cluster/managed-process';
import type { VaultProcessOptions } from './vault-server';

export interface VaultAgentOptions extends VaultProcessOptions {
  /** How its log is called, and the folder in which it runs. @default 'vault-agent' */
  readonly name?: string;
  /** What it reads at its start, HCL or JSON. */
  readonly config: string;
  /** Variables, as its container has them: VAULT_ADDR, VAULT_CACERT. */
  readonly environment?: Readonly<Record<string, string>>;
  /** More arguments: `-exit-after-auth`. */
  readonly args?: readonly string[];
}

/** The real Vault Agent: it logs in, writes files from templates and renews what it has. */
export class VaultAgent extends LoggedProcess {
  /** Starts it; what it has to bring about is for the caller to await. */
  static start({ engines, workspace, ...options }: VaultAgentOptions): VaultAgent {
    const { name = 'vault-agent', config, environment = {}, args = [] } = options;
    mkdirSync(workspace.file(name), { recursive: true });
    const file = workspace.write(`${name}/agent.hcl`, config);
    const log = workspace.log(name);
    const process = ManagedProcess.start({
      name,
      engine: 'vault',
      command: engines.path('vault'),
      args: ['agent', `-config=${file}`, ...args],
      log,
      cwd: workspace.file(name),
      environment,
    });
    return new VaultAgent(name, process, log);
  }
}
