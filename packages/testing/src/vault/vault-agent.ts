import { mkdirSync, readFileSync } from 'node:fs';
import { ManagedProcess } from '../cluster/managed-process';
import { until } from '../cluster/until';
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
export class VaultAgent {
  readonly #process: ManagedProcess;
  readonly #log: string;

  private constructor(
    readonly name: string,
    process: ManagedProcess,
    log: string,
  ) {
    this.#process = process;
    this.#log = log;
  }

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

  /** Everything that it has said. */
  get log(): string {
    return readFileSync(this.#log, 'utf8');
  }

  get isRunning(): boolean {
    return this.#process.isRunning;
  }

  /** Waits until its log says this. */
  async says(text: string | RegExp, seconds = 60): Promise<void> {
    const pattern = typeof text === 'string' ? { test: (log: string) => log.includes(text) } : text;
    await until(`${this.name} says ${text}`, async () => pattern.test(this.log), { seconds });
  }

  /** Waits until it has ended by itself, as with `-exit-after-auth`, or because it gave up. */
  async ends(seconds = 60): Promise<void> {
    await until(`${this.name} ends`, async () => !this.isRunning, { seconds });
  }

  signal(signal: NodeJS.Signals): void {
    this.#process.signal(signal);
  }

  async stop(): Promise<void> {
    await this.#process.stop();
  }
}
