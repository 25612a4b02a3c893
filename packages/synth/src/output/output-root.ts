import { existsSync, realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve, sep } from 'node:path';
import { UserError } from '@plinth/errors';
import { tryStat } from './disk';
import { ioError, systemCode } from './io-error';
import { kindOf } from './section-scan';

/** What only a folder of sources holds. */
const SOURCE_MARKS = ['package.json', '.git', 'src'];

/**
 * The true path of an output folder, which need not exist yet and may be reached through a link.
 * @throws UserError `output-root` for a folder in which a run could do harm: a file system's root, a home,
 * the current folder or one around it, a folder of sources
 */
export function resolveOutputRoot(root: string): string {
  const absolute = absolutePath(root);
  const real = realPath(root, absolute);
  const flaw = flawOfRoot(absolute) ?? flawOfRoot(real);
  if (flaw !== undefined) throw rootError(root, flaw);
  return real;
}

function absolutePath(root: string): string {
  if (root === '') throw rootError(root, 'an empty path');
  if (root.includes('\0')) throw rootError(root, 'a NUL character');
  try {
    return resolve(root);
  } catch {
    // Only a relative path asks for the current folder.
    throw rootError(root, 'a path relative to a current folder that no longer exists');
  }
}

function realPath(root: string, absolute: string): string {
  try {
    if (tryStat(absolute) === undefined) return absolute;
    return realpathSync(absolute);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') throw rootError(root, 'a symbolic link that leads nowhere');
    throw ioError(root, error) ?? error;
  }
}

function flawOfRoot(path: string): string | undefined {
  if (dirname(path) === path) return 'the root of the file system';
  if (holds(path, homeFolder())) return 'your home folder or one around it';
  if (holds(path, currentFolder())) return 'the current folder or one around it';
  if (path.split(sep).includes('.git')) return "a folder inside Git's own";
  const entry = tryStat(path);
  if (entry === undefined || entry.isSymbolicLink()) return undefined;
  if (!entry.isDirectory()) return kindOf(entry);
  const mark = SOURCE_MARKS.find((name) => existsSync(join(path, name)));
  return mark === undefined ? undefined : `a folder of sources: it holds ${mark}`;
}

function holds(folder: string, path: string | undefined): boolean {
  return path === folder || path?.startsWith(folder + sep) === true;
}

function homeFolder(): string | undefined {
  try {
    return realpathSync(homedir());
  } catch {
    return undefined;
  }
}

function currentFolder(): string | undefined {
  try {
    return realpathSync(process.cwd());
  } catch {
    return undefined;
  }
}

function rootError(root: string, found: string): UserError {
  return new UserError({
    code: 'output-root',
    where: root === '' ? '--out' : root,
    found,
    allowed: 'a folder for rendered files alone, existing or not',
    fix: 'choose another folder, for example --out manifests',
  });
}
