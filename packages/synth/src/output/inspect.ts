import { type Dirent, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DIGEST_LIST } from './digest-list';
import { tryDigest, tryStat } from './disk';
import { withIoErrors } from './io-error';
import { resolveOutputRoot } from './output-root';
import { readDigestList } from './section-digests';
import { scanSection } from './section-scan';

/** What lies in an output folder. */
export interface OutputState {
  /** A run was stopped half-way or is at work: until it is finished the tree proves nothing. */
  readonly pending: boolean;
  /** Every visible folder below the root, sorted. */
  readonly sections: readonly SectionState[];
}

/** What lies in one section, beside its digest list. Paths are relative to the section, sorted. */
export interface SectionState {
  readonly name: string;
  /** Whether it has a digest list; without one everything in it is foreign. */
  readonly listed: boolean;
  /** Listed files that are there. */
  readonly files: readonly string[];
  /** Files that no run has written. */
  readonly foreign: readonly string[];
  /** Files changed by hand; the digest list itself when somebody wrote into it. */
  readonly edited: readonly string[];
  /** Listed files that are not there. */
  readonly missing: readonly string[];
  /** Links, pipes and the like. */
  readonly irregular: readonly string[];
}

/**
 * Compares an output folder with its digest lists, without changing anything. A root that does not exist is empty.
 * @throws UserError `output-root`, `output-io`
 */
export function inspectOutput(root: string): OutputState {
  return withIoErrors(root, () => {
    const real = resolveOutputRoot(root);
    if (tryStat(real) === undefined) return { pending: false, sections: [] };
    const sections = readdirSync(real, { withFileTypes: true })
      .filter(isVisibleFolder)
      .map((entry) => entry.name)
      .sort();
    const journal = join(real, '.plinth', 'journal');
    const wasPending = tryStat(journal) !== undefined;
    const states = sections.map((name) => inspectSection(real, name));
    // Looked at twice: a run may have begun its step while we were reading.
    return { pending: wasPending || tryStat(journal) !== undefined, sections: states };
  });
}

/**
 * What lies in an output folder beside the sections of these names, sorted. No run touches it; hidden files are
 * the system's.
 * @throws UserError `output-root`, `output-io`
 */
export function entriesBeside(root: string, sections: readonly string[]): string[] {
  return withIoErrors(root, () => {
    const real = resolveOutputRoot(root);
    if (tryStat(real) === undefined) return [];
    return readdirSync(real)
      .filter((name) => !name.startsWith('.') && !sections.includes(name))
      .sort();
  });
}

function inspectSection(root: string, name: string): SectionState {
  const folder = join(root, name);
  const scan = scanSection(folder);
  const { digests, malformed } = readDigestList(folder);
  const rendered = [...scan.files].filter((path) => path !== DIGEST_LIST);
  const files = rendered.filter((path) => digests.has(path)).sort();
  const edited = files.filter((path) => !isAsListed(digests.get(path), tryDigest(join(folder, path))));
  return {
    name,
    listed: scan.files.has(DIGEST_LIST),
    files,
    foreign: rendered.filter((path) => !digests.has(path)).sort(),
    edited: malformed.length > 0 ? [DIGEST_LIST, ...edited] : edited,
    missing: [...digests.keys()].filter((path) => !scan.files.has(path)).sort(),
    irregular: [...scan.irregular.keys()].sort(),
  };
}

function isAsListed(listed: readonly string[] | undefined, digest: string | undefined): boolean {
  return digest !== undefined && listed?.includes(digest) === true;
}

function isVisibleFolder(entry: Dirent): boolean {
  return !entry.name.startsWith('.') && (entry.isDirectory() || entry.isSymbolicLink());
}
