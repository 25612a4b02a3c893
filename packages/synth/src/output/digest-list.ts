import { hash } from 'node:crypto';
import { flawOfPath } from './safe-path';

/** The file of a section that says what a run has written there; `sha256sum --check` reads it. */
export const DIGEST_LIST = 'SHA256SUMS';

/** What a digest list says. */
export interface DigestList {
  /**
   * The digests of each path. More than one only where Git left both sides of a merge in the list: a file that
   * is as either side rendered it was not changed by hand.
   */
  readonly digests: ReadonlyMap<string, readonly string[]>;
  /** Lines that no run has written. */
  readonly malformed: readonly string[];
}

export const NO_DIGESTS: DigestList = { digests: new Map(), malformed: [] };

export function digestOf(bytes: Uint8Array): string {
  return hash('sha256', bytes);
}

/** One line for each path, in the order of their UTF-16 units: the same on every machine. */
export function formatDigestList(digests: ReadonlyMap<string, string>): string {
  return [...digests.keys()]
    .sort()
    .map((path) => `${digests.get(path)}  ${path}\n`)
    .join('');
}

export function parseDigestList(text: string): DigestList {
  const digests = new Map<string, string[]>();
  const malformed: string[] = [];
  for (const line of text.split('\n')) {
    if (line === '' || isConflictMarker(line)) continue;
    const [, digest, path] = /^([0-9a-f]{64}) {2}(.+)$/.exec(line) ?? [];
    // A path that leads out of the section would make its next run delete somebody else's file.
    if (digest === undefined || path === undefined || flawOfPath(path) !== undefined) {
      malformed.push(line);
      continue;
    }
    const known = digests.get(path);
    if (known === undefined) digests.set(path, [digest]);
    else known.push(digest);
  }
  return { digests, malformed };
}

function isConflictMarker(line: string): boolean {
  return /^(<{7} .*|\|{7}( .*)?|={7}|>{7} .*)$/.test(line);
}
