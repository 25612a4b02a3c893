import { customizationsIn } from '@plinth/model';
import type { CommandContext, ExitCode } from '../command';
import { loadRepository, resolveEnvironments, unknownEnvironment } from '../repository';
import { table } from '../table';

export interface EnvDiffArguments {
  readonly env: string;
  readonly json?: boolean;
}

/** What one environment customizes, beside what the others run with; inherited values are dimmed. */
export function envDiff({ env, json }: EnvDiffArguments, { cwd, terminal }: CommandContext): ExitCode {
  const repository = loadRepository(cwd);
  const environments = resolveEnvironments(repository);
  const names = environments.map(({ name }) => name);
  if (!names.includes(env)) throw unknownEnvironment(env, names);
  const rows = customizationsIn(repository.company, environments, env);
  if (json) {
    terminal.print(JSON.stringify(rows, null, 2));
  } else if (rows.length === 0) {
    terminal.print(`${env} customizes nothing: every service runs as the base says`);
  } else {
    const cells = rows.map(({ service, field, base, values }) => [
      `${service}.${field}`,
      base,
      ...values.map(({ value }) => value),
    ]);
    terminal.print(
      table(['field', 'base', ...names], cells, (text, row, column) => {
        if (row < 0) return terminal.bold(text);
        return rows[row]?.values[column - 2]?.inherited ? terminal.dim(text) : text;
      }),
    );
  }
  return 0;
}
