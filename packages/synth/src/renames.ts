import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type FileLines, fileLines, likeness } from './likeness';

/** A file that went and one that came and is the same but for its name, and perhaps its release. */
export interface Rename {
  /** Relative to the output. */
  readonly from: string;
  readonly to: string;
  /** The objects that Kubernetes will delete and create anew. */
  readonly objects: readonly string[];
}

/** Two services of one squad are alike to nine lines in ten; one service under two names in nearly all of them. */
const SAME_SERVICE = 0.95;

/**
 * Watches what a run renders for services that only changed their name: Kubernetes knows no renaming, so every
 * object of theirs is replaced, and a person should know before she merges. The digests of the images tell best:
 * the same bytes run under another name. Where a release came with the new name, the likeness of the files does.
 */
export class RenameWatch {
  readonly #out: string;
  readonly #added: { readonly path: string; readonly text: string }[] = [];
  /** Whether a stack of an environment was rendered before: where nothing was, nothing can go. */
  readonly #renderedBefore = new Map<string, boolean>();

  constructor(out: string) {
    this.#out = out;
  }

  /** @param path relative to the output */
  consider(path: string, text: string): void {
    if (this.#wasRendered(stackOf(path)) && !existsSync(join(this.#out, path))) {
      this.#added.push({ path, text });
    }
  }

  /** Pairs files that are about to go with those that are about to come, each once. Call it before they do. */
  find(removed: readonly string[]): Rename[] {
    if (this.#added.length === 0) return [];
    const gone = removed.flatMap((path) => workloadIn(path, readFileSync(join(this.#out, path), 'utf8')));
    const come = this.#added.flatMap(({ path, text }) => workloadIn(path, text));
    const partners = new Map<Workload, Workload>();
    pair(gone, come, partners, ({ path, images }) => `${stackOf(path)} ${images}`, 0);
    pair(gone, come, partners, ({ path, objects }) => `${folderOf(path)} ${objects}`, SAME_SERVICE);
    return gone.flatMap((from) => {
      const to = partners.get(from);
      return to === undefined ? [] : [{ from: from.path, to: to.path, objects: from.objects }];
    });
  }

  #wasRendered(stack: string): boolean {
    const known = this.#renderedBefore.get(stack) ?? existsSync(join(this.#out, stack));
    this.#renderedBefore.set(stack, known);
    return known;
  }
}

/** A file in which something runs. */
interface Workload {
  readonly path: string;
  readonly images: string;
  readonly objects: readonly string[];
  readonly lines: FileLines;
}

/** None where nothing runs: such files are alike by nature. */
function workloadIn(path: string, text: string): Workload[] {
  const images = imagesIn(text);
  if (images === '') return [];
  const name = path.slice(path.lastIndexOf('/') + 1).replace(/\.yaml$/, '');
  return [{ path, images, objects: objectsIn(text), lines: fileLines(text, name) }];
}

/** Adds the pairs of equal key that are alike enough, most alike first, of those that have no partner yet. */
function pair(
  gone: readonly Workload[],
  come: readonly Workload[],
  partners: Map<Workload, Workload>,
  keyOf: (workload: Workload) => string,
  atLeast: number,
): void {
  const taken = new Set(partners.values());
  const free = new Map<string, Workload[]>();
  for (const to of come) if (!taken.has(to)) free.set(keyOf(to), [...(free.get(keyOf(to)) ?? []), to]);
  gone
    .filter((from) => !partners.has(from))
    .flatMap((from) =>
      (free.get(keyOf(from)) ?? []).map((to) => ({ from, to, alike: likeness(from.lines, to.lines) })),
    )
    .filter(({ alike }) => alike >= atLeast)
    .sort((a, b) => b.alike - a.alike)
    .forEach(({ from, to }) => {
      if (partners.has(from) || taken.has(to)) return;
      partners.set(from, to);
      taken.add(to);
    });
}

/** `prod/workloads`: files of two stacks or environments are never one. */
function stackOf(path: string): string {
  return path.split('/').slice(0, 2).join('/');
}

/** `prod/workloads/bank`: who moves to another namespace has more than another name. */
function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/'));
}

/** The digests of a file's images, as one text to compare; empty where nothing runs. */
function imagesIn(text: string): string {
  return [...text.matchAll(/^ +(?:- )?image: \S+@(sha256:[0-9a-f]{64})$/gm)]
    .map(([, digest]) => digest)
    .join(' ');
}

function objectsIn(text: string): string[] {
  return [...text.matchAll(/^kind: (\w+)$/gm)].map((match) => match[1] ?? '');
}
