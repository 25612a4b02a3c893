import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '@plinth/errors';
import { extract, git } from './git';

const MANIFESTS = 'manifests';

/** The rendered manifests of all environments at one moment. */
export interface State {
  /** `1de0b71 fix(delivery): …`, or `the work tree`. */
  readonly title: string;
  /** The folder that has one folder for each environment. */
  readonly folder: string;
}

export interface HistoryOptions {
  /** Where states of the past are written. */
  readonly into: string;
  /** How many distinct states of the past at most, beside the last release. @default 10 */
  readonly atMost?: number;
}

/**
 * The manifests of the last release and of the last commits that changed them, oldest first, and last those of the work tree.
 * @throws UserError `no-history` when the repository does not know what was before
 */
export function manifestHistory(repository: string, { into, atMost = 10 }: HistoryOptions): readonly State[] {
  const now = { title: 'the work tree', folder: join(repository, MANIFESTS) };
  const commits = commitsThatChanged(repository, atMost + 1);
  const isClean = git(repository, 'status', '--porcelain', '--', MANIFESTS) === '';
  // The last commit is the work tree, unless that goes beyond it.
  const past = isClean ? commits.slice(1) : commits.slice(0, atMost);
  if (past.length === 0) throw noHistory(repository);
  const release = tryRelease(repository);
  const isNew = (state: string) =>
    !past.some((commit) => treeOf(repository, commit) === treeOf(repository, state));
  const all = release !== undefined && isNew(release) ? [...past, release] : past;
  return [...all.reverse().map((commit) => stateOf(repository, commit, into)), now];
}

/** Newest first. A merge is one step, as it is for the cluster. */
function commitsThatChanged(repository: string, count: number): string[] {
  try {
    const log = git(repository, 'log', '--first-parent', '--format=%H', '-n', `${count}`, '--', MANIFESTS);
    return log.split('\n').filter((line) => line !== '');
  } catch {
    throw noHistory(repository);
  }
}

/** The commit of the newest tag before this commit, when it has manifests. */
function tryRelease(repository: string): string | undefined {
  try {
    const tag = git(repository, 'describe', '--tags', '--abbrev=0', '--first-parent', 'HEAD~1');
    const commit = git(repository, 'rev-parse', `${tag}^{commit}`);
    treeOf(repository, commit);
    return commit;
  } catch {
    return undefined;
  }
}

function treeOf(repository: string, commit: string): string {
  return git(repository, 'rev-parse', '--verify', '--quiet', `${commit}:${MANIFESTS}`);
}

function stateOf(repository: string, commit: string, into: string): State {
  const folder = join(into, commit);
  mkdirSync(folder);
  extract(repository, commit, MANIFESTS, folder);
  return { title: git(repository, 'log', '-1', '--format=%h %s', commit), folder: join(folder, MANIFESTS) };
}

function noHistory(repository: string): UserError {
  const known = tryCount(repository);
  return new UserError({
    code: 'no-history',
    where: 'the history of manifests/',
    found:
      known === undefined ? 'no git repository' : `${known} commits, and none before manifests/ changed last`,
    allowed: 'at least the state before the last change: an upgrade begins somewhere',
    fix: 'run `git fetch --unshallow`; in a pipeline, check out with `fetch-depth: 0`',
  });
}

function tryCount(repository: string): string | undefined {
  try {
    return git(repository, 'rev-list', '--count', 'HEAD');
  } catch {
    return undefined;
  }
}
