import {
  type CallGraph,
  declaredGraph,
  graphJson,
  mermaid,
  neighbourhood,
  releasedGraph,
  svg,
} from '@plinth/graph';
import type { CommandContext, ExitCode } from '../command';
import { loadRepository, type Repository, resolveEnvironments } from '../repository';
import { squadNamed } from '../squad-named';
import { writeResult } from '../write-result';

export interface GraphArguments {
  readonly env?: string;
  readonly format?: 'svg' | 'mermaid' | 'json';
  readonly squad?: string;
  readonly out?: string;
  readonly json?: boolean;
}

/** Who calls whom: what the base declares, or what is released in an environment. */
export function graph(
  { env, format, squad, out, json }: GraphArguments,
  { cwd, terminal }: CommandContext,
): ExitCode {
  const all = graphOf(loadRepository(cwd), env);
  if (squad !== undefined) squadNamed(squad, all.squads);
  const shown = squad === undefined ? all : neighbourhood(all, squad);
  const text = textOf(shown, json ? 'json' : (format ?? 'svg'), titleOf(env, squad));
  if (out === undefined) terminal.print(text.trimEnd());
  else writeResult(cwd, out, text);
  return 0;
}

/** The whole company is resolved in both cases: what is drawn has been judged. */
function graphOf(repository: Repository, env: string | undefined): CallGraph {
  const [environment] = resolveEnvironments(repository, env);
  if (env === undefined || environment === undefined) return declaredGraph(repository.company);
  return releasedGraph(environment);
}

function textOf(shown: CallGraph, format: 'svg' | 'mermaid' | 'json', title: string): string {
  if (format === 'json') return graphJson(shown);
  return format === 'mermaid' ? mermaid(shown) : svg(shown, { title });
}

function titleOf(env: string | undefined, squad: string | undefined): string {
  const where = env === undefined ? 'as declared' : `in ${env}`;
  return squad === undefined
    ? `Who calls whom, ${where}`
    : `Whom ${squad} calls and who calls ${squad}, ${where}`;
}
