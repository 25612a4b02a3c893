import type { Identity } from './identity';

/** Which object is in which file. */
export class Identities {
  readonly #files = new Map<string, string>();

  /** Remembers the object; the first place stays when there are two. */
  add(identity: Identity, file: string): void {
    const key = keyOf(identity);
    if (!this.#files.has(key)) this.#files.set(key, file);
  }

  /** The file in which the object was first. */
  tryFile(identity: Identity): string | undefined {
    return this.#files.get(keyOf(identity));
  }
}

/** A line break is in no valid part: two identities never share a key. */
function keyOf({ group, kind, namespace, name }: Identity): string {
  return `${group}\n${kind}\n${namespace}\n${name}`;
}
