import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PulumiResult, PulumiWorkspace } from './pulumi-workspace';
import type { StackState } from './stack-state';

export interface PulumiStackProps {
  readonly workspace: PulumiWorkspace;
  /** The folder with Pulumi.yaml; Pulumi writes the settings of the stack into it. */
  readonly project: string;
  readonly name: string;
  /** Variables on top of the workspace's, such as another PULUMI_BACKEND_URL; an empty one is as if it were not there. */
  readonly environment?: Readonly<Record<string, string>>;
  /**
   * Who keeps the key with which secrets are encrypted, such as `gcpkms://…`.
   * @default 'passphrase'
   */
  readonly secretsProvider?: string;
}

/** One stack of one project, as a person handles it from its folder. */
export class PulumiStack {
  readonly #props: PulumiStackProps;

  private constructor(props: PulumiStackProps) {
    this.#props = props;
  }

  /** Creates it, empty. */
  static async init(props: PulumiStackProps): Promise<PulumiStack> {
    const { workspace, project, name, environment = {}, secretsProvider = 'passphrase' } = props;
    const command = ['stack', 'init', name, '--secrets-provider', secretsProvider];
    await workspace.succeed(command, { project, environment });
    return new PulumiStack(props);
  }

  /** The same stack under other variables. */
  with(environment: Readonly<Record<string, string>>): PulumiStack {
    return new PulumiStack({ ...this.#props, environment: { ...this.#props.environment, ...environment } });
  }

  /** A command of Pulumi for this stack, such as `run('config', 'set', 'zone', 'a')`, whatever comes of it. */
  run(...command: readonly string[]): Promise<PulumiResult> {
    return this.#props.workspace.run(this.#arguments(command), this.#options());
  }

  /** @throws Error with all that Pulumi said, when the command fails */
  succeed(...command: readonly string[]): Promise<PulumiResult> {
    return this.#props.workspace.succeed(this.#arguments(command), this.#options());
  }

  /** What Pulumi remembers of it. */
  async state(): Promise<StackState> {
    const { stdout } = await this.succeed('stack', 'export');
    return JSON.parse(stdout) as StackState;
  }

  /** Takes over what another stack remembers. */
  async take(state: StackState): Promise<void> {
    const file = join(this.#props.workspace.folder('exported'), `${this.#props.name}.json`);
    writeFileSync(file, JSON.stringify(state));
    await this.succeed('stack', 'import', '--file', file);
  }

  /** The text of `Pulumi.<stack>.yaml`. */
  get settings(): string {
    return readFileSync(join(this.#props.project, `Pulumi.${this.#props.name}.yaml`), 'utf8');
  }

  #arguments(command: readonly string[]): string[] {
    return [...command, '--stack', this.#props.name];
  }

  #options() {
    const { project, environment = {} } = this.#props;
    return { project, environment };
  }
}
