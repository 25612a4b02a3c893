import { formatProblem, type Problem, UserError } from '@plinth/errors';
import type { EngineSettings, EngineState } from './engine/engine-state';
import { missingOutput } from './engine/stack-reference';
import { MASKED } from './plan';
import type { ProgramEnd } from './run/run-program';

/** Why there is no plan, if there is none: a mistake of a person, or our bug with the program's own trace. */
export function failureOf(end: ProgramEnd, state: EngineState, { where }: EngineSettings): Error | undefined {
  if (state.faults.length > 0) return asError(state.faults[0]);
  if (state.problems.length > 0) return new UserError(distinct(state.problems));
  if (end.timedOut) return endless(where);
  const errors = state.lines
    .filter(({ severity }) => severity === 'error')
    .map(({ text }) => withoutSecrets(text, state.secrets));
  if (errors.length === 0 && end.code === 0) return undefined;
  const missing = errors.flatMap((text) => missingOutput(text, where, state) ?? []);
  if (missing.length > 0) return new UserError(missing);
  const said = errors.map(saidToPeople);
  if (said.length > 0 && said.every((text) => text !== undefined)) return relayed(said, where);
  const printed = withoutSecrets(end.printed, state.secrets);
  return new Error([`${where}: the program failed with code ${end.code}`, ...errors, printed].join('\n'));
}

function endless(where: string): UserError {
  return new UserError({
    code: 'endless-program',
    where,
    found: 'a program that was still running when its time was over',
    allowed: 'one that ends when its resources are registered',
    fix: 'look for a promise that never settles, an open server or a loop',
  });
}

/** By code and place, each once: the order in which a program's promises settle never shows. */
function distinct(problems: readonly Problem[]): Problem[] {
  const byText = new Map(problems.map((problem) => [formatProblem(problem), problem]));
  return [...byText].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, problem]) => problem);
}

/** As Pulumi's own command line: what is shorter than three letters would hide half of a message. */
function withoutSecrets(text: string, secrets: ReadonlySet<string>): string {
  const long = [...secrets].filter((secret) => secret.length >= 3).sort((a, b) => b.length - a.length);
  return long.reduce((masked, secret) => masked.replaceAll(secret, MASKED), text);
}

const UNHANDLED = /^Running program '.*' failed with an unhandled exception:\n/;
const FRAME = /\n {4}at /;

/** What was meant for a person: the text of a RunError, or the message of a UserError. Undefined for a bug. */
function saidToPeople(text: string): string | undefined {
  if (!UNHANDLED.test(text)) return FRAME.test(text) ? undefined : text;
  const plain = withoutColours(text).replace(UNHANDLED, '');
  const [, message] = /^UserError: ([\s\S]*?)\n {4}at /.exec(plain) ?? [];
  return message;
}

function withoutColours(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is how a terminal is told about colours
  return text.replace(/\u001b\[\d+(;\d+)*m/g, '');
}

/** The very lines, and as problems where they have the four parts of one. */
function relayed(texts: readonly string[], where: string): UserError {
  const message = texts.join('\n');
  const error = new UserError(texts.flatMap((text) => problemsIn(text, where)));
  error.message = message;
  return error;
}

function problemsIn(text: string, where: string): Problem[] {
  const lines = text.split('\n').map((line) => line.replace(/^ {2}- /, ''));
  const problems = lines.flatMap((line) => {
    const [, place, found, allowed, fix] = /^(.*?): found (.*); allowed: (.*?); (.*)$/.exec(line) ?? [];
    if (place === undefined || found === undefined || allowed === undefined || fix === undefined) return [];
    return [{ code: 'program', where: place, found, allowed, fix }];
  });
  if (problems.length > 0) return problems;
  return [{ code: 'program', where, found: text, allowed: 'what the program accepts', fix: 'do as it says' }];
}

function asError(fault: unknown): Error {
  return fault instanceof Error ? fault : new Error(String(fault));
}
