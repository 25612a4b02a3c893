import { readFileSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';
import { removeFile, syncFolder, tryStat, writeNewFile } from './disk';
import { flawOfPath } from './safe-path';

/** One file that a step puts in place. Paths are relative to the root. */
export interface Installation {
  /** Its name in the stage. */
  readonly staged: string;
  readonly path: string;
  readonly digest: string;
  /** The digest of what it replaces; `''` when it replaces nothing. */
  readonly before: string;
}

/** One file that a step takes away. */
export interface Removal {
  readonly path: string;
  readonly before: string;
}

/**
 * Everything that one step changes. Once it is on disk, the step is decided: whoever comes next carries it out.
 * The digests tell a step that was stopped from a tree that somebody has changed since.
 */
export interface Journal {
  readonly version: 1;
  readonly removals: readonly Removal[];
  /** Folders that hold nothing afterwards, children before parents. */
  readonly emptied: readonly string[];
  /** In their order: the digest list of a section after its files. */
  readonly installations: readonly Installation[];
}

/** The commit point: complete and durable as a draft first, then renamed. */
export function writeJournal(path: string, draft: string, journal: Journal): void {
  writeNewFile(draft, Buffer.from(JSON.stringify(journal)), { durable: true });
  renameSync(draft, path);
  syncFolder(dirname(path));
}

/** The journal of a step that was stopped; undefined when there is none; `damaged` when nobody can follow it. */
export function tryReadJournal(path: string): Journal | 'damaged' | undefined {
  if (tryStat(path) === undefined) return undefined;
  try {
    const journal = JSON.parse(readFileSync(path, 'utf8')) as Journal;
    const paths = [
      ...journal.installations.map((installation) => installation.path),
      ...journal.removals.map((removal) => removal.path),
      ...journal.emptied,
    ];
    const names = journal.installations.map((installation) => installation.staged);
    const fit =
      paths.every((entry) => flawOfPath(entry) === undefined) && names.every((name) => /^\d+$/.test(name));
    return journal.version === 1 && fit ? journal : 'damaged';
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return 'damaged';
    throw error;
  }
}

/** The end of a step. */
export function removeJournal(path: string): void {
  removeFile(path);
  syncFolder(dirname(path));
}
