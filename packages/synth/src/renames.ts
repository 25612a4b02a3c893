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
  /** Whether a stack of an environment was rendered before: where nothing was, nothing can go. */
  readonly #renderedBefore = new Map<string, boolean>();

  constructor(out: string) {
    this.#out = out;
  }

  /** @param path relative to the output */
  consider(path: string, text: string): void {
    if (this.#wasRendered(stackOf(path)) && !existsSync(join(this.#out, path))) this.#added.set(path, text);
  }

  /** Pairs files that are about to go with those that are about to come. Call it before they do. */
  find(removed: readonly string[]): Rename[] {
    if (removed.length === 0) return [];
    const added = [...this.#added].map(([path, text]) => ({
      path,
      lines: new Set(anonymousLines(path, text)),
    }));
    const renames: Rename[] = [];
    for (const from of removed) {
      const text = readFileSync(join(this.#out, from), 'utf8');
      const lines = anonymousLines(from, text);
      const to = added.find(
        ({ path, lines: found }) => stackOf(path) === stackOf(from) && isAlike(lines, found),
      );
      if (to !== undefined) renames.push({ from, to: to.path, objects: objectsIn(text) });
    }
    return renames;
  }

  #wasRendered(stack: string): boolean {
    const known = this.#renderedBefore.get(stack) ?? existsSync(join(this.#out, stack));
    this.#renderedBefore.set(stack, known);
    return known;
  }
}

/** The lines of a file without its own name. */
function anonymousLines(path: string, text: string): string[] {
  return text.replaceAll(nameOf(path), '\0').split('\n');
}

function isAlike(expected: readonly string[], found: ReadonlySet<string>): boolean {
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
