import { createHash } from 'node:crypto';
import { constants, type Stats } from 'node:fs';
import { mkdir, open, readdir, readFile, readlink, rename, rm, stat, symlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** A file as it has to be. */
export interface WantedFile {
  readonly path: string;
  readonly content: string | Buffer;
  readonly mode: 0o644 | 0o600;
}

/**
 * The files of one certificate in one folder. What programs open are links through one link, `.<name>`, to a folder that holds
 * one version of all of them: renaming that link changes certificate and key in one step, as the kubelet does with Secrets.
 * Each step can be repeated: a run that is killed between two of them is finished by the next.
 */
export class VersionFolder {
  readonly #folder: string;
  readonly #name: string;
  #isChanged: boolean;

  /** @param isBegun whether an earlier run may have put these files in place without having looked whether they serve */
  constructor(folder: string, name: string, isBegun: boolean) {
    this.#folder = folder;
    this.#name = name;
    this.#isChanged = isBegun;
  }

  /** Puts files in place, and keeps what was there. */
  async install(files: readonly WantedFile[]): Promise<void> {
    await this.#adopt(files);
    const before = await this.#target(this.#link);
    const version = await this.#build(files);
    if (before !== undefined && before !== version) await this.#point(this.#previous, before);
    this.#isChanged ||= before !== version;
    await this.#point(this.#link, version);
    for (const { path } of files) await this.#lead(path);
    await this.#sweep();
  }

  /**
   * Back to what was there before `install`.
   * @returns false when nothing was, or the same
   */
  async rollBack(): Promise<boolean> {
    if (!this.#isChanged) return false;
    const before = await this.#target(this.#previous);
    if (before === undefined) return false;
    await this.#point(this.#link, before);
    return true;
  }

  get #link(): string {
    return join(this.#folder, `.${this.#name}`);
  }

  get #previous(): string {
    return join(this.#folder, `.${this.#name}.previous`);
  }

  /** Plain files, of a person or of another program, become the version that is there. */
  async #adopt(files: readonly WantedFile[]): Promise<void> {
    const found = await Promise.all(
      files.map(async (file) => ({ ...file, found: await tryRead(file.path) })),
    );
    const isOurs = await Promise.all(files.map(({ path }) => this.#leads(path)));
    if (found.every((file, index) => file.found === undefined || isOurs[index])) return;
    const present = found.flatMap(({ found: content, ...file }) =>
      content === undefined ? [] : [{ ...file, content }],
    );
    await this.#point(this.#link, await this.#build(present));
    for (const { path } of present) await this.#lead(path);
  }

  /** A folder with these contents, whole on the disk. What somebody has changed under a name gets another name. */
  async #build(files: readonly WantedFile[]): Promise<string> {
    for (let attempt = 0; ; attempt += 1) {
      const version = this.#versionOf(files, attempt);
      const folder = join(this.#folder, version);
      const there = await Promise.all(files.map(({ path }) => tryRead(join(folder, basename(path)))));
      if (files.every(({ content }, index) => there[index]?.equals(Buffer.from(content)))) return version;
      if ((await tryStat(folder)) !== undefined) continue;
      const part = `${folder}.part`;
      await rm(part, { recursive: true, force: true });
      await mkdir(part, { mode: 0o755 });
      for (const file of files) await writeFile(join(part, basename(file.path)), file);
      await sync(part, (opened) => opened.chmod(0o755));
      await rename(part, folder);
      await sync(this.#folder);
      return version;
    }
  }

  #versionOf(files: readonly WantedFile[], attempt: number): string {
    const digest = createHash('sha256').update(String(attempt));
    for (const { path, content } of files) digest.update(JSON.stringify([basename(path), String(content)]));
    return `.${this.#name}.${digest.digest('hex').slice(0, 16)}`;
  }

  async #lead(path: string): Promise<void> {
    if (!(await this.#leads(path))) await this.#replaceLink(path, `.${this.#name}/${basename(path)}`);
  }

  async #leads(path: string): Promise<boolean> {
    return (await this.#target(path)) === `.${this.#name}/${basename(path)}`;
  }

  async #point(link: string, version: string): Promise<void> {
    if ((await this.#target(link)) !== version) await this.#replaceLink(link, version);
  }

  async #replaceLink(link: string, target: string): Promise<void> {
    const part = join(this.#folder, `.${this.#name}.link.part`);
    await rm(part, { force: true });
    await symlink(target, part);
    await rename(part, link);
    await sync(this.#folder);
  }

  async #target(link: string): Promise<string | undefined> {
    return await readlink(link).catch(() => undefined);
  }

  /** Versions before the previous one, and what killed runs have left. */
  async #sweep(): Promise<void> {
    const kept = await Promise.all([this.#target(this.#link), this.#target(this.#previous)]);
    const start = `.${this.#name}.`;
    for (const name of await readdir(this.#folder)) {
      const isVersion = name.startsWith(start) && /^[0-9a-f]{16}(?:\.part)?$/.test(name.slice(start.length));
      if (isVersion && !kept.includes(name))
        await rm(join(this.#folder, name), { recursive: true, force: true });
    }
  }
}

/** Nobody else may read it before it is complete, and its owner is whoever owned the one before. */
async function writeFile(path: string, { content, mode, path: replaced }: WantedFile): Promise<void> {
  const file = await open(path, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600);
  try {
    const owner = (await tryStat(replaced)) ?? (await stat(dirname(replaced)));
    const own = await file.stat();
    if (owner.uid !== own.uid || owner.gid !== own.gid) await file.chown(owner.uid, owner.gid);
    await file.chmod(mode);
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function sync(
  folder: string,
  step: (opened: Awaited<ReturnType<typeof open>>) => Promise<void> = async () => undefined,
): Promise<void> {
  const opened = await open(folder, 'r');
  try {
    await step(opened);
    await opened.sync();
  } finally {
    await opened.close();
  }
}

async function tryRead(path: string): Promise<Buffer | undefined> {
  return await orNothing(readFile(path));
}

/** Through links: whose the file is that programs read. */
async function tryStat(path: string): Promise<Stats | undefined> {
  return await orNothing(stat(path));
}

async function orNothing<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
