import { relative } from 'node:path';
import { UserError } from '@plinth/errors';
import { lastLines, type ToolResult } from './tool';

/** What tools print when something outside of this repository is wrong, and what helps. */
const CAUSES: readonly (readonly [RegExp, string])[] = [
  [/no space left on device|ENOSPC|EDQUOT/i, 'free some disk space and run again: what is finished is kept'],
  [
    /checksum mismatch|SECURITY ERROR|do not match the hashes/i,
    'do not go on: what came is not what is pinned; ask who changed it',
  ],
  [
    /dial tcp|no such host|connection (refused|reset)|i\/o timeout|TLS handshake|x509:|temporary failure|network is unreachable|could not resolve|max retries|connection broken|\b(403|407|429|50\d)\b/i,
    'check the network and the proxy settings and run again: what has come is kept',
  ],
  [/go\.mod requires go >=|requires go >=/, 'install that version of Go, or newer'],
  [
    /missing go\.sum entry|updates to go\.mod needed/,
    'run `go mod tidy` in that folder and commit what changes',
  ],
];

/** One tool that failed, in its own words. */
export function toolProblem(problem: {
  readonly code: string;
  readonly where: string;
  readonly command: string;
  readonly result: ToolResult;
  readonly allowed: string;
  readonly otherwise: string;
}): UserError {
  const { code, where, command, result, allowed } = problem;
  const cause = CAUSES.find(([pattern]) => pattern.test(result.output));
  const found = `\`${command}\` failing with ${lastLines(result)}`;
  return new UserError({ code, where, found, allowed, fix: cause?.[1] ?? problem.otherwise });
}

const REFUSALS = ['EACCES', 'EDQUOT', 'EEXIST', 'EIO', 'ENOSPC', 'ENOTDIR', 'EPERM', 'EROFS'];

/** What the disk refuses below the cache; undefined for anything else that is thrown. */
export function tryDiskProblem(error: unknown, cache: string): UserError | undefined {
  // By shape: `instanceof` does not hold between realms.
  const { code, path = cache } = (error ?? {}) as Partial<NodeJS.ErrnoException>;
  if (code === undefined || !REFUSALS.includes(code)) return undefined;
  return new UserError({
    code: 'engine-cache',
    where: path,
    found: `a place that refuses to be written (${code})`,
    allowed:
      'a folder of your own on a disk with space: the engines need about 1 GB, and as much again to build',
    fix: 'free some space, or choose another folder with PLINTH_ENGINES',
  });
}

/** A path as a person types it: relative when it lies below the current folder. */
export function shown(path: string): string {
  const near = relative(process.cwd(), path);
  return near === '' || near.startsWith('..') ? path : near;
}
