import { vaultAccess } from '@plinth/model';
import type { CommandContext, ExitCode } from '../command';
import { loadRepository, resolveEnvironments } from '../repository';
import { squadNamed } from '../squad-named';
import { vaultConnection } from '../vault/connection';
import { MetadataReader } from '../vault/metadata-reader';
import { declaredPaths, type MissingPath, missingPaths } from '../vault/missing';

export interface VaultMissingArguments {
  readonly env: string;
  readonly squad?: string;
  readonly json?: boolean;
}

/** Which declared secrets nobody has put into an environment's Vault yet. It reads no value. */
export async function vaultMissing(
  { env, squad, json }: VaultMissingArguments,
  { cwd, variables, terminal }: CommandContext,
): Promise<ExitCode> {
  const repository = loadRepository(cwd);
  const environments = resolveEnvironments(repository, env);
  const { company, root, releases } = repository;
  const squads = environments.flatMap((environment) => environment.squads);
  if (squad !== undefined) squadNamed(squad, squads);
  const connection = vaultConnection(variables);
  const paths = declaredPaths(vaultAccess(company, { root, releases }, environments), squads).filter(
    (path) => squad === undefined || path.squad === squad,
  );
  const reader = new MetadataReader(connection);
  try {
    const missing = await missingPaths(paths, reader);
    if (json) terminal.print(JSON.stringify(missing, null, 2));
    else for (const one of missing) terminal.print(textOf(one));
    terminal.note(
      `${missing.length} of ${paths.length} declared paths have no value in ${connection.address}`,
    );
    return missing.length > 0 ? 1 : 0;
  } finally {
    reader.close();
  }
}

function textOf({ path, state, squad, lead, contact, readers, fields, command }: MissingPath): string {
  const input =
    fields?.length === 1 ? 'the value' : `a JSON object with ${fields?.join(', ') ?? 'all fields'}`;
  return [
    `${path}: ${state}`,
    ...readers.map(
      ({ service, file, declared }) => `  ${service} reads it as ${file}, declared at ${declared}`,
    ),
    `  ${squad} puts it there: ${lead}, ${contact}`,
    `  ${command}   # then ${input}, and Ctrl-D`,
  ].join('\n');
}
