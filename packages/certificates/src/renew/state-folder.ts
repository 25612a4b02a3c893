import { chmod, mkdir, readdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { show, UserError } from '@plinth/errors';

/** What runs put into their folder. */
const FOLDERS: readonly string[] = ['begun', 'lock'];
const FILES: readonly string[] = ['baseline.json', 'baseline.json.part'];

/**
 * A folder for what runs have begun, that nobody else may look into. One with other things in it is left as it is: whoever uses
 * those would be locked out.
 * @throws UserError `state`
 */
export async function makeStateFolder(folder: string): Promise<void> {
  await onStateDisk(folder, async () => {
    await makeFolder(folder);
    const there = await readdir(folder, { withFileTypes: true });
    const foreign = there
      .filter((one) => !(one.isDirectory() ? FOLDERS : one.isFile() ? FILES : []).includes(one.name))
      .map(({ name }) => name)
      .sort();
    if (foreign.length > 0) throw foreignError(folder, foreign, foreign.length < there.length);
    await chmod(folder, 0o700);
  });
}

/** `recursive` of `mkdir` does the same, but never ends where nothing can be made, as in `/proc`. */
async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { mode: 0o700 });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST' && (await stat(path)).isDirectory()) return;
    if (code !== 'ENOENT' || (await isThere(dirname(path)))) throw error;
    await makeFolder(dirname(path));
    await makeFolder(path);
  }
}

async function isThere(path: string): Promise<boolean> {
  return await stat(path).then(
    () => true,
    () => false,
  );
}

/**
 * Work on what lies in a state folder.
 * @throws UserError `state` for what the disk refuses
 */
export async function onStateDisk<T>(folder: string, work: () => Promise<T> | T): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const { code, syscall, path = folder } = error as NodeJS.ErrnoException;
    if (UserError.isUserError(error) || code === undefined || syscall === undefined) throw error;
    throw stateError(path, `what cannot be used (${syscall} failed with ${code})`);
  }
}

/** @param found never what a file holds: it may be a key */
export function stateError(
  where: string,
  found: string,
  fix = 'name another folder with --state, or restore this one: it says what may have been issued',
): UserError {
  const allowed = 'a folder of this command alone, on a disk of this machine';
  return new UserError({ code: 'state', where, found, allowed, fix });
}

function foreignError(folder: string, [first, ...rest]: readonly string[], hasOurs: boolean): UserError {
  const more = rest.length === 0 ? '' : ` and ${rest.length} more`;
  const fix = hasOurs
    ? 'move what runs have put there, begun and baseline.json, to a folder of their own and name that with --state'
    : 'name a new or an empty folder with --state';
  return stateError(folder, `what no run has put there: ${show(first)}${more}`, fix);
}
