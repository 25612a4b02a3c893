import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

/** A file that went and one that came with the same content under another name. */
export interface Rename {
  /** Relative to the output. */
  readonly from: string;
  readonly to: string;
  /** The objects that Kubernetes will delete and create anew. */
  readonly objects: readonly string[];
}

/** How much of a file must be the same once the names are. A new version changes some lines. */
const ALIKE = 0.8;

/**
 * Watches what a run renders for files that only changed their name: Kubernetes knows no renaming, so every
 * object in them is replaced, and a person should know before she merges.
 */
export class RenameWatch {
  readonly #out: string;
  readonly #added = new Map<string, string>();

  constructor(out: string) {
    this.#out = out;
  }

  /** @param path relative to the output */
  consider(path: string, text: string): void {
    if (!existsSync(join(this.#out, path))) this.#added.set(path, text);
  }

  /** Pairs files that are about to go with those that are about to come. Call it before they do. */
  find(removed: readonly string[]): Rename[] {
    const renames: Rename[] = [];
    for (const from of removed) {
      const before = readFileSync(join(this.#out, from), 'utf8');
      const to = [...this.#added].find(([path, text]) =>
        isSame({ path: from, text: before }, { path, text }),
      )?.[0];
      if (to !== undefined) renames.push({ from, to, objects: objectsIn(before) });
    }
    return renames;
  }
}

interface RenderedText {
  readonly path: string;
  readonly text: string;
}

function isSame(before: RenderedText, after: RenderedText): boolean {
  if (stackOf(before.path) !== stackOf(after.path)) return false;
  const expected = before.text.replaceAll(nameOf(before.path), nameOf(after.path)).split('\n');
  const found = new Set(after.text.split('\n'));
  return expected.filter((line) => found.has(line)).length / expected.length >= ALIKE;
}

/** `prod/workloads`: files of two stacks or environments are never one. */
function stackOf(path: string): string {
  return path.split('/').slice(0, 2).join('/');
}

function nameOf(path: string): string {
  return basename(path, '.yaml');
}

function objectsIn(text: string): string[] {
  return [...text.matchAll(/^kind: (\w+)$/gm)].map((match) => match[1] ?? '');
}
