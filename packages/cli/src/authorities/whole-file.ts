import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '@plinth/errors';

/**
 * Writes a file of an environment as JSON: it is the old one or the new one, whenever this is stopped.
 * @throws UserError `authorities-file` when it cannot be written
 */
export function writeWholeFile(root: string, where: string, content: unknown): void {
  const target = join(root, where);
  // The name of an earlier run that was killed is taken over with what it has left.
  const stage = `${target}.new`;
  try {
    const file = openSync(stage, 'w');
    try {
      writeSync(file, `${JSON.stringify(content, null, 2)}\n`);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(stage, target);
  } catch (error) {
    rmSync(stage, { force: true });
    throw new UserError({
      code: 'authorities-file',
      where,
      found: `a file that cannot be written (${(error as NodeJS.ErrnoException).code})`,
      allowed: 'a file in a checkout that you may write',
      fix: 'look at the folder, and run again',
    });
  }
}
