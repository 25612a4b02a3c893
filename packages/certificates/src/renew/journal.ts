import { constants } from 'node:fs';
import { chmod, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { show, UserError } from '@plinth/errors';

/** A certificate that is asked for. What it holds is secret. */
export interface BegunRequest {
  readonly name: string;
  /** `asked`: Vault may have signed. `signed`: the certificate is here. */
  readonly phase: 'asked' | 'signed';
  readonly key: string;
  readonly request: string;
  readonly publicKey: string;
  /** Mount of the authority, to find it again there. */
  readonly mount: string;
  /** Of the path in Vault's store, when it is there. */
  readonly version: number;
  readonly since: string;
  readonly certificate?: string;
}

/** A version in Vault's store on its way to where it is used: until it serves there, every run brings it there. */
export interface BegunDelivery {
  readonly name: string;
  readonly phase: 'stored';
  readonly version: number;
}

export type JournalEntry = BegunRequest | BegunDelivery;

/**
 * A folder for what runs have begun, that nobody else may look into.
 * @throws UserError `state`
 */
export async function makeStateFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await chmod(folder, 0o700);
  } catch (error) {
    throw stateError(folder, `a folder that cannot be used (${(error as NodeJS.ErrnoException).code})`);
  }
}

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
    await mkdir(begun, { recursive: true, mode: 0o700 });
    const names = (await readdir(begun)).filter((name) => name.endsWith('.json'));
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
    await rm(join(this.#folder, 'begun', `${name}.json`), { force: true });
    this.#entries.delete(name);
  }

  /** Serials that a mount had signed before anything that is in this journal was asked for. */
  async readBaseline(): Promise<Readonly<Record<string, readonly string[]>>> {
    const text = await readFile(join(this.#folder, 'baseline.json'), 'utf8').catch(() => '{}');
    return JSON.parse(text) as Readonly<Record<string, readonly string[]>>;
  }

  async writeBaseline(serials: Readonly<Record<string, readonly string[]>>): Promise<void> {
    await this.#replace('.', 'baseline.json', serials);
  }

  async #replace(subfolder: string, name: string, content: object): Promise<void> {
    const folder = join(this.#folder, subfolder);
    const part = join(folder, `${name}.part`);
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
    const opened = await open(folder, 'r');
    try {
      await opened.sync();
    } finally {
      await opened.close();
    }
  }
}

const REQUEST = ['key', 'request', 'publicKey', 'mount', 'since'] as const;

async function readEntry(file: string): Promise<JournalEntry> {
  let entry: Partial<BegunRequest | BegunDelivery> | null;
  try {
    entry = JSON.parse(await readFile(file, 'utf8')) as Partial<JournalEntry> | null;
  } catch {
    entry = null;
  }
  const { name, phase, version, ...request } = (entry ?? {}) as Partial<BegunRequest>;
  const texts = [name, phase, ...(entry?.phase === 'stored' ? [] : REQUEST.map((field) => request[field]))];
  if (texts.every((one) => typeof one === 'string') && typeof version === 'number')
    return entry as JournalEntry;
  throw stateError(file, 'a file that no run has written');
}

function stateError(where: string, found: string): UserError {
  return new UserError({
    code: 'state',
    where: show(where),
    found,
    allowed: 'a folder of this command alone, on a disk of this machine',
    fix: 'name another folder with --state, or restore this one: it says what may have been issued',
  });
}
