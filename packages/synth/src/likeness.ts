/** Lines that a release changes by itself. */
const OF_A_RELEASE = /^ *(?:- )?(?:image|app\.kubernetes\.io\/version|checksum\/[\w.-]+): /;

/** What a rendered file says apart from its name and its release: each line, and how often it stands there. */
export type FileLines = ReadonlyMap<string, number>;

/** @param name what the file is about, wherever it stands in it */
export function fileLines(text: string, name: string): FileLines {
  const lines = new Map<string, number>();
  const ownName = new RegExp(`(?<![a-z0-9])${name.replace(/[^\w-]/g, '\\$&')}(?![a-z0-9])`, 'g');
  for (const line of text.split('\n')) {
    if (line === '' || OF_A_RELEASE.test(line)) continue;
    const neutral = line.replace(ownName, '*');
    lines.set(neutral, (lines.get(neutral) ?? 0) + 1);
  }
  return lines;
}

/** The share of their lines that two files have in common, from 0 to 1, in whatever order. */
export function likeness(a: FileLines, b: FileLines): number {
  let common = 0;
  for (const [line, times] of a) common += Math.min(times, b.get(line) ?? 0);
  const all = size(a) + size(b);
  return all === 0 ? 0 : (2 * common) / all;
}

function size(lines: FileLines): number {
  let total = 0;
  for (const times of lines.values()) total += times;
  return total;
}
