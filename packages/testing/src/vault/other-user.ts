import { chmodSync, cpSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ProcessUser } from '../cluster/managed-process';

/** The user without rights that every system has. */
const NOBODY: ProcessUser = { uid: 65534, gid: 65534 };

/** As whom to start a program that refuses to be root's: nobody, where this process is root's. */
export function tryOtherUser(): ProcessUser | undefined {
  return process.getuid?.() === 0 ? NOBODY : undefined;
}

/**
 * The folder of a program where anybody may read it: a copy below `target`, when it lies in somebody's home.
 */
export function readableByAnybody(folder: string, target: string): string {
  if (isOpenToAnybody(folder)) return folder;
  const copy = join(target, 'program');
  cpSync(folder, copy, { recursive: true, verbatimSymlinks: true });
  chmodSync(copy, 0o755);
  return copy;
}

function isOpenToAnybody(folder: string): boolean {
  const isOpen = (statSync(folder).mode & 0o001) !== 0;
  const parent = dirname(folder);
  return isOpen && (parent === folder || isOpenToAnybody(parent));
}
