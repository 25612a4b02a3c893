import { type Problem, show } from '@plinth/errors';

/** More files than these without a digest list are one finding: the folder is somebody else's. */
const MANY = 20;
const CHANGE_DECLARATIONS = 'change the declarations instead and restore the file with git';

/** The problems of one section, in the words of the person who finds them. */
export class OutputProblems {
  readonly #section: string;
  readonly #overwriteEdited: boolean;
  readonly #isListed: boolean;
  readonly #problems: Problem[] = [];

  constructor(
    shownSection: string,
    options: { readonly overwriteEdited: boolean; readonly isListed: boolean },
  ) {
    this.#section = shownSection;
    this.#overwriteEdited = options.overwriteEdited;
    this.#isListed = options.isListed;
  }

  list(): readonly Problem[] {
    const foreign = this.#problems.filter((problem) => problem.code === 'output-foreign');
    if (this.#isListed || foreign.length <= MANY) return this.#problems;
    const folder: Problem = {
      code: 'output-foreign',
      where: this.#section,
      found: `${foreign.length} files that no run has written, such as ${foreign[0]?.where}`,
      allowed: 'what a run has written',
      fix: 'choose another folder with --out, or move this one away',
    };
    return [folder, ...this.#problems.filter((problem) => problem.code !== 'output-foreign')];
  }

  /** A rendered file that was changed by hand. */
  edited(path: string): void {
    if (this.#overwriteEdited) return;
    this.#add('output-edited', path, {
      found: 'a file changed by hand since it was rendered',
      allowed: 'what a run has written',
      fix: `${CHANGE_DECLARATIONS}, or give --overwrite-edited to lose the change`,
    });
  }

  /** Somebody else's file where a rendered one belongs. */
  foreignInPlace(path: string): void {
    if (this.#overwriteEdited) return;
    this.#add('output-foreign', path, {
      found: 'a file that no run has written, where one is rendered now',
      allowed: 'what a run has written',
      fix: 'move it out of the section, or give --overwrite-edited to replace it',
    });
  }

  /** Somebody else's file where nothing is rendered: never removed, whatever the flags. */
  foreign(path: string): void {
    this.#add('output-foreign', path, {
      found: 'a file that no run has written',
      allowed: 'what a run has written',
      fix: 'move it out of the section, or delete it',
    });
  }

  irregular(path: string, kind: string): void {
    this.#add('output-irregular', path, {
      found: kind,
      allowed: path === '' ? 'a folder' : 'files and folders',
      fix: 'remove it: a run follows no link and opens nothing but files',
    });
  }

  unfit(path: string, flaw: string): void {
    this.#add('output-path', '', {
      found: `${flaw} in ${show(path)}`,
      allowed: 'a relative path with slashes, below the section',
      fix: 'rename the object that is rendered there',
    });
  }

  duplicate(path: string, other: string): void {
    this.#add('output-duplicate', '', {
      found: path === other ? `two files at ${show(path)}` : `both ${show(other)} and ${show(path)}`,
      allowed: 'paths that stay apart where letter case does not count, none inside another',
      fix: 'rename one of the two objects that are rendered there',
    });
  }

  #add(code: string, path: string, problem: Pick<Problem, 'found' | 'allowed' | 'fix'>): void {
    this.#problems.push({
      code,
      where: path === '' ? this.#section : `${this.#section}/${path}`,
      ...problem,
    });
  }
}
