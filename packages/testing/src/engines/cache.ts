import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { processMark, runs } from './live-process';
import type { Environment } from './workshop';

/** What stands beside the files of an entry. */
export interface CacheRecord {
  readonly version: string;
  readonly buildSeconds: number;
}

const RECORD = 'built.json';

/** The folder for engines: PLINTH_ENGINES, else the place that the system gives to caches. */
export function cacheRoot(environment: Environment): string {
  if (set(environment.PLINTH_ENGINES)) return resolve(environment.PLINTH_ENGINES);
  const home = set(environment.HOME) ? environment.HOME : homedir();
  const caches = set(environment.XDG_CACHE_HOME) ? environment.XDG_CACHE_HOME : join(home, '.cache');
  return resolve(caches, 'plinth', 'engines');
}

/** One engine, made from exactly these ingredients. An entry is there whole or not at all. */
export class CacheEntry {
  readonly folder: string;

  constructor(root: string, name: string, version: string | undefined, ingredients: readonly string[]) {
    const digest = createHash('sha256').update(JSON.stringify(ingredients)).digest('hex').slice(0, 16);
    this.folder = join(root, [name, version, digest].filter((part) => part !== undefined).join('-'));
  }

  get lock(): string {
    return `${this.folder}.lock`;
  }

  /** What is known of the entry; undefined when there is none. */
  tryRecord(): CacheRecord | undefined {
    const path = join(this.folder, RECORD);
    return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as CacheRecord) : undefined;
  }

  /** An empty folder to build in, beside the entry; removes what builds that were killed left behind. */
  makeStage(): string {
    mkdirSync(dirname(this.folder), { recursive: true });
    const prefix = `${this.folder}.building-`;
    for (const name of readdirSync(dirname(this.folder))) {
      const path = join(dirname(this.folder), name);
      if (path.startsWith(prefix) && !runs(path.slice(prefix.length))) remove(path);
    }
    const stage = prefix + processMark();
    remove(stage);
    mkdirSync(stage);
    return stage;
  }

  /** Makes the stage the entry. One that was published meanwhile is as good: it stays. */
  publish(stage: string, record: CacheRecord): void {
    writeFileSync(join(stage, RECORD), JSON.stringify(record));
    try {
      renameSync(stage, this.folder);
    } catch (error) {
      if (this.tryRecord() === undefined) throw error;
      remove(stage);
    }
  }
}

/** A program that a killed build started may still write there for a moment. */
export function remove(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
}

function set(value: string | undefined): value is string {
  return value !== undefined && value !== '';
}
