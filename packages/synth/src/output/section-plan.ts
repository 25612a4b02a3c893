import { join } from 'node:path';
import type { Problem } from '@plinth/errors';
import { DIGEST_LIST, type DigestList, digestOf, formatDigestList } from './digest-list';
import { tryRead } from './disk';
import type { Installation, Removal } from './journal';
import { OutputProblems } from './output-problems';
import { flawOfPath, foldersOf, foldPath } from './safe-path';
import { readDigestList } from './section-digests';
import { type SectionScan, scanSection } from './section-scan';
import type { WorkFolder } from './work-folder';

/** One file of the output. */
export interface OutputFile {
  /** Relative to the section, with slashes. */
  readonly path: string;
  readonly text: string;
}

/** What a step does to one section. Paths are relative to the root. */
export interface SectionPlan {
  readonly installations: readonly Installation[];
  readonly removals: readonly Removal[];
  readonly emptied: readonly string[];
  readonly unchanged: number;
  readonly problems: readonly Problem[];
}

export interface SectionPlace {
  readonly root: string;
  readonly shownRoot: string;
  readonly section: string;
  readonly work: WorkFolder;
  readonly overwriteEdited: boolean;
}

/**
 * Compares what a run produces with what lies in a section, file by file: only what differs goes into the stage,
 * and no text is kept. The tree itself is not touched.
 */
export class SectionPlanner {
  readonly #place: SectionPlace;
  readonly #folder: string;
  readonly #scan: SectionScan;
  readonly #listed: DigestList | undefined;
  readonly #problems: OutputProblems;
  readonly #produced = new Map<string, string>();
  /** The folded paths of files and of their folders, with the path that claims them. */
  readonly #claimed = new Map<string, { readonly path: string; readonly isFolder: boolean }>();
  readonly #installations: Installation[] = [];
  #unchanged = 0;

  constructor(place: SectionPlace) {
    this.#place = place;
    this.#folder = join(place.root, place.section);
    this.#scan = scanSection(this.#folder);
    this.#listed = this.#scan.files.has(DIGEST_LIST) ? readDigestList(this.#folder) : undefined;
    this.#problems = new OutputProblems(`${place.shownRoot}/${place.section}`, {
      overwriteEdited: place.overwriteEdited,
      isListed: this.#listed !== undefined,
    });
    for (const [path, kind] of this.#scan.irregular) this.#problems.irregular(path, kind);
    if (this.#listed !== undefined && this.#listed.malformed.length > 0) this.#problems.edited(DIGEST_LIST);
  }

  add(file: OutputFile): void {
    if (!this.#claim(file.path)) return;
    const bytes = Buffer.from(file.text);
    const digest = digestOf(bytes);
    this.#produced.set(file.path, digest);
    const current = this.#read(file.path);
    if (current?.equals(bytes) === true) {
      this.#unchanged += 1;
      return;
    }
    const before = current === undefined ? '' : digestOf(current);
    if (before !== '') this.#judge(file.path, before, true);
    this.#install(file.path, bytes, digest, before);
  }

  finish(): SectionPlan {
    const removals: Removal[] = [];
    for (const path of this.#scan.files) {
      if (this.#produced.has(path) || path === DIGEST_LIST) continue;
      const current = this.#read(path);
      if (current === undefined) continue;
      const before = digestOf(current);
      if (this.#judge(path, before, false)) removals.push({ path: this.#fromRoot(path), before });
    }
    this.#finishDigestList(removals);
    return {
      installations: this.#installations,
      removals,
      emptied: this.#emptied(),
      unchanged: this.#unchanged,
      problems: this.#problems.list(),
    };
  }

  /** Takes a path, unless it is unfit or somebody has it. */
  #claim(path: string): boolean {
    const flaw = path === DIGEST_LIST ? 'the name of the digest list' : flawOfPath(path);
    if (flaw !== undefined) {
      this.#problems.unfit(path, flaw);
      return false;
    }
    const folded = foldPath(path);
    const rivals = [this.#claimed.get(folded)];
    for (const folder of foldersOf(path)) {
      const claim = this.#claimed.get(foldPath(folder));
      if (claim === undefined) this.#claimed.set(foldPath(folder), { path, isFolder: true });
      else if (!claim.isFolder) rivals.push(claim);
      else break;
    }
    const rival = rivals.find((claim) => claim !== undefined);
    if (rival !== undefined) this.#problems.duplicate(path, rival.path);
    else this.#claimed.set(folded, { path, isFolder: false });
    return rival === undefined;
  }

  /** Whether a file that differs may be replaced or removed; a problem when it is not a run's own. */
  #judge(path: string, digest: string, isProduced: boolean): boolean {
    const known = this.#listed?.digests.get(path);
    if (known?.includes(digest) === true) return true;
    if (known !== undefined) this.#problems.edited(path);
    else if (isProduced) this.#problems.foreignInPlace(path);
    else this.#problems.foreign(path);
    return known !== undefined;
  }

  #finishDigestList(removals: Removal[]): void {
    const current = this.#read(DIGEST_LIST);
    const before = current === undefined ? '' : digestOf(current);
    if (this.#produced.size === 0) {
      if (current !== undefined) removals.push({ path: this.#fromRoot(DIGEST_LIST), before });
      return;
    }
    const bytes = Buffer.from(formatDigestList(this.#produced));
    if (current?.equals(bytes) !== true) this.#install(DIGEST_LIST, bytes, digestOf(bytes), before);
  }

  /** The folders that hold no file afterwards, those that were empty before among them: Git sees neither. */
  #emptied(): string[] {
    const used = new Set([...this.#produced.keys()].flatMap((path) => foldersOf(path)));
    const emptied = this.#scan.folders
      .filter((folder) => !used.has(folder))
      .map((path) => this.#fromRoot(path));
    return this.#produced.size === 0 && this.#scan.exists
      ? [...emptied.reverse(), this.#place.section]
      : emptied.reverse();
  }

  #install(path: string, bytes: Uint8Array, digest: string, before: string): void {
    const staged = this.#place.work.add(bytes);
    this.#installations.push({ staged, path: this.#fromRoot(path), digest, before });
  }

  #read(path: string): Buffer | undefined {
    return this.#scan.files.has(path) ? tryRead(join(this.#folder, path)) : undefined;
  }

  #fromRoot(path: string): string {
    return `${this.#place.section}/${path}`;
  }
}
