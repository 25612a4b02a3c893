import { modelJson } from '@plinth/model';
import type { CommandContext, ExitCode } from '../command';
import { loadRepository, resolveEnvironments } from '../repository';

export interface ModelArguments {
  readonly env: string;
}

/** The resolved model of one environment as versioned JSON: what every later projection reads. */
export function model({ env }: ModelArguments, { cwd, terminal }: CommandContext): ExitCode {
  const [environment] = resolveEnvironments(loadRepository(cwd), env);
  if (environment !== undefined) terminal.print(modelJson(environment).trimEnd());
  return 0;
}
