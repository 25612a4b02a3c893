import { execFileSync } from 'node:child_process';

/** Runs git in a repository, whatever the surroundings say which repository is meant. */
export function git(repository: string, ...args: readonly string[]): string {
  return execFileSync('git', args, {
    cwd: repository,
    encoding: 'utf8',
    env: withoutRepository(),
    // A manifest tree is text of a few megabytes.
    maxBuffer: 256 * 1024 * 1024,
    stdio: ['ignore', 'pipe', 'pipe'],
  }).trimEnd();
}

/** Writes a folder of a commit below another folder. */
export function extract(repository: string, commit: string, folder: string, into: string): void {
  const archive = execFileSync('git', ['archive', '--format=tar', commit, folder], {
    cwd: repository,
    env: withoutRepository(),
    maxBuffer: 256 * 1024 * 1024,
  });
  execFileSync('tar', ['-x', '-C', into], { input: archive });
}

/** A hook of git sets these, and they win over the folder in which git is started. */
function withoutRepository(): NodeJS.ProcessEnv {
  const { GIT_DIR, GIT_WORK_TREE, GIT_INDEX_FILE, ...rest } = process.env;
  return rest;
}
