import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Engine } from './engine';
import { goEngine } from './go-engine';
import { Progress } from './progress';
import { onceEach, type Workshop } from './workshop';

const MODULE = 'plinth.dev/tiny';

/** A Go module that needs no network: its one requirement lies in a folder beside it. */
export class TinyModule {
  readonly folder = mkdtempSync(join(tmpdir(), 'engines-'));
  readonly cache = join(this.folder, 'cache');
  /** What progress printed, line by line. */
  readonly printed: string[] = [];

  constructor() {
    mkdirSync(join(this.folder, 'pins/tiny/code'), { recursive: true });
    mkdirSync(this.cache);
    this.pin('v1.2.3');
    this.write('pins/tiny/code/go.mod', `module ${MODULE}\n\ngo 1.24\n`);
    this.code('var version string\n\nfunc main() { print("tiny ", version) }\n');
  }

  /** The engine; `says` is the version that its binary is told, if not the pinned one. */
  engine(says?: string, name = 'tiny'): Engine {
    return goEngine({
      name,
      module: 'tiny',
      package: MODULE,
      versionOf: MODULE,
      asked: [],
      variables: (version) => ({ 'main.version': says ?? version }),
    });
  }

  /** One start of a command: nothing is remembered from another one. */
  workshop(environment: Readonly<Record<string, string>> = {}, signal?: AbortSignal): Workshop {
    const write = (text: string) => this.printed.push(text.replace(/ in \d+ s\n/, ''));
    return {
      environment: { ...process.env, GOPROXY: 'off', GOTOOLCHAIN: 'local', ...environment },
      pins: join(this.folder, 'pins'),
      cache: this.cache,
      progress: new Progress({ write }),
      signal: signal ?? new AbortController().signal,
      once: onceEach(),
    };
  }

  pin(version: string, go = '1.24'): void {
    const replace = `replace ${MODULE} => ./code`;
    this.write('pins/tiny/go.mod', `module pins\n\ngo ${go}\n\nrequire ${MODULE} ${version}\n\n${replace}\n`);
  }

  code(text: string): void {
    this.write('pins/tiny/code/main.go', `package main\n\n${text}`);
  }

  write(path: string, text: string, mode = 0o644): string {
    writeFileSync(join(this.folder, path), text, { mode });
    return join(this.folder, path);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, maxRetries: 10 });
  }
}
