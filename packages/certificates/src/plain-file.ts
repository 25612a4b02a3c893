import { constants, type Stats } from 'node:fs';
import { type FileHandle, lstat, open, readdir, rmdir, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';

/** All authorities that are known need a tenth of it. */
const LONGEST = 16 * 1024 * 1024;

/** A file with what is asked about it; of one moment, whatever happens to its name meanwhile. */
export interface PlainFile {
  readonly content: Buffer;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

/** Something else lies there. It looks like an error of the system, so that it is told as one. */
export class NoPlainFile extends Error {
  readonly syscall = 'open';

  /** @param code what lies there */
  constructor(readonly code: string) {
    super(code);
  }
}

/**
 * Reads a file, and nothing else: a pipe would wait for ever, and a device has no end.
 * @param links whether they are followed. What is copied must not come through one: it may lead to what its owner may not read.
 * @throws NoPlainFile
 */
export async function readPlain(path: string, links: 'followed' | 'refused'): Promise<PlainFile> {
  const isFollowing = links === 'followed';
  // Before it is opened, too: to open some devices does something.
  refuseOthers(await (isFollowing ? stat : lstat)(path));
  const flags = constants.O_RDONLY | constants.O_NONBLOCK | (isFollowing ? 0 : constants.O_NOFOLLOW);
  const file = await open(path, flags);
  try {
    const found = await file.stat();
    refuseOthers(found);
    const { mode, uid, gid } = found;
    return { content: await file.readFile(), mode: mode & 0o777, uid, gid };
  } finally {
    await file.close();
  }
}

function refuseOthers(found: Stats): void {
  if (!found.isFile()) throw new NoPlainFile(kindOf(found));
  if (found.size > LONGEST) throw new NoPlainFile(`${found.size} bytes`);
}

function kindOf(found: Stats): string {
  if (found.isSymbolicLink()) return 'a link to elsewhere';
  if (found.isDirectory()) return 'a folder';
  return found.isFIFO() ? 'a pipe' : 'a device';
}

/** Writes a file where none is. Nobody but its owner may read it before it is complete. */
export async function writeNew(path: string, { content, mode, uid, gid }: PlainFile): Promise<void> {
  const file = await open(path, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600);
  try {
    const own = await file.stat();
    if (uid !== own.uid || gid !== own.gid) await file.chown(uid, gid);
    await file.chmod(mode);
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Afterwards what was renamed in a folder is so on the disk. */
export async function sync(folder: string): Promise<void> {
  const opened = await open(folder, 'r');
  try {
    await opened.sync();
  } finally {
    await opened.close();
  }
}

/** Works in a folder that nobody can exchange meanwhile for a link to another, where the system has a name for what is open. */
export async function within<T>(
  folder: string,
  work: (at: string, opened: FileHandle) => Promise<T>,
): Promise<T> {
  const opened = await open(folder, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW);
  try {
    const held = `/proc/self/fd/${opened.fd}`;
    const isNamed = await stat(held).then(
      () => true,
      () => false,
    );
    return await work(isNamed ? held : folder, opened);
  } finally {
    await opened.close();
  }
}

/** Removes a folder of files. No link is followed, and a folder that somebody has put into it stays, with this one. */
export async function removeFolder(folder: string): Promise<void> {
  try {
    await within(folder, async (at) => {
      for (const name of await readdir(at)) await unlink(join(at, name));
    });
    await rmdir(folder);
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (['ENOTDIR', 'ELOOP'].includes(code)) await unlink(folder);
    else if (!['ENOENT', 'EISDIR', 'EPERM'].includes(code)) throw error;
  }
}
