import { createRequire } from 'node:module';
import { join } from 'node:path';
import { UserError } from '@plinth/errors';
import type { Answers } from './answers';
import { startEngine } from './engine/engine-server';
import type { EngineSettings } from './engine/engine-state';
import { outputNamesFrom } from './engine/output-names';
import type { StackIdentity } from './engine/urn';
import { failureOf } from './failure';
import type { CloudPlan, PlanReference } from './plan';
import { type ProgramSettings, readProgram } from './project/program-settings';
import { inOrder } from './resource-order';
import { runProgram } from './run/run-program';
import { shellWords } from './run/shell-words';

/** Half the time, and an end for programs that crash; none of them changes what a program registers. */
const PRELOADED = ['lazy-serialization.js', 'plain-traces.js', 'light-promises.js', 'quiet-runtime.js'].map(
  (name) => join(__dirname, '..', 'bin', name),
);

export interface PlanOptions {
  /** The folder with `Pulumi.yaml`. */
  readonly folder: string;
  /** Settings are those of `Pulumi.<stack>.yaml`. */
  readonly stack: string;
  /** @default 'organization', as for state that is kept in a bucket */
  readonly organization?: string;
  /** Plans that stack references may refer to, by `organization/project/stack`, or by project for the same stack. */
  readonly references?: ReadonlyMap<string, PlanReference>;
  readonly answers?: Answers;
  /** For Node, before those of `Pulumi.yaml`. */
  readonly nodeOptions?: readonly string[];
  /**
   * Milliseconds until a program that does not end is ended.
   * @default 180000
   */
  readonly timeout?: number;
}

/**
 * Runs a Pulumi program under Pulumi's own Node runtime, against an engine that notes instead of making.
 * @throws UserError for a mistake in settings or program, and for what the program refuses in such words
 */
export async function planProgram(options: PlanOptions): Promise<CloudPlan> {
  const program = readProgram(options.folder, options.stack);
  const identity: StackIdentity = {
    organization: options.organization ?? 'organization',
    project: program.project,
    stack: options.stack,
  };
  const settings: EngineSettings = {
    identity,
    where: `${program.project}/${options.stack}`,
    disabledDefaultProviders: program.disabledDefaultProviders,
    references: options.references ?? new Map(),
    answers: options.answers ?? {},
    outputNames: outputNamesFrom(options.folder),
  };
  const engine = await startEngine(settings);
  try {
    const end = await runProgram({
      arguments: [
        // Objects of one run die together: a wide nursery saves a tenth of the time.
        '--max-semi-space-size=64',
        ...PRELOADED.flatMap((file) => ['--require', file]),
        ...(options.nodeOptions ?? []),
        ...argumentsOf(program, identity, engine.address),
      ],
      folder: program.pwd,
      environment: environmentOf(program),
      timeout: options.timeout ?? 180_000,
    });
    const failure = failureOf(end, engine.state, settings);
    if (failure !== undefined) throw failure;
    return {
      project: program.project,
      stack: options.stack,
      resources: inOrder(engine.state.resources.values()),
      outputs: engine.state.outputs,
    };
  } finally {
    engine.stop();
  }
}

/** As Pulumi's language host for Node starts a program in a preview. */
function argumentsOf(program: ProgramSettings, identity: StackIdentity, address: string): string[] {
  const settings: Readonly<Record<string, string>> = {
    monitor: address,
    engine: address,
    organization: identity.organization,
    project: identity.project,
    stack: identity.stack,
    pwd: program.pwd,
    'root-directory': program.folder,
    parallel: '16',
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]);
  return [...shellWords(program.nodeArguments), runtimeOf(program), ...flags, '--dry-run', program.entry];
}

function environmentOf({ config, secretKeys }: ProgramSettings): Record<string, string> {
  // The long form of a key, which the language host still writes.
  const long = Object.entries(config).map(([key, value]) => [key.replace(':', ':config:'), value]);
  return {
    PULUMI_CONFIG: JSON.stringify(Object.fromEntries(long)),
    PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(secretKeys),
  };
}

/** @throws UserError `no-runtime` */
function runtimeOf({ folder, file }: ProgramSettings): string {
  try {
    return createRequire(join(folder, 'Pulumi.yaml')).resolve('@pulumi/pulumi/cmd/run');
  } catch {
    throw new UserError({
      code: 'no-runtime',
      where: file,
      found: 'a program that cannot load @pulumi/pulumi',
      allowed: 'one whose package.json lists it and whose dependencies are installed',
      fix: 'add @pulumi/pulumi to its dependencies and install',
    });
  }
}
