import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A file that went and one that came and runs the same images. */
export interface Rename {
  /** Relative to the output. */
  readonly from: string;
  readonly to: string;
  /** The objects that Kubernetes will delete and create anew. */
  readonly objects: readonly string[];
}

/**
 * Watches what a run renders for services that only changed their name: Kubernetes knows no renaming, so every
 * object of theirs is replaced, and a person should know before she merges. The digests of the images tell:
 * the same bytes run under another name, while two services are alike in everything but these.
 */
export class RenameWatch {
  readonly #out: string;
  readonly #added: { readonly path: string; readonly images: string }[] = [];
  /** Whether a stack of an environment was rendered before: where nothing was, nothing can go. */
  readonly #renderedBefore = new Map<string, boolean>();

  constructor(out: string) {
    this.#out = out;
  }

  /** @param path relative to the output */
  consider(path: string, text: string): void {
    if (this.#wasRendered(stackOf(path)) && !existsSync(join(this.#out, path))) {
      this.#added.push({ path, images: imagesIn(text) });
    }
  }

  /** Pairs files that are about to go with those that are about to come. Call it before they do. */
  find(removed: readonly string[]): Rename[] {
    return removed.flatMap((from) => {
      const text = readFileSync(join(this.#out, from), 'utf8');
      const images = imagesIn(text);
      const to = this.#added.find(
        (file) => images !== '' && file.images === images && stackOf(file.path) === stackOf(from),
      );
      return to === undefined ? [] : [{ from, to: to.path, objects: objectsIn(text) }];
    });
  }

  #wasRendered(stack: string): boolean {
    const known = this.#renderedBefore.get(stack) ?? existsSync(join(this.#out, stack));
    this.#renderedBefore.set(stack, known);
    return known;
  }
}

/** `prod/workloads`: files of two stacks or environments are never one. */
function stackOf(path: string): string {
  return path.split('/').slice(0, 2).join('/');
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
