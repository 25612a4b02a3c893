import { accessSync, constants, renameSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder, removeEmptyFolder, removeFile, syncFolder, tryDigest, tryStat } from './disk';
import { ioError } from './io-error';
import type { Installation, Journal, Removal } from './journal';
import { foldersOf } from './safe-path';
import type { WorkFolder } from './work-folder';

/**
 * Carries a decided step out, or what `assess` says is left of it: a run that was stopped anywhere in here is
 * finished by doing the rest.
 */
export function carryOut(root: string, work: WorkFolder, journal: Journal, rest: StepRest = journal): void {
  // Files first give way: `a` may become the folder of `a/b`, and the other way round.
  for (const { path } of rest.removals) removeFile(join(root, path));
  for (const path of journal.emptied) removeEmptyFolder(join(root, path));
  const made = new Set<string>();
  for (const { path, staged } of rest.installations) {
    const [folder = ''] = foldersOf(path);
    if (!made.has(folder)) makeFolder(join(root, folder));
    made.add(folder);
    renameSync(join(work.stage, staged), join(root, path));
  }
  for (const folder of touchedFolders(journal)) {
    const path = join(root, folder);
    if (tryStat(path)?.isDirectory() === true) syncFolder(path);
  }
}

/** What is left of a step that was stopped. */
export type StepRest = Pick<Journal, 'removals' | 'installations'>;

/** How a step stands that was stopped. */
export interface Assessment {
  readonly rest: StepRest;
  /**
   * What keeps the step from being finished: files that are neither as it found them nor as it leaves them, and
   * those that a power loss has torn in the stage.
   */
  readonly obstacles: readonly string[];
}

export function assess(root: string, work: WorkFolder, journal: Journal): Assessment {
  const installations: Installation[] = [];
  const removals: Removal[] = [];
  const paths = [...touchedFolders(journal), ...journal.installations.map(({ path }) => path)];
  const obstacles = paths.filter((path) => isIrregular(join(root, path)));
  for (const installation of journal.installations) {
    const { path, digest, before } = installation;
    const staged = tryDigest(join(work.stage, installation.staged));
    const current = tryDigest(join(root, path)) ?? '';
    const isDone = staged === undefined && current === digest;
    const isReady = staged === digest && (current === before || current === digest);
    if (isReady) installations.push(installation);
    else if (!isDone) obstacles.push(path);
  }
  for (const removal of journal.removals) {
    const current = tryDigest(join(root, removal.path));
    if (current === removal.before) removals.push(removal);
    // A file installed as `a` stands where the folder of `a/b` was: `a/b` is gone.
    else if (current !== undefined) obstacles.push(removal.path);
  }
  return { rest: { removals, installations }, obstacles };
}

/**
 * Refuses a step that the disk would refuse half-way, while refusing still costs nothing.
 * @throws UserError `output-io`
 */
export function checkFolders(root: string, work: WorkFolder, journal: Journal): void {
  const device = tryStat(work.path)?.dev;
  for (const folder of touchedFolders(journal)) {
    const path = join(root, folder);
    const entry = tryStat(path);
    if (entry === undefined || !entry.isDirectory()) continue;
    accessSync(path, constants.W_OK | constants.X_OK);
    if (entry.dev !== device) throw ioError(path, { code: 'EXDEV', path });
  }
}

/** All folders in which a name appears or disappears, with those above them up to the root (`''`). */
function touchedFolders(journal: Journal): string[] {
  const folders = new Set(['']);
  const paths = [...journal.installations, ...journal.removals].map((change) => change.path);
  for (const path of [...paths, ...journal.emptied]) {
    for (const folder of foldersOf(path)) {
      if (folders.has(folder)) break;
      folders.add(folder);
    }
  }
  return [...folders];
}

function isIrregular(path: string): boolean {
  const entry = tryStat(path);
  return entry !== undefined && !entry.isDirectory() && !entry.isFile();
}
