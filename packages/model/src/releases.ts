import { show } from '@plinth/errors';
import type { z } from 'zod';
import { check } from './_zod-mistakes';
import type { Report } from './report';
import { releases as releasesSchema } from './schema/release';

export type Releases = z.output<typeof releasesSchema>;

/** `releases.json` of an environment as it was read. */
export interface ReleasesFile {
  readonly file: string;
  readonly text: string;
}

const EXAMPLE = 'a JSON map of services to { "version", "digest", "commit" }';

/** The largest file that is read: 10,000 services need a fifth of it. */
const LONGEST = 16 * 1024 * 1024;

/** What a `releases.json` says; its problems go into the report. */
export function parseReleases({ file, text }: ReleasesFile, report: Report): Releases {
  const fail = (line: number, found: string, fix: string) =>
    report.add({ code: 'releases-json', at: { file, line }, path: [], found, allowed: EXAMPLE, fix });
  if (text.length > LONGEST) {
    fail(1, `${text.length} characters`, 'remove what is no release');
    return {};
  }
  const encoding = encodingProblem(text);
  if (encoding !== undefined) {
    fail(1, encoding, 'save the file as UTF-8 without byte order mark');
    return {};
  }
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    fail(
      lineOfSyntaxError(text, error),
      'text that is not JSON',
      'restore the file from Git; only promotion changes it',
    );
    return {};
  }
  for (const { key, line } of repeatedKeys(text))
    fail(line, `the key ${show(key)} twice`, 'keep one of the two');
  const { value, mistakes } = check(releasesSchema, parsed);
  for (const mistake of mistakes)
    report.add({ at: { file, line: lineOfPath(text, mistake.path) }, ...mistake });
  return value ?? {};
}

function encodingProblem(text: string): string | undefined {
  if (text.startsWith('\ufeff')) return 'a byte order mark';
  if (text.includes('\0')) return 'bytes of another encoding than UTF-8';
  if (text.includes('\ufffd')) return 'bytes that are not UTF-8';
  return text.trim() === '' ? 'an empty file' : undefined;
}

function lineOfSyntaxError(text: string, error: unknown): number {
  const position = /position (\d+)/.exec(error instanceof Error ? error.message : '')?.[1];
  return lineAt(text, position === undefined ? text.length : Number(position));
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}

const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\]:,]/g;

/** Every key with its depth and line, in the order of the text. */
function* keys(text: string): Generator<{ key: string; path: readonly string[]; line: number }> {
  const stack: string[] = [];
  let depth = 0;
  let [line, counted] = [1, 0];
  let last: { text: string; index: number } | undefined;
  for (const match of text.matchAll(TOKEN)) {
    const [token] = match;
    if (token === '{' || token === '[') depth += 1;
    else if (token === '}' || token === ']') depth -= 1;
    else if (token === ':' && last !== undefined) {
      for (; counted < last.index; counted += 1) if (text[counted] === '\n') line += 1;
      const key = JSON.parse(last.text) as string;
      stack.length = depth - 1;
      stack[depth - 1] = key;
      yield { key, path: [...stack], line };
    }
    last = token.startsWith('"') ? { text: token, index: match.index } : undefined;
  }
}

/** JSON.parse silently keeps the last of two equal keys: a merge gone wrong would choose what runs. */
function repeatedKeys(text: string): { key: string; line: number }[] {
  const seen = new Set<string>();
  return [...keys(text)].filter(({ path }) => {
    const id = JSON.stringify(path);
    const repeated = seen.has(id);
    seen.add(id);
    return repeated;
  });
}

/** The line on which the key at a path stands, or that of the nearest key around it. */
export function lineOfPath(text: string, path: readonly (string | number)[]): number {
  let best = { line: 1, depth: 0 };
  for (const { path: at, line } of keys(text)) {
    if (
      at.length > best.depth &&
      at.length <= path.length &&
      at.every((part, index) => part === path[index])
    ) {
      best = { line, depth: at.length };
    }
  }
  return best.line;
}
