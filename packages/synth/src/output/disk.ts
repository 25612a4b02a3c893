import {
  closeSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmdirSync,
  type Stats,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { digestOf } from './digest-list';
import { systemCode } from './io-error';

// Every change of the disk is one call of these, so that a test can stop a run before each of them.
// Modes are upper bounds: a strict umask still narrows them, and no umask makes anything writable for all.
const FILE_MODE = 0o644;
const FOLDER_MODE = 0o755;

/** Fails when the file exists: nothing is ever written in place, nor through a link. */
export function writeNewFile(path: string, bytes: Uint8Array, options?: { readonly durable: boolean }): void {
  const file = openSync(path, 'wx', FILE_MODE);
  try {
    for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done);
    if (options?.durable === true) fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Other runs remove empty folders while we make them. */
const MOST_ATTEMPTS = 100;

/**
 * Makes a folder with its parents; returns the first one made. `mkdirSync` does the same with `recursive`, but
 * never ends where nothing can be made, as in `/proc`.
 */
export function makeFolder(path: string, attempts = MOST_ATTEMPTS): string | undefined {
  try {
    mkdirSync(path, { mode: FOLDER_MODE });
    return path;
  } catch (error) {
    const code = systemCode(error);
    if (code === 'ENOENT' && attempts > 0) {
      const parent = makeFolder(dirname(path), attempts - 1);
      const folder = makeFolder(path, attempts - 1);
      return parent ?? folder;
    }
    if (code === 'EEXIST' && statSync(path, { throwIfNoEntry: false })?.isDirectory() === true)
      return undefined;
    throw error;
  }
}

/** Makes the names in a folder survive a power loss. Windows cannot open folders and does so by itself. */
export function syncFolder(path: string): void {
  if (process.platform === 'win32') return;
  const folder = openSync(path, 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

export function removeFile(path: string): void {
  tolerating(['ENOENT'], () => unlinkSync(path));
}

/** Leaves a folder that is not empty, and what is none. */
export function removeEmptyFolder(path: string): void {
  tolerating(['ENOENT', 'ENOTEMPTY', 'EEXIST', 'ENOTDIR'], () => rmdirSync(path));
}

/** What stands at a path, without following a link. */
export function tryStat(path: string): Stats | undefined {
  return tolerating(['ENOENT', 'ENOTDIR'], () => lstatSync(path));
}

export function tryRead(path: string): Buffer | undefined {
  return tolerating(['ENOENT', 'ENOTDIR'], () => readFileSync(path));
}

/** The digest of the regular file at a path; undefined where none is. */
export function tryDigest(path: string): string | undefined {
  return tryStat(path)?.isFile() === true ? digestOf(readFileSync(path)) : undefined;
}

function tolerating<T>(codes: readonly string[], step: () => T): T | undefined {
  try {
    return step();
  } catch (error) {
    if (codes.includes(systemCode(error) ?? '')) return undefined;
    throw error;
  }
}
