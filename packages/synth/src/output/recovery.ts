import { UserError } from '@plinth/errors';
import { removeJournal, tryReadJournal } from './journal';
import { assess, carryOut } from './step';
import type { WorkFolder } from './work-folder';

export interface RecoveryOptions {
  readonly overwriteEdited: boolean;
  readonly notice: (text: string) => void;
  readonly shownRoot: string;
}

/**
 * Finishes the step that an earlier run had decided, or drops what it had only prepared.
 * @throws UserError `output-interrupted` when the step cannot be finished exactly as it was decided: then a person
 * decides, and with `overwriteEdited` she has
 */
export function recover(root: string, work: WorkFolder, options: RecoveryOptions): void {
  const journal = tryReadJournal(work.journal);
  if (journal !== undefined) {
    const { obstacles, rest } =
      journal === 'damaged'
        ? { obstacles: ['.plinth/journal'], rest: undefined }
        : assess(root, work, journal);
    if (obstacles.length > 0 && !options.overwriteEdited)
      throw interruptedError(options.shownRoot, obstacles);
    if (journal !== 'damaged' && obstacles.length === 0) {
      options.notice(`finishing what an earlier run began in ${options.shownRoot}`);
      carryOut(root, work, journal, rest);
    }
    removeJournal(work.journal);
  }
  work.dropStage();
}

function interruptedError(shownRoot: string, paths: readonly string[]): UserError {
  return new UserError(
    paths.map((path) => ({
      code: 'output-interrupted',
      where: `${shownRoot}/${path}`,
      found: 'a file changed or torn since an earlier run was stopped half-way',
      allowed: 'what that run found or what it leaves',
      fix: `restore ${shownRoot} with git, delete ${shownRoot}/.plinth and run again, or give --overwrite-edited`,
    })),
  );
}
