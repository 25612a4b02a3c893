/** The name of a file or folder may have this many bytes on every file system in common use. */
const LONGEST_NAME = 255;
/** PATH_MAX is 4,096 on Linux and 1,024 on macOS; what is left is for the root. */
const LONGEST_PATH = 700;

/**
 * What makes a path unfit to be written inside a section, as a phrase; undefined when it is fit. A fit path
 * cannot lead out of its section, means the same on every system, and needs no escape in a digest list.
 */
export function flawOfPath(path: string): string | undefined {
  if (path === '') return 'an empty path';
  if (/[\p{Cc}\p{Cs}]/u.test(path)) return 'a control character or half a character';
  if (path.includes('\\')) return 'a backslash';
  if (path.startsWith('/')) return 'an absolute path';
  if (Buffer.byteLength(path) > LONGEST_PATH) return `more than ${LONGEST_PATH} bytes`;
  for (const name of path.split('/')) {
    if (name === '') return 'an empty name between slashes';
    if (name === '.' || name === '..') return `the segment "${name}"`;
    if (Buffer.byteLength(name) > LONGEST_NAME) return `a name of more than ${LONGEST_NAME} bytes`;
  }
  return undefined;
}

/** What is wrong with the name of a section: it is one visible folder. */
export function flawOfSection(name: string): string | undefined {
  if (name.includes('/')) return 'a slash';
  if (name.startsWith('.')) return 'a leading dot';
  return flawOfPath(name);
}

/** Equal for two paths that are one file on a file system that folds case and normalizes Unicode, as macOS's does. */
export function foldPath(path: string): string {
  return path.normalize('NFC').toLowerCase();
}

/** The folders of a path, nearest first: `a/b/c` gives `a/b`, `a`. */
export function foldersOf(path: string): string[] {
  const folders: string[] = [];
  for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
    folders.push(path.slice(0, end));
  }
  return folders;
}
