import { type CustomizationRow, customizationsIn, environmentNamed } from '@plinth/model';
import type { CommandContext, ExitCode } from '../command';
import { loadRepository, resolveEnvironments } from '../repository';
import { table } from '../table';
import type { Terminal } from '../terminal';

export interface EnvDiffArguments {
  readonly env: string;
  readonly json?: boolean;
}

/** What one environment customizes, beside what the others run with. */
export function envDiff({ env, json }: EnvDiffArguments, { cwd, terminal }: CommandContext): ExitCode {
  const repository = loadRepository(cwd);
  const environments = resolveEnvironments(repository);
  environmentNamed(env, environments, '<env>');
  const rows = customizationsIn(repository.company, environments, env);
  if (json) terminal.print(JSON.stringify(rows, null, 2));
  else if (rows.length === 0)
    terminal.print(`${env} customizes nothing: every service runs as the base says`);
  else
    terminal.print(
      customizationTable(
        rows,
        environments.map(({ name }) => name),
        terminal,
      ),
    );
  return 0;
}

/** One line for each field; what an environment inherits is dimmed. */
export function customizationTable(
  rows: readonly CustomizationRow[],
  environments: readonly string[],
  { bold, dim }: Pick<Terminal, 'bold' | 'dim'>,
): string {
  const cells = rows.map(({ service, field, base, values }) => [
    `${service}.${field}`,
    base,
    ...values.map(({ value }) => value),
  ]);
  return table(['field', 'base', ...environments], cells, (text, row, column) => {
    if (row < 0) return bold(text);
    return rows[row]?.values[column - 2]?.inherited === true ? dim(text) : text;
  });
}
