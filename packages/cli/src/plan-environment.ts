import { existsSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import type { Answers, CloudPlan } from '@plinth/cloud-plan';
import type { CloudProgram } from './cloud-programs';
import { Gate } from './gate';
import { loadCloudPlan } from './load-cloud-plan';
import { loadModule } from './load-module';

/** The plans of one environment, in the order of the programs. */
export interface EnvironmentPlans {
  readonly environment: string;
  readonly plans: readonly CloudPlan[];
}

/**
 * Plans every program for every environment, as many at once as there are processors. A program that reads what
 * another one gives waits for it.
 */
export async function planEnvironments(
  programs: readonly CloudProgram[],
  environments: readonly string[],
  root: string,
): Promise<EnvironmentPlans[]> {
  const { planProgram } = loadCloudPlan();
  const gate = new Gate(cpus().length);
  const started = new Map<string, Promise<CloudPlan>>();
  const plan = (program: CloudProgram, stack: string): Promise<CloudPlan> => {
    const key = `${program.name}/${stack}`;
    const running =
      started.get(key) ??
      gate.run(() =>
        planProgram({
          folder: program.folder,
          stack,
          references: new Map(
            programs
              .filter((other) => other !== program)
              .map((other) => [other.name, () => gate.pause(plan(other, stack))] as const),
          ),
          answers: answersFor(program, root),
        }),
      );
    started.set(key, running);
    return running;
  };
  const all = environments.map(async (environment) => ({
    environment,
    plans: await Promise.all(programs.map((program) => plan(program, environment))),
  }));
  const outcomes = await Promise.allSettled(all);
  // Every program is heard to its end, so that none is left running behind an error.
  await Promise.allSettled(started.values());
  return outcomes.map((outcome) => {
    if (outcome.status === 'rejected') throw outcome.reason;
    return outcome.value;
  });
}

/**
 * What the cloud would answer to questions of a program, from `answers.ts` beside it. A question without an answer
 * is an error that names it.
 */
function answersFor({ folder }: CloudProgram, root: string): Answers {
  const file = join(folder, 'answers.ts');
  if (!existsSync(file)) return {};
  return (loadModule(file, root).answers ?? {}) as Answers;
}
