import { nameOfGeneration } from '@plinth/certificates';
import { VAULT_MOUNTS } from '@plinth/model';
import { withAuthorities } from '../authorities/ask-vault';
import { AuthoritiesFile } from '../authorities/authorities-file';
import { shownAuthority } from '../authorities/authority-text';
import { type RotationStand, runRotation } from '../authorities/rotation-run';
import { instantOf } from '../certificates/instant';
import type { CommandContext, ExitCode } from '../command';
import { loadRepository, resolveEnvironments } from '../repository';
import { table } from '../table';

export interface CertsRotateCaArguments {
  readonly env: string;
  readonly start?: boolean;
  readonly settle?: number;
  readonly json?: boolean;
}

/** As long as a kubelet needs at most: it looks once in a minute, at what it has remembered for another one. */
const SETTLE = 120;

/** Takes the next steps from one authority to another, as far as they are possible now. */
export async function certsRotateCa(
  { env, start = false, settle = SETTLE, json }: CertsRotateCaArguments,
  { cwd, variables, terminal }: CommandContext,
): Promise<ExitCode> {
  const repository = loadRepository(cwd);
  const [environment] = resolveEnvironments(repository, env);
  if (environment === undefined) throw new Error('an environment that is named is there');
  const file = AuthoritiesFile.of(repository.root, environment);
  const mounts = { issuing: VAULT_MOUNTS.pki, root: VAULT_MOUNTS.pkiRoot };
  const stand = await withAuthorities(variables, (session) =>
    runRotation(
      {
        session,
        mounts,
        environment,
        file,
        variables,
        settle,
        clock: () => instantOf(undefined),
        note: terminal.note,
      },
      start,
    ),
  );
  const { waitsFor } = stand;
  const steps = stepsOf(stand, file.where);
  if (json)
    terminal.print(
      JSON.stringify(
        {
          environment: env,
          generation: stand.rotation.generation,
          authorities: file.read().map(shownAuthority),
          issuing: stand.rotation.current.issuing.id,
          steps,
          ...(waitsFor !== undefined && { waitsFor }),
        },
        null,
        2,
      ),
    );
  else
    terminal.print(
      table(
        ['step', 'state'],
        steps.map(({ step, state }) => [step, state]),
      ),
    );
  if (waitsFor !== undefined) terminal.note(`waits for ${waitsFor}`);
  else
    terminal.note(
      `nothing is on its way: ${stand.rotation.root.name} is trusted, and issues${start ? '' : '; --start begins with a new one'}`,
    );
  return waitsFor === undefined ? 0 : 1;
}

interface ShownStep {
  readonly step: string;
  readonly state: 'done' | 'waits' | 'later';
}

/** In their order; what is made is done when the command comes to its end. */
function stepsOf({ rotation: { generation, root }, step }: RotationStand, where: string): ShownStep[] {
  const issuing = nameOfGeneration('issuing', generation);
  const order = [
    ['make-root', `${root.name} is made`],
    ['make-issuing', `${issuing} is made`],
    ['trust', `${where} holds ${root.name}`],
    ['spread-and-switch', `all services know ${root.name}, and ${issuing} issues`],
    ['outlive-and-retire', 'no certificate of an older authority is left, and none is signed'],
    ['distrust', `${where} holds ${root.name} alone`],
  ] as const;
  const at = step === 'none' ? order.length : order.findIndex(([name]) => name === step);
  return order.map(([, text], index) => ({
    step: text,
    state: index < at ? 'done' : index === at ? 'waits' : 'later',
  }));
}
