import { type Dirent, readdirSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import { tryStat } from './disk';

/** What lies in a section folder. Paths are relative to it, with slashes. */
export interface SectionScan {
  readonly exists: boolean;
  readonly files: ReadonlySet<string>;
  /** Parents before children. */
  readonly folders: readonly string[];
  /** Links, pipes and the like by path, with what they are: never followed and never opened. `''` is the section. */
  readonly irregular: ReadonlyMap<string, string>;
}

/** Lists a section folder; one that does not exist is empty. */
export function scanSection(folder: string): SectionScan {
  const files = new Set<string>();
  const folders: string[] = [];
  const irregular = new Map<string, string>();
  const walk = (path: string): void => {
    const entries = readdirSync(join(folder, path), { withFileTypes: true });
    for (const entry of entries) {
      const child = path === '' ? entry.name : `${path}/${entry.name}`;
      if (entry.isFile()) files.add(child);
      else if (entry.isDirectory()) {
        folders.push(child);
        walk(child);
      } else irregular.set(child, kindOf(entry));
    }
  };
  const section = tryStat(folder);
  if (section?.isDirectory() === true) walk('');
  else if (section !== undefined) irregular.set('', kindOf(section));
  return { exists: section !== undefined, files, folders, irregular };
}

/** In words, for a message. */
export function kindOf(entry: Stats | Dirent): string {
  if (entry.isSymbolicLink()) return 'a symbolic link';
  if (entry.isFile()) return 'a file';
  if (entry.isDirectory()) return 'a folder';
  if (entry.isFIFO()) return 'a named pipe';
  if (entry.isSocket()) return 'a socket';
  return 'a device';
}
