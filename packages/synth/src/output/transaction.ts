import { dirname } from 'node:path';
import { type Problem, show, UserError } from '@plinth/errors';
import { makeFolder, removeEmptyFolder } from './disk';
import { withIoErrors } from './io-error';
import { type Journal, removeJournal } from './journal';
import { Lock } from './lock';
import { resolveOutputRoot } from './output-root';
import { recover } from './recovery';
import { flawOfSection, foldPath } from './safe-path';
import { type OutputFile, type SectionPlan, SectionPlanner } from './section-plan';
import { carryOut, checkFolders } from './step';
import { isNothing, journalOf, type OutputReport, reportOf } from './step-plan';
import { WorkFolder } from './work-folder';

export interface OutputOptions {
  /**
   * Replaces files that were changed by hand, and somebody else's where a rendered one belongs. Files of others
   * elsewhere are never removed.
   * @default false
   */
  readonly overwriteEdited?: boolean;
  /** How long to wait for another run. @default 10 */
  readonly waitSeconds?: number;
  /** Hears what a person should know while she waits. @default nobody */
  readonly notice?: (text: string) => void;
}

/**
 * Replaces sections of an output folder, all of them or none. A section is one folder below the root with a digest
 * list of its own; what lies beside the sections is left alone.
 *
 * Stopped at any moment, the tree is the old one or the new one, or a journal says what is left to do and the next
 * `begin` does it (docs/adr/0005-atomic-output.md).
 */
export class OutputTransaction {
  readonly #root: string;
  readonly #shownRoot: string;
  readonly #overwriteEdited: boolean;
  readonly #work: WorkFolder;
  #lock: Lock | undefined;
  /** The first folder that had to be made for the root. */
  readonly #madeRoot: string | undefined;
  readonly #plans = new Map<string, SectionPlan | 'streaming'>();
  readonly #problems: Problem[] = [];
  #isOpen = true;

  private constructor(root: string, options: OutputOptions) {
    this.#shownRoot = root;
    this.#overwriteEdited = options.overwriteEdited ?? false;
    const [waitSeconds, notice] = [options.waitSeconds ?? 10, options.notice ?? (() => undefined)];
    this.#root = resolveOutputRoot(root);
    this.#madeRoot = makeFolder(this.#root);
    this.#work = new WorkFolder(this.#root, root);
    try {
      this.#lock = Lock.acquire(this.#work.lock, { waitSeconds, notice, shownRoot: root });
      recover(this.#root, this.#work, { overwriteEdited: this.#overwriteEdited, notice, shownRoot: root });
    } catch (error) {
      this.#leave();
      throw error;
    }
  }

  /**
   * Takes the lock, and first finishes or undoes what an earlier run left half-made.
   * @throws UserError `output-root`, `output-irregular`, `output-locked`, `output-interrupted`, `output-io`
   */
  static begin(root: string, options: OutputOptions = {}): OutputTransaction {
    return withIoErrors(root, () => new OutputTransaction(root, options));
  }

  /**
   * Renders a section into the stage, file by file. What is wrong with it is told by `commit`, for all sections at
   * once.
   * @throws UserError `output-io`
   */
  stage(section: string, files: Iterable<OutputFile>): void {
    this.#requireOpen();
    if (this.#plans.has(section)) throw new Error(`section ${show(section)} is staged twice`);
    if (!this.#acceptSection(section)) return;
    this.#plans.set(section, 'streaming');
    const place = {
      root: this.#root,
      shownRoot: this.#shownRoot,
      section,
      work: this.#work,
      overwriteEdited: this.#overwriteEdited,
    };
    const planner = withIoErrors(this.#shownRoot, () => new SectionPlanner(place));
    for (const file of files) {
      this.#requireOpen();
      withIoErrors(this.#shownRoot, () => planner.add(file));
    }
    const plan = withIoErrors(this.#shownRoot, () => planner.finish());
    this.#problems.push(...plan.problems);
    this.#plans.set(section, plan);
  }

  /** What `commit` would do now. */
  preview(): OutputReport {
    this.#requireOpen();
    return reportOf(this.#finishedPlans());
  }

  /**
   * Puts everything in place and ends the transaction.
   * @throws UserError with everything that stands against it (`output-edited`, `output-foreign`, `output-path`,
   * `output-duplicate`, `output-irregular`), or `output-io`; the tree is then as it was
   */
  commit(): OutputReport {
    this.#requireOpen();
    try {
      UserError.throwIfAny(this.#problems);
      const plans = this.#finishedPlans();
      const journal = journalOf(plans);
      if (!isNothing(journal)) withIoErrors(this.#shownRoot, () => this.#take(journal));
      return reportOf(plans);
    } finally {
      this.abort();
    }
  }

  /**
   * Ends the transaction and leaves the tree as it was. Does nothing after `commit` or a second time; a step that
   * the disk stopped half-way is left for the next run to finish.
   */
  abort(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    bestEffort(() => {
      if (!this.#work.isDecided()) this.#work.dropStage();
    });
    this.#leave();
  }

  /** Gives the lock back and removes what this run has made around the output, as far as it is empty. */
  #leave(): void {
    bestEffort(() => this.#lock?.release());
    bestEffort(() => this.#work.removeIfEmpty());
    if (this.#madeRoot === undefined) return;
    for (let folder = this.#root; folder.length >= this.#madeRoot.length; folder = dirname(folder)) {
      bestEffort(() => removeEmptyFolder(folder));
    }
  }

  #take(journal: Journal): void {
    checkFolders(this.#root, this.#work, journal);
    this.#work.decide(journal);
    carryOut(this.#root, this.#work, journal);
    removeJournal(this.#work.journal);
  }

  #requireOpen(): void {
    if (!this.#isOpen) throw new Error('the output transaction is over');
  }

  #finishedPlans(): SectionPlan[] {
    const plans: SectionPlan[] = [];
    for (const [section, plan] of this.#plans) {
      if (plan === 'streaming') throw new Error(`section ${show(section)} is not staged to its end`);
      plans.push(plan);
    }
    return plans;
  }

  #acceptSection(section: string): boolean {
    const twin = [...this.#plans.keys()].find((name) => foldPath(name) === foldPath(section));
    const flaw =
      twin === undefined ? flawOfSection(section) : `a section that differs from ${show(twin)} by case`;
    if (flaw === undefined) return true;
    this.#problems.push({
      code: 'output-path',
      where: `${this.#shownRoot}: section ${show(section)}`,
      found: flaw,
      allowed: 'the name of one folder below the root',
      fix: 'rename the section',
    });
    return false;
  }
}

/** What cannot be removed now is removed by the next run; the error that led here is the one to tell. */
function bestEffort(step: () => void): void {
  try {
    step();
  } catch {
    // The reason is above.
  }
}
