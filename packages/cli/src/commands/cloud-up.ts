import { spawn } from 'node:child_process';
import { UserError } from '@plinth/errors';
import { stateBucket } from '@plinth/model';
import { cloudProgramNamed, cloudPrograms } from '../cloud-programs';
import type { CommandContext, ExitCode } from '../command';
import { planEnvironments } from '../plan-environment';
import { loadRepository, resolveEnvironments } from '../repository';

export interface CloudUpArguments {
  readonly env: string;
  readonly stack: string;
  /** What comes after `--`, for Pulumi itself. */
  readonly rest: readonly string[];
}

/**
 * `pulumi up` for one program and one environment, on that environment's own state. Everything that can be wrong with declarations
 * and configuration is told before Pulumi starts.
 */
export async function cloudUp(
  { env, stack, rest }: CloudUpArguments,
  { cwd, variables, terminal }: CommandContext,
): Promise<ExitCode> {
  const repository = loadRepository(cwd);
  const [environment] = resolveEnvironments(repository, env, '<env>');
  const program = cloudProgramNamed(stack, repository.root);
  await planEnvironments(cloudPrograms(repository.root), [env], repository.root);
  const backend = variables.PULUMI_BACKEND_URL ?? (environment && `gs://${stateBucket(environment.facts)}`);
  terminal.note(`pulumi up --stack ${env} in stacks/${stack}, state in ${backend}`);
  return await runPulumi(['up', '--stack', env, ...rest], program.folder, {
    ...variables,
    PULUMI_BACKEND_URL: backend,
  });
}

/** Pulumi has the terminal: it asks the person before it changes anything. */
function runPulumi(args: readonly string[], folder: string, variables: NodeJS.ProcessEnv): Promise<ExitCode> {
  return new Promise((resolve, reject) => {
    const child = spawn('pulumi', args, { cwd: folder, env: variables, stdio: 'inherit' });
    child.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'ENOENT' ? noPulumi() : error),
    );
    // Pulumi has said why; what it refuses is nothing that was found in our own checks.
    child.once('close', (code) => resolve(code === 0 ? 0 : 1));
  });
}

function noPulumi(): UserError {
  return new UserError({
    code: 'no-pulumi',
    where: 'PATH',
    found: 'no program called pulumi',
    allowed: 'the Pulumi command line, 3.200 or newer, with plugins for gcp and kubernetes',
    fix: 'install it as docs/guides/first-environment.md says, and log in to Google Cloud',
  });
}
