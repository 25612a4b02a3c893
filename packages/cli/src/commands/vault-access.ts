import { type Access, vaultAccess as accessOf } from '@plinth/model';
import { accessMatrix, accessPage, accessText } from '../access-text';
import type { CommandContext, ExitCode } from '../command';
import { loadRepository, resolveEnvironments } from '../repository';
import { serviceNamed } from '../service-named';

export interface VaultAccessArguments {
  readonly service?: string;
  readonly env?: string;
  readonly json?: boolean;
  readonly markdown?: boolean;
}

/** What a service may do in Vault and why; without a name, everybody. */
export function vaultAccess(
  { service, env, json, markdown }: VaultAccessArguments,
  { cwd, terminal }: CommandContext,
): ExitCode {
  const repository = loadRepository(cwd);
  const environments = resolveEnvironments(repository, env);
  const { company, root, releases } = repository;
  if (service !== undefined) serviceNamed(service, company);
  const all = accessOf(company, { root, releases }, environments);
  const accesses = all.filter((access) => service === undefined || access.service === service);
  if (json) terminal.print(JSON.stringify(accesses, null, 2));
  else if (markdown) terminal.print(accessPage(accesses).trimEnd());
  else if (accesses.length === 0) terminal.print(nobody(service, env));
  else terminal.print(service === undefined ? accessMatrix(accesses) : textOf(accesses));
  return 0;
}

function textOf(accesses: readonly Access[]): string {
  return accesses.map(accessText).join('\n\n');
}

/** To ask for nothing is an answer. */
function nobody(service: string | undefined, env: string | undefined): string {
  const where = env === undefined ? '' : ` in ${env}`;
  return service === undefined
    ? `nobody asks Vault for a secret${where}`
    : `${service} may do nothing in Vault${where}: it declares no secret, or has no release`;
}
