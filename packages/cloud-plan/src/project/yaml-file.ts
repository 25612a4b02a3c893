import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { type Problem, UserError } from '@plinth/errors';
import {
  EVENT_ALIAS,
  EVENT_DOCUMENT,
  EVENT_MAPPING,
  EVENT_POP,
  EVENT_SCALAR,
  type Event,
  getScalarValue,
  load,
  parseEvents,
  YAMLException,
} from 'js-yaml';

/** A YAML file with a mapping, whose every key knows its line. */
export interface YamlFile {
  /** As a person would open it: from the folder in which she stands. */
  readonly name: string;
  readonly content: { readonly [key: string]: unknown };
  /** `file:line` of the nearest place that the path leads to. */
  place(...path: readonly string[]): string;
}

/** @throws UserError `unreadable-file`, `invalid-yaml` */
export function readYamlFile(file: string): YamlFile {
  const name = shown(file);
  const text = readText(file, name);
  const content = parse(text, name);
  if (!isRecord(content)) {
    throw invalid(`${name}:1`, content === null ? 'nothing' : 'no mapping', 'write "key: value" lines');
  }
  const starts = startsOf(parseEvents(text, {}), text);
  return {
    name,
    content,
    place: (...path) => {
      const known = path.map((_, index) => starts.get(pathKey(path.slice(0, path.length - index))));
      const start = known.find((found) => found !== undefined) ?? 0;
      return `${name}:${text.slice(0, start).split('\n').length}`;
    },
  };
}

export function isRecord(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A file as a person would open it. */
export function shown(file: string): string {
  const short = relative(process.cwd(), file);
  return short.startsWith('..') ? file : short;
}

function readText(file: string, name: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    throw new UserError({
      code: 'unreadable-file',
      where: name,
      found: code === 'ENOENT' ? 'no such file' : `what cannot be read as text (${code})`,
      allowed: 'a YAML file in UTF-8',
      fix: code === 'ENOENT' ? 'create it, or correct the folder' : 'save it as UTF-8, readable for you',
    });
  }
}

function parse(text: string, name: string): unknown {
  try {
    return load(text);
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    // The reason only: a snippet could show a secret.
    const line = (error.mark?.line ?? 0) + 1;
    throw invalid(`${name}:${line}`, error.reason, 'mend that line; each key stands once');
  }
}

function invalid(where: string, found: string, fix: string): UserError {
  const problem: Problem = { code: 'invalid-yaml', where, found, allowed: 'one YAML mapping', fix };
  return new UserError(problem);
}

/** Where each key starts, by its path. */
function startsOf(events: readonly Event[], text: string): Map<string, number> {
  const starts = new Map<string, number>();
  let index = 0;
  const node = (path: readonly string[]): string => {
    const event = events[index];
    index += 1;
    if (event === undefined || event.type === EVENT_POP || event.type === EVENT_ALIAS) return '';
    if (event.type === EVENT_SCALAR) return getScalarValue(text, event);
    let position = 0;
    while (index < events.length && events[index]?.type !== EVENT_POP) {
      const start = startOf(events[index]);
      const isPair = event.type === EVENT_MAPPING;
      const key = isPair ? node([]) : String(position);
      const below = event.type === EVENT_DOCUMENT ? path : [...path, key];
      if (event.type !== EVENT_DOCUMENT && start !== undefined) starts.set(pathKey(below), start);
      node(below);
      position += 1;
    }
    index += 1;
    return '';
  };
  node([]);
  return starts;
}

function startOf(event: Event | undefined): number | undefined {
  if (event === undefined) return undefined;
  if ('valueStart' in event) return event.valueStart;
  return 'start' in event ? event.start : undefined;
}

function pathKey(path: readonly string[]): string {
  return JSON.stringify(path);
}
