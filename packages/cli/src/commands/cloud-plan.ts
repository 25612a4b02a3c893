import { join } from 'node:path';
import type { CloudPlan } from '@plinth/cloud-plan';
import { OutputTransaction } from '@plinth/synth';
import { cloudPrograms } from '../cloud-programs';
import type { CommandContext, ExitCode } from '../command';
import { printFindings } from '../findings';
import { judgePlans, PLANS } from '../judge-plans';
import { loadCloudPlan } from '../load-cloud-plan';
import { type EnvironmentPlans, planEnvironments } from '../plan-environment';
import { planFile } from '../plan-file';
import { loadRepository, resolveEnvironments } from '../repository';

export interface CloudPlanArguments {
  readonly env?: string;
  readonly write?: boolean;
  readonly json?: boolean;
}

/** What every program of the cloud would register: printed as a tree, or written for reviewers. */
export async function cloudPlan(
  args: CloudPlanArguments,
  { cwd, terminal }: CommandContext,
): Promise<ExitCode> {
  const repository = loadRepository(cwd);
  const environments = resolveEnvironments(repository, args.env, '<env>');
  const { root } = repository;
  const ofCloud = environments.filter(({ facts }) => facts.cloud !== undefined);
  const planned = await planEnvironments(
    cloudPrograms(root),
    ofCloud.map(({ name }) => name),
    root,
  );
  const findings = ofCloud.flatMap((environment, index) => {
    const plans = planned[index];
    return plans === undefined ? [] : judgePlans(environment, plans, root);
  });
  if (findings.length > 0) {
    if (args.json) terminal.print(JSON.stringify(findings, null, 2));
    else printFindings(findings, terminal);
    return 1;
  }
  if (args.write) write(planned, root, terminal.note);
  else if (args.json) terminal.print(JSON.stringify(planned, null, 2));
  else printTrees(planned, terminal.print);
  const count = planned
    .flatMap(({ plans }) => plans)
    .reduce((sum, { resources }) => sum + resources.length, 0);
  terminal.note(`${count} resources in ${planned.length} environments, planned in ${secondsSinceStart()} s`);
  return 0;
}

function write(planned: readonly EnvironmentPlans[], root: string, note: (text: string) => void): void {
  const transaction = OutputTransaction.begin(join(root, PLANS), { notice: note });
  try {
    for (const { environment, plans } of planned) {
      transaction.stage(
        environment,
        plans.map((plan) => ({ path: `${plan.project}.yaml`, text: planFile(plan) })),
      );
    }
    const { written, removed, unchanged } = transaction.commit();
    note(`plans: ${written.length} written, ${removed.length} removed, ${unchanged} unchanged`);
  } finally {
    transaction.abort();
  }
}

function printTrees(planned: readonly EnvironmentPlans[], print: (text: string) => void): void {
  const { planTree } = loadCloudPlan();
  for (const plan of planned.flatMap(({ plans }): readonly CloudPlan[] => plans)) {
    print([`${plan.project} (${plan.stack})`, ...planTree(plan).map((line) => `  ${line}`)].join('\n'));
  }
}

/** Node counts from the start of the process. */
function secondsSinceStart(): string {
  return (performance.now() / 1000).toFixed(1);
}
