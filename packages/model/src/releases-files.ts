import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Problem, UserError } from '@plinth/errors';
import type { Company } from './declare';
import type { ReleasesFile } from './releases';

/** Any other name is refused when the company is resolved, and leads to no file before that. */
const FOLDER = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/**
 * `environments/<env>/releases.json` of each environment, as text.
 * @throws UserError `releases-file` with every file that cannot be read
 */
export function readReleasesFiles(root: string, { environments }: Company): Map<string, ReleasesFile> {
  const files = new Map<string, ReleasesFile>();
  const problems: Problem[] = [];
  for (const name of namesOf(environments)) {
    const file = join(root, 'environments', name, 'releases.json');
    try {
      files.set(name, { file, text: readPlainFile(file) });
    } catch (error) {
      problems.push({
        code: 'releases-file',
        where: `environments/${name}/releases.json`,
        found: inWords(error),
        allowed: 'a readable JSON file, {} when nothing is released',
        fix: 'create it, or restore it from Git',
      });
    }
  }
  UserError.throwIfAny(problems);
  return files;
}

/** Declarations come from code that nobody has checked yet. */
function namesOf(environments: unknown): string[] {
  const list: unknown[] = Array.isArray(environments) ? environments : [];
  return list
    .map((environment) => (environment as { readonly name?: unknown } | null)?.name)
    .filter((name): name is string => typeof name === 'string' && FOLDER.test(name));
}

/** Reading a pipe would wait for ever, and a device has no end. */
function readPlainFile(file: string): string {
  const entry = statSync(file);
  if (entry.isFile()) return readFileSync(file, 'utf8');
  throw Object.assign(new Error('no plain file'), { code: entry.isDirectory() ? 'EISDIR' : 'ENOTFILE' });
}

const CAUSES: Readonly<Record<string, string>> = {
  EACCES: 'a file that you may not read',
  EISDIR: 'a folder',
  ELOOP: 'symbolic links that lead in a circle',
  ENOENT: 'no file',
  ENOTDIR: 'no file',
  ENOTFILE: 'a pipe, socket or device',
};

function inWords(error: unknown): string {
  const { code = String(error) } = error as NodeJS.ErrnoException;
  return CAUSES[code] ?? `a file that cannot be read (${code})`;
}
