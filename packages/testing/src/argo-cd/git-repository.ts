import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export interface GitRepositoryOptions {
  /** The program. */
  readonly git: string;
  /** An empty place for it: made by `init`. */
  readonly folder: string;
  /** The branch that Argo CD follows. */
  readonly branch: string;
}

/** Nothing of the person's own configuration: signing, hooks, names. */
const ALONE = {
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'A. Keller',
  GIT_AUTHOR_EMAIL: 'a.keller@acme.example',
  GIT_COMMITTER_NAME: 'A. Keller',
  GIT_COMMITTER_EMAIL: 'a.keller@acme.example',
};

/** A repository of rendered manifests that a test commits to as a person would. */
export class GitRepository {
  private constructor(private readonly options: GitRepositoryOptions) {}

  /** Begins with one commit of whatever `fill` writes into the folder. */
  static init(options: GitRepositoryOptions, fill: (tree: WorkTree) => void): GitRepository {
    mkdirSync(options.folder, { recursive: true });
    const repository = new GitRepository(options);
    repository.git('init', '--quiet', `--initial-branch=${options.branch}`);
    repository.commit('first', fill);
    return repository;
  }

  /** What `git upload-pack` serves. */
  get folder(): string {
    return this.options.folder;
  }

  get head(): string {
    return this.git('rev-parse', 'HEAD').trim();
  }

  /** Changes files and commits all of it. */
  commit(message: string, change: (tree: WorkTree) => void): string {
    change(new WorkTree(this.folder));
    this.git('add', '--all');
    this.git('commit', '--quiet', '--message', message);
    return this.head;
  }

  /** Takes the last commit back, with a commit. */
  revert(): string {
    this.git('revert', '--no-edit', 'HEAD');
    return this.head;
  }

  private git(...args: readonly string[]): string {
    const { status, stdout, stderr, error } = spawnSync(this.options.git, [...args], {
      cwd: this.folder,
      encoding: 'utf8',
      env: { PATH: process.env.PATH, HOME: this.folder, ...ALONE },
    });
    if (error !== undefined) throw error;
    if (status !== 0) throw new Error(`git ${args.join(' ')}: ${stderr.trim()}`);
    return stdout;
  }
}

/** The files of a commit that is being made. */
export class WorkTree {
  constructor(readonly folder: string) {}

  read(path: string): string {
    return readFileSync(join(this.folder, path), 'utf8');
  }

  write(path: string, text: string): void {
    mkdirSync(dirname(join(this.folder, path)), { recursive: true });
    writeFileSync(join(this.folder, path), text);
  }

  /** @throws Error when the text is not there: an edit that changes nothing would show nothing */
  edit(path: string, search: string | RegExp, replacement: string): void {
    const before = this.read(path);
    const after = before.replace(search, replacement);
    if (after === before) throw new Error(`${path} has no ${search}`);
    this.write(path, after);
  }

  remove(path: string): void {
    rmSync(join(this.folder, path), { recursive: true });
  }

  copyIn(source: string, path: string): void {
    cpSync(source, join(this.folder, path), { recursive: true });
  }
}
