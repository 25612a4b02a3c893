import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { show, UserError } from '@plinth/errors';

/**
 * Writes what a command would have printed into a file: the old one or the new one, whenever it is stopped.
 * @throws UserError `no-output` when it cannot be written
 */
export function writeResult(cwd: string, file: string, text: string): void {
  const target = resolve(cwd, file);
  const stage = `${target}.${process.pid}.new`;
  try {
    writeFileSync(stage, text);
    renameSync(stage, target);
  } catch (error) {
    rmSync(stage, { force: true });
    throw new UserError({
      code: 'no-output',
      where: '--out <file>',
      found: `${show(file)}, which cannot be written (${(error as NodeJS.ErrnoException).code})`,
      allowed: 'a file in a folder that exists and may be written',
      fix: 'make the folder, or name another file',
    });
  }
}
