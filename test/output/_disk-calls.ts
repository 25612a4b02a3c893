import fs from 'node:fs';

/** One call that changes the disk, before it happens. */
export interface DiskCall {
  /** `openSync`, `renameSync` … */
  readonly name: string;
  /** What it is about: the target of a rename, the file behind a descriptor. */
  readonly path: string;
  /** Does half of a write, as a process may that is killed in it; nothing for other calls. */
  readonly half: () => void;
}

/** Everything in `node:fs` by which a run might change the disk; what it does not use today it may use tomorrow. */
const CHANGING = [
  'appendFileSync',
  'chmodSync',
  'copyFileSync',
  'cpSync',
  'fsyncSync',
  'ftruncateSync',
  'linkSync',
  'mkdirSync',
  'mkdtempSync',
  'openSync',
  'renameSync',
  'rmSync',
  'rmdirSync',
  'symlinkSync',
  'truncateSync',
  'unlinkSync',
  'utimesSync',
  'writeFileSync',
  'writeSync',
] as const;

type Call = (...args: readonly unknown[]) => unknown;

/** Tells a hook of every call that changes the disk, numbered from 0; returns what ends it. A hook may throw. */
export function watchDisk(hook: (call: DiskCall, index: number) => void): () => void {
  const disk = fs as unknown as Record<string, Call>;
  const originals = new Map(CHANGING.map((name) => [name, disk[name] as Call]));
  const descriptors = new Map<number, string>();
  let index = 0;
  for (const [name, original] of originals) {
    disk[name] = (...args) => {
      const isReading = name === 'openSync' && args[1] === 'r';
      if (!isReading) {
        hook(
          { name, path: pathOf(name, args, descriptors), half: () => writeHalf(name, original, args) },
          index,
        );
        index += 1;
      }
      const result = original(...args);
      if (name === 'openSync') descriptors.set(result as number, String(args[0]));
      return result;
    };
  }
  return () => {
    for (const [name, original] of originals) disk[name] = original;
  };
}

function pathOf(name: string, args: readonly unknown[], descriptors: ReadonlyMap<number, string>): string {
  const [first, second] = args;
  if (typeof first === 'number') return descriptors.get(first) ?? '';
  return String(name === 'renameSync' ? second : first);
}

function writeHalf(name: string, original: Call, args: readonly unknown[]): void {
  const [file, bytes] = args;
  if (name === 'writeSync' && Buffer.isBuffer(bytes)) original(file, bytes.subarray(0, bytes.length >> 1));
}
