import { relative, sep } from 'node:path';
import { environmentNamed } from '@plinth/model';
import type { RegisteredException } from '@plinth/rules';
import {
  authorityFindings,
  noAuthorityNotes,
  vaultAuthorityFindings,
} from '../authorities/authority-findings';
import type { CommandContext, ExitCode } from '../command';
import { printFindings } from '../findings';
import { outputFolder } from '../output-folder';
import { checkRendered } from '../rendered';
import { loadRepository, type Repository, resolveEnvironments } from '../repository';

export interface CheckArguments {
  readonly env?: string;
  readonly out?: string;
  readonly date?: string;
  readonly json?: boolean;
}

/** The rules alone, over what is rendered; what expires is judged against the given day. */
export function check(args: CheckArguments, { cwd, terminal, today }: CommandContext): ExitCode {
  const repository = loadRepository(cwd);
  const all = resolveEnvironments(repository);
  const environments = args.env === undefined ? all : [environmentNamed(args.env, all, '--env <name>')];
  const out = outputFolder({ root: repository.root, cwd, out: args.out });
  const declared = all.map(({ name }) => name);
  const day = args.date ?? today;
  const findings = [
    ...checkRendered({ out, environments, declared, register: registerOf(repository), today: day }),
    ...environments.flatMap((environment) => [
      ...authorityFindings(environment, day),
      ...vaultAuthorityFindings(environment, day),
    ]),
  ];
  for (const line of noAuthorityNotes(environments)) terminal.note(line);
  if (args.json) terminal.print(JSON.stringify(findings, null, 2));
  else if (findings.length > 0) printFindings(findings, terminal);
  else terminal.note(`no findings in ${environments.map(({ name }) => name).join(', ')}`);
  return findings.length > 0 ? 1 : 0;
}

/** Resolving has accepted every entry: each says what it was declared with. */
function registerOf({ root, company }: Repository): RegisteredException[] {
  return company.exceptions.map(({ input, call: { position } }) => ({
    ...input,
    place: `${relative(root, position.file).split(sep).join('/')}:${position.line}`,
  }));
}
