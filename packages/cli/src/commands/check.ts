import { resolve } from 'node:path';
import type { CommandContext, ExitCode } from '../command';
import { printFindings } from '../findings';
import { checkRendered } from '../rendered';
import { loadRepository, resolveEnvironments } from '../repository';

export interface CheckArguments {
  readonly env?: string;
  readonly out?: string;
  readonly date?: string;
  readonly json?: boolean;
}

/** The rules alone, over what is rendered; what expires is judged against the given day. */
export function check(args: CheckArguments, { cwd, terminal, today }: CommandContext): ExitCode {
  const repository = loadRepository(cwd);
  const environments = resolveEnvironments(repository, args.env);
  const out = args.out === undefined ? resolve(repository.root, 'manifests') : resolve(cwd, args.out);
  const findings = checkRendered(out, environments, args.date ?? today);
  if (args.json) terminal.print(JSON.stringify(findings, null, 2));
  else if (findings.length > 0) printFindings(findings, terminal);
  else terminal.note(`no findings in ${environments.map(({ name }) => name).join(', ')}`);
  return findings.length > 0 ? 1 : 0;
}
