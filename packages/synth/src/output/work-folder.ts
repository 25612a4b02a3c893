import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '@plinth/errors';
import { makeFolder, removeEmptyFolder, removeFile, syncFolder, tryStat, writeNewFile } from './disk';
import { type Journal, writeJournal } from './journal';
import { kindOf } from './section-scan';

/**
 * `.plinth` below the root: where a run keeps what is not yet output, on the output's own file system so that a
 * rename suffices. It exists only while a run does or after one was stopped.
 */
export class WorkFolder {
  readonly path: string;
  readonly journal: string;
  readonly journalDraft: string;
  readonly lock: string;
  readonly stage: string;
  #staged = 0;
  #stageExists = false;

  /** @throws UserError `output-irregular` when a link or a file stands where the folder or one of its parts belongs */
  constructor(root: string, shownRoot: string) {
    this.path = join(root, '.plinth');
    this.journal = join(this.path, 'journal');
    this.lock = join(this.path, 'lock');
    this.stage = join(this.path, 'stage');
    this.journalDraft = join(this.stage, 'journal');
    refuseUnlessFolder(this.path, `${shownRoot}/.plinth`);
    refuseUnlessFolder(this.lock, `${shownRoot}/.plinth/lock`);
    refuseUnlessFolder(this.stage, `${shownRoot}/.plinth/stage`);
  }

  /** Puts bytes aside and returns the name under which they lie in the stage. */
  add(bytes: Uint8Array): string {
    this.#makeStage();
    const name = String(this.#staged);
    writeNewFile(join(this.stage, name), bytes);
    this.#staged += 1;
    return name;
  }

  /**
   * Decides the step: from here on it will be carried out, by this run or the next. The stage's names are made
   * durable first; whether its bytes are, their digests will tell.
   */
  decide(journal: Journal): void {
    this.#makeStage();
    syncFolder(this.stage);
    writeJournal(this.journal, this.journalDraft, journal);
  }

  /** Whether a step waits to be carried out. */
  isDecided(): boolean {
    return tryStat(this.journal) !== undefined;
  }

  /** Removes what was put aside, by this run or one that was stopped. */
  dropStage(): void {
    if (tryStat(this.stage) === undefined) return;
    for (const name of readdirSync(this.stage)) removeFile(join(this.stage, name));
    removeEmptyFolder(this.stage);
    this.#stageExists = false;
  }

  /** Leaves no trace, unless another run waits or has to finish this one's step. */
  removeIfEmpty(): void {
    removeEmptyFolder(this.path);
  }

  #makeStage(): void {
    if (!this.#stageExists) makeFolder(this.stage);
    this.#stageExists = true;
  }
}

function refuseUnlessFolder(path: string, shown: string): void {
  const entry = tryStat(path);
  if (entry === undefined || entry.isDirectory()) return;
  throw new UserError({
    code: 'output-irregular',
    where: shown,
    found: kindOf(entry),
    allowed: 'the work folder of a run',
    fix: 'remove it and run again',
  });
}
