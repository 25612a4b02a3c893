import { UserError } from '@plinth/errors';

const WRITABLE = 'a folder of your own on a disk with space';
const ELSEWHERE = 'choose another folder with --out';

/** What the system says, in words, and what to do. Any other error of a system call is our bug. */
const CAUSES: Readonly<Record<string, readonly [found: string, fix: string]>> = {
  EACCES: ['no permission', `make it writable for yourself, or ${ELSEWHERE}`],
  EBUSY: ['something that another program uses', 'close that program and run again'],
  EDQUOT: ['no space left in your quota', 'free some space and run again'],
  EEXIST: ['a file where a folder is needed', `move it away, or ${ELSEWHERE}`],
  EIO: ['a device that fails', `check the disk, or ${ELSEWHERE}`],
  EISDIR: ['a folder where a file is needed', 'move it away and run again'],
  ELOOP: ['symbolic links that lead in a circle', `remove them, or ${ELSEWHERE}`],
  EMFILE: ['too many open files', 'raise the limit with ulimit -n and run again'],
  ENAMETOOLONG: ['a path that the file system finds too long', `${ELSEWHERE}, nearer to the top`],
  ENFILE: ['too many open files in the whole system', 'close other programs and run again'],
  ENOENT: ['a place where nothing can be made, or that was removed meanwhile', ELSEWHERE],
  ENOSPC: ['no space left', 'free some space and run again'],
  ENOTDIR: ['a file where a folder is needed', `move it away, or ${ELSEWHERE}`],
  ENOTEMPTY: ['a folder that is not empty', 'move what it holds away and run again'],
  EPERM: ['an operation that is not permitted', `make it writable for yourself, or ${ELSEWHERE}`],
  EROFS: ['a read-only file system', ELSEWHERE],
  EXDEV: ['another file system', 'keep a section on the file system of its root'],
};

/** The code of a system call's error. By shape: `instanceof` does not hold between realms. */
export function systemCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/** Runs a step; what the disk refuses becomes a UserError `output-io` that names the path. */
export function withIoErrors<T>(shownRoot: string, step: () => T): T {
  try {
    return step();
  } catch (error) {
    throw ioError(shownRoot, error) ?? error;
  }
}

/** A problem of the disk as the person can mend it; undefined when it is none. */
export function ioError(shownRoot: string, error: unknown): UserError | undefined {
  const [found, fix] = CAUSES[systemCode(error) ?? ''] ?? [];
  if (found === undefined || fix === undefined) return undefined;
  const { path, dest } = error as { readonly path?: string; readonly dest?: string };
  return new UserError({
    code: 'output-io',
    where: dest ?? path ?? shownRoot,
    found: `${found} (${systemCode(error)})`,
    allowed: WRITABLE,
    fix,
  });
}
