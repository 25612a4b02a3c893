import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { type Engines, until, VaultAgent } from '@plinth/testing';
import type { VaultOfEnvironment } from '../vault-access/vault-of-environment';
import { type AgentPlace, relocatedAgent, relocatedProbe } from './relocated-agent';
import type { RenderedAgent } from './rendered-agent';

export interface AgentOptions {
  /** Tells agents of one service apart. @default - the service's name */
  readonly name?: string;
  /** @default - of the ServiceAccount of its pod, for Vault */
  readonly token?: string;
  /** Of the program on loopback. @default 1, where nobody listens */
  readonly port?: number;
}

/** The real agent with a rendered configuration, as it runs beside a program. */
export class RunningAgent {
  private constructor(
    readonly rendered: RenderedAgent,
    readonly place: AgentPlace,
    private readonly agent: VaultAgent,
  ) {}

  static async start(
    rendered: RenderedAgent,
    here: VaultOfEnvironment,
    engines: Engines,
    { name = rendered.role, port = 1, ...options }: AgentOptions = {},
  ): Promise<RunningAgent> {
    const { workspace, vault } = here;
    const folder = `agent-${name}`;
    const secrets = workspace.file(folder, 'secrets');
    mkdirSync(secrets, { recursive: true });
    const token = options.token ?? (await here.token(rendered));
    const place: AgentPlace = {
      address: vault.address,
      authority: vault.place.tls.authority,
      secrets,
      token: workspace.write(`${folder}/token`, token),
      port,
    };
    const config = relocatedAgent(rendered.config, place);
    const agent = VaultAgent.start({ engines, workspace, name: `agent-${name}`, config });
    return new RunningAgent(rendered, place, agent);
  }

  get log(): string {
    return this.agent.log;
  }

  get isRunning(): boolean {
    return this.agent.isRunning;
  }

  /** What the program would find: names, and nothing else that lies there. */
  files(): string[] {
    return readdirSync(this.place.secrets).sort();
  }

  read(name: string): string {
    return readFileSync(`${this.place.secrets}/${name}`, 'utf8');
  }

  /** `400` */
  mode(name: string): string {
    return (statSync(`${this.place.secrets}/${name}`).mode & 0o777).toString(8);
  }

  /** The kubelet has renewed the token. */
  setToken(token: string): void {
    writeFileSync(this.place.token, token);
  }

  /** Runs the command of the startup probe. */
  async mayProgramStart(): Promise<boolean> {
    const [command = '', ...args] = relocatedProbe(this.rendered.startupProbe, this.place);
    return promisify(execFile)(command, args).then(
      () => true,
      () => false,
    );
  }

  async letsProgramStart(): Promise<void> {
    await until(`the files of ${this.rendered.role} are there`, () => this.mayProgramStart(), {
      seconds: 120,
      every: 500,
    });
  }

  async says(text: string | RegExp): Promise<void> {
    await this.agent.says(text);
  }

  /** Waits until it says this again. */
  async saysOnceMore(text: string): Promise<void> {
    const before = this.log.split(text).length;
    await until(
      `${this.rendered.role} says once more ${text}`,
      async () => this.log.split(text).length > before,
    );
  }

  async writes(name: string, contents: string): Promise<void> {
    await until(`${name} of ${this.rendered.role} is new`, async () => this.read(name) === contents);
  }

  /** What it keeps for itself, in MiB: pages of its program are shared, and come again from disk. */
  get ownMemory(): number {
    const config = `agent-${this.rendered.role}/agent.hcl`;
    const process = readdirSync('/proc')
      .filter((entry) => /^\d+$/.test(entry))
      .find((id) => tryRead(`/proc/${id}/cmdline`).includes(config));
    const [, kibibytes] = /RssAnon:\s+(\d+) kB/.exec(tryRead(`/proc/${process}/status`)) ?? [];
    return Number(kibibytes) / 1024;
  }

  async stop(): Promise<void> {
    await this.agent.stop();
  }
}

/** Processes end while one looks. */
function tryRead(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
