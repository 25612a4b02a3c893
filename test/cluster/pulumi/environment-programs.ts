import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Answers, type CloudPlan, planProgram, symbolicOutputs } from '@plinth/cloud-plan';
import {
  type Engines,
  linkedProject,
  type ProviderBehaviour,
  PulumiStack,
  type PulumiStackProps,
  PulumiWorkspace,
  sdkVersions,
} from '@plinth/testing';
import { dump, load } from 'js-yaml';
import { answers } from '../../../stacks/foundation/answers';

const stacks = join(__dirname, '../../../stacks');

export const PROGRAMS = ['foundation', 'bootstrap', 'vault'] as const;
export type Program = (typeof PROGRAMS)[number];

/** What a person types where the committed settings hold ciphertext that nobody here can read. */
export const SECRET = 'c2VjcmV0IG9mIHRlc3Rz';

/** The programs of one environment on Pulumi's own engine, before anything was made. */
export class EnvironmentPrograms {
  readonly pulumi: PulumiWorkspace;
  readonly #name: string;
  readonly #stacks: ReadonlyMap<Program, PulumiStack>;

  private constructor(name: string, pulumi: PulumiWorkspace, stacksOf: ReadonlyMap<Program, PulumiStack>) {
    this.#name = name;
    this.pulumi = pulumi;
    this.#stacks = stacksOf;
  }

  static async start(name: string, engines: Engines): Promise<EnvironmentPrograms> {
    const workspace = await PulumiWorkspace.start({
      engines,
      providers: Object.assign({}, ...PROGRAMS.map((program) => sdkVersions(join(stacks, program)))),
      behaviour: behaviourOfPlans(),
    });
    const made = new Map<Program, PulumiStack>();
    for (const program of PROGRAMS) {
      const project = linkedProject(join(stacks, program), workspace.folder('repository'));
      const secrets = withoutSecretsProvider(join(project, `Pulumi.${name}.yaml`));
      const stack = await PulumiStack.init({ workspace, project, name });
      for (const key of secrets) await stack.succeed('config', 'set', '--secret', key, SECRET);
      made.set(program, stack);
    }
    return new EnvironmentPrograms(name, workspace, made);
  }

  stack(program: Program): PulumiStack {
    const stack = this.#stacks.get(program);
    if (stack === undefined) throw new Error(`${program} was not started`);
    return stack;
  }

  /** What makes the same stack once more, such as in another backend. */
  propsOf(program: Program): PulumiStackProps {
    const project = join(this.pulumi.folder('repository'), 'stacks', program);
    return { workspace: this.pulumi, project, name: this.#name };
  }

  /** What is committed as their plans, planned anew. */
  async plans(): Promise<Record<Program, CloudPlan>> {
    const common = { stack: this.#name, answers };
    const foundation = await planProgram({ ...common, folder: join(stacks, 'foundation') });
    const references = new Map([['foundation', foundation]]);
    const bootstrap = await planProgram({ ...common, folder: join(stacks, 'bootstrap'), references });
    const vault = await planProgram({ ...common, folder: join(stacks, 'vault') });
    return { foundation, bootstrap, vault };
  }

  stop(): void {
    this.pulumi.stop();
  }
}

/** Providers that answer as the engine of plans does: then a program goes on in the same way. */
function behaviourOfPlans(): ProviderBehaviour {
  const symbols = PROGRAMS.map((program) => symbolicOutputs(join(stacks, program)));
  const given: Answers = answers;
  return {
    idOf: ({ type, name }) => symbols[0]?.idOf(type, name) ?? '',
    outputsOf: ({ type, name, inputs }) =>
      Object.assign(
        {},
        ...symbols.map(({ outputsOf }) => outputsOf(type, name)),
        inputs,
        given[type]?.(name, inputs as never),
      ),
    functions: Object.fromEntries(
      Object.entries(given).map(([token, answer]) => [token, (args) => answer(token, args as never)]),
    ),
  };
}

/**
 * Settings of the repository for a stack that keeps secrets by a passphrase; ciphertext stays, as people find it.
 * @returns the keys that are secret
 */
function withoutSecretsProvider(file: string): string[] {
  const { secretsprovider, encryptedkey, encryptionsalt, ...settings } = load(
    readFileSync(file, 'utf8'),
  ) as Settings;
  writeFileSync(file, dump(settings));
  return Object.entries(settings.config ?? {}).flatMap(([key, value]) => (isCiphertext(value) ? [key] : []));
}

interface Settings {
  readonly secretsprovider?: string;
  readonly encryptedkey?: string;
  readonly encryptionsalt?: string;
  readonly config?: Readonly<Record<string, unknown>>;
}

function isCiphertext(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'secure' in value;
}
