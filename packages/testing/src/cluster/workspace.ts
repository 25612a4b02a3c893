import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { guardian } from './guardian';

/** The folder of one cluster: certificates, tokens, data and logs; nobody else may read it. */
export class Workspace {
  readonly path: string;

  constructor(name: string) {
    this.path = mkdtempSync(join(tmpdir(), `plinth-${name}-`));
    guardian.watch({ folder: this.path });
    chmodSync(this.path, 0o700);
    mkdirSync(this.file('logs'));
  }

  file(...parts: readonly string[]): string {
    return join(this.path, ...parts);
  }

  log(name: string): string {
    return this.file('logs', `${name}.log`);
  }

  write(name: string, text: string): string {
    const path = this.file(name);
    writeFileSync(path, text, { mode: 0o600 });
    return path;
  }

  /** Takes everything away, or all but the logs. */
  remove({ keepLogs }: { readonly keepLogs: boolean }): void {
    guardian.release({ folder: this.path });
    if (!keepLogs) {
      rmSync(this.path, { recursive: true, force: true });
      return;
    }
    for (const name of readdirSync(this.path).filter((entry) => entry !== 'logs')) {
      rmSync(this.file(name), { recursive: true, force: true });
    }
  }
}
