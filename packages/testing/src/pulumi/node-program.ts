import { createRequire } from 'node:module';
import { join } from 'node:path';

/** What the engine says of a program that it wants to be run. */
export interface ProgramRequest {
  readonly monitor: string;
  readonly engine: string;
  readonly organization: string;
  readonly project: string;
  readonly stack: string;
  /** The folder of the program. */
  readonly folder: string;
  /** The folder of Pulumi.yaml. */
  readonly root: string;
  /** The file of the program; `.` leaves it to package.json. */
  readonly program: string;
  readonly preview: boolean;
  readonly parallel: number;
  /** In clear, also what is secret: a program gets it so. */
  readonly config: Readonly<Record<string, string>>;
  readonly secretKeys: readonly string[];
  /** `runtime.options` of Pulumi.yaml. */
  readonly options: RuntimeOptions;
}

export interface RuntimeOptions {
  /** @default true */
  readonly typescript?: boolean;
  /** Arguments of Node, separated by spaces. */
  readonly nodeargs?: string;
}

export interface NodeCommand {
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

/** How Pulumi's own language host for Node calls a program: Pulumi's runner of the program's own installation. */
export function nodeCommand(request: ProgramRequest): NodeCommand {
  const runner = createRequire(join(request.folder, 'resolver.js')).resolve('@pulumi/pulumi/cmd/run');
  const nodeArgs = (request.options.nodeargs ?? '').split(/\s+/).filter((arg) => arg !== '');
  return {
    args: [
      ...nodeArgs,
      runner,
      `--monitor=${request.monitor}`,
      `--engine=${request.engine}`,
      `--organization=${request.organization}`,
      `--project=${request.project}`,
      `--root-directory=${request.root}`,
      `--stack=${request.stack}`,
      `--pwd=${request.folder}`,
      ...(request.preview ? ['--dry-run'] : []),
      `--parallel=${request.parallel}`,
      request.program,
    ],
    environment: {
      PULUMI_CONFIG: JSON.stringify(request.config),
      PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.secretKeys),
      ...((request.options.typescript ?? true) ? { PULUMI_NODEJS_TYPESCRIPT: 'true' } : {}),
    },
  };
}
