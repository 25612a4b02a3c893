import { constants } from 'node:fs';
import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { sync } from '../plain-file';
import {
  type Baseline,
  type BegunRequest,
  type JournalEntry,
  readBaseline,
  readEntry,
} from './journal-entry';
import { makeStateFolder, onStateDisk } from './state-folder';

/**
 * What runs have begun, on this machine's disk before Vault hears of it: a run that is killed at any moment is finished by the
 * next one. Folders have mode 0700, files 0600, whatever the umask; a name is either the old file or the new one.
 */
export class Journal {
  readonly #folder: string;
  readonly #entries: Map<string, JournalEntry>;

  private constructor(folder: string, entries: Map<string, JournalEntry>) {
    this.#folder = folder;
    this.#entries = entries;
  }

  /** @throws UserError `state` when the folder cannot be used, or holds what no run has written */
  static async open(folder: string): Promise<Journal> {
    await makeStateFolder(folder);
    const begun = join(folder, 'begun');
    const names = await onStateDisk(begun, async () => {
      await mkdir(begun, { recursive: true, mode: 0o700 });
      return (await readdir(begun)).filter((name) => name.endsWith('.json'));
    });
    const entries = await Promise.all(names.map((name) => readEntry(join(begun, name))));
    return new Journal(folder, new Map(entries.map((entry) => [entry.name, entry])));
  }

  get entries(): readonly JournalEntry[] {
    return [...this.#entries.values()];
  }

  request(name: string): BegunRequest | undefined {
    const entry = this.#entries.get(name);
    return entry?.phase === 'stored' ? undefined : entry;
  }

  isOnItsWay(name: string): boolean {
    return this.#entries.get(name)?.phase === 'stored';
  }

  /** When this returns, not even a loss of power loses it. */
  async write(entry: JournalEntry): Promise<void> {
    await this.#replace('begun', `${entry.name}.json`, entry);
    this.#entries.set(entry.name, entry);
  }

  async remove(name: string): Promise<void> {
    await onStateDisk(this.#folder, () => rm(join(this.#folder, 'begun', `${name}.json`), { force: true }));
    this.#entries.delete(name);
  }

  /** Serials that a mount had signed before anything that is in this journal was asked for. */
  async readBaseline(): Promise<Baseline> {
    return await readBaseline(join(this.#folder, 'baseline.json'));
  }

  async writeBaseline(serials: Baseline): Promise<void> {
    await this.#replace('.', 'baseline.json', serials);
  }

  async #replace(subfolder: string, name: string, content: object): Promise<void> {
    const folder = join(this.#folder, subfolder);
    const part = join(folder, `${name}.part`);
    await onStateDisk(part, async () => {
      // What a killed run has left is nobody's.
      const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC | constants.O_NOFOLLOW;
      const file = await open(part, flags, 0o600);
      try {
        await file.chmod(0o600);
        await file.writeFile(JSON.stringify(content));
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(part, join(folder, name));
      await sync(folder);
    });
  }
}
