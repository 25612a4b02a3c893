import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Workspace } from '../cluster/workspace';
import type { Engines } from '../engines';
import { runTool } from '../engines/tool';
import type { ProviderBehaviour, ProviderStandIn } from './provider-stand-in';

export interface PulumiWorkspaceOptions {
  readonly engines: Engines;
  /** The version of each provider that a stand-in takes the place of, by its name; see `sdkVersions`. */
  readonly providers: Readonly<Record<string, string>>;
  /** How resources are made that no cloud makes. */
  readonly behaviour: ProviderBehaviour;
}

export interface PulumiRunOptions {
  /** The folder with Pulumi.yaml. */
  readonly project: string;
  /** Variables on top of the workspace's. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** What a command of Pulumi said. */
export interface PulumiResult {
  readonly isDone: boolean;
  /** Both streams, as they came. */
  readonly output: string;
  readonly stdout: string;
}

/**
 * The real command line and engine of Pulumi with state in a temporary folder, away from the person's own settings and
 * from any network. Providers are a stand-in; see there for what that can show and what not.
 */
export class PulumiWorkspace {
  /** What the engine asked of providers. */
  readonly provider: ProviderStandIn;
  readonly #files: Workspace;
  readonly #pulumi: string;
  readonly #interruption = new AbortController();

  private constructor(files: Workspace, pulumi: string, provider: ProviderStandIn) {
    this.#files = files;
    this.#pulumi = pulumi;
    this.provider = provider;
  }

  static async start({ engines, providers, behaviour }: PulumiWorkspaceOptions): Promise<PulumiWorkspace> {
    // Loading Pulumi takes half a second, which tests without it do not spend.
    const standIn: typeof import('./provider-stand-in') = require('./provider-stand-in');
    const files = new Workspace('pulumi');
    for (const folder of ['home', 'state']) mkdirSync(files.file(folder));
    return new PulumiWorkspace(
      files,
      engines.path('pulumi'),
      await standIn.ProviderStandIn.start(providers, behaviour),
    );
  }

  /** A folder of this workspace, for projects or another backend. */
  folder(...parts: readonly string[]): string {
    const path = this.#files.file(...parts);
    mkdirSync(path, { recursive: true });
    return path;
  }

  /** Runs `pulumi` and waits for its end, whatever that is. */
  async run(args: readonly string[], { project, environment = {} }: PulumiRunOptions): Promise<PulumiResult> {
    const { LanguageHost }: typeof import('./language-host') = require('./language-host');
    const surroundings = { ...this.#surroundings(), ...environment };
    const host = await LanguageHost.start(surroundings);
    try {
      const result = await runTool(this.#pulumi, [...args, '--non-interactive', '--color=never'], {
        folder: project,
        environment: { ...surroundings, PULUMI_DEBUG_LANGUAGES: `nodejs:${host.port}` },
        signal: this.#interruption.signal,
      });
      return { isDone: result.failure === undefined, output: result.output, stdout: result.stdout };
    } finally {
      host.stop();
    }
  }

  /**
   * The same for a command that has to succeed.
   * @throws Error with all that Pulumi said
   */
  async succeed(args: readonly string[], options: PulumiRunOptions): Promise<PulumiResult> {
    const result = await this.run(args, options);
    if (!result.isDone) throw new Error(`pulumi ${args.join(' ')} failed:\n${result.output}`);
    return result;
  }

  /** Ends what runs and removes everything. */
  stop(): void {
    this.#interruption.abort();
    this.provider.stop();
    this.#files.remove({ keepLogs: false });
  }

  #surroundings(): Record<string, string> {
    const home = this.#files.file('home');
    // Whoever tries to leave this machine is refused at once.
    const nowhere = 'http://127.0.0.1:9';
    return {
      PATH: process.env.PATH ?? '',
      HOME: home,
      PULUMI_HOME: join(home, '.pulumi'),
      PULUMI_BACKEND_URL: `file://${this.#files.file('state')}`,
      PULUMI_CONFIG_PASSPHRASE: 'a passphrase of tests',
      PULUMI_SKIP_UPDATE_CHECK: 'true',
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: 'true',
      PULUMI_DEBUG_PROVIDERS: this.provider.places,
      HTTP_PROXY: nowhere,
      HTTPS_PROXY: nowhere,
      NO_PROXY: '127.0.0.1,localhost',
    };
  }
}
