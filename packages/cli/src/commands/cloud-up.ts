import { spawn } from 'node:child_process';
import { show, UserError } from '@plinth/errors';
import { type EnvironmentFacts, environmentNamed, stateBucket } from '@plinth/model';
import { cloudProgramNamed, cloudPrograms } from '../cloud-programs';
import type { CommandContext, ExitCode } from '../command';
import { printFindings } from '../findings';
import { judgePlans } from '../judge-plans';
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
  const environment = environmentNamed(env, resolveEnvironments(repository), '<env>');
  const program = cloudProgramNamed(stack, repository.root);
  const backend = backendOf(environment.facts, variables.PULUMI_BACKEND_URL);
  const planned = await planEnvironments(cloudPrograms(repository.root), [env], repository.root);
  const findings = planned.flatMap((plans) => judgePlans(environment, plans, repository.root));
  if (findings.length > 0) {
    printFindings(findings, terminal);
    return 1;
  }
  terminal.note(`pulumi up --stack ${env} in stacks/${stack}, state in ${backend}`);
  return await runPulumi(pulumiArguments({ env, stack, rest }), program.folder, {
    ...variables,
    PULUMI_BACKEND_URL: backend,
  });
}

/** Administrators may change Vault without its program, so a run of that looks first at what is there, unless `rest` says otherwise. */
export function pulumiArguments({ env, stack, rest }: CloudUpArguments): string[] {
  return ['up', '--stack', env, ...(stack === 'vault' ? ['--refresh'] : []), ...rest];
}

/**
 * Where the state of this environment is: in its own bucket, or on a disk before that is there.
 * @throws UserError `foreign-state`: with another environment's state, Pulumi would take everything here for new and everything
 * there for gone
 */
function backendOf(facts: EnvironmentFacts, given: string | undefined): string {
  const own = `gs://${stateBucket(facts)}`;
  const wanted = given === undefined || given === '' ? own : given;
  if (wanted === own || wanted.startsWith('file://')) return wanted;
  throw new UserError({
    code: 'foreign-state',
    where: 'PULUMI_BACKEND_URL',
    found: show(given),
    allowed: `${own}, or a folder of your own for the first run ("file://" and its path)`,
    fix: 'unset it: the bucket of the environment is found by itself',
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
    allowed: 'the Pulumi command line, 3.200 or newer, with plugins for gcp, kubernetes and tls',
    fix: 'install it as docs/guides/first-environment.md says, and log in to Google Cloud',
  });
}
