import { createHash } from 'node:crypto';
import { lstat, mkdir, readdir, readlink, rename, rm, stat, symlink } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { NoPlainFile, type PlainFile, readPlain, removeFolder, sync, within, writeNew } from '../plain-file';

/** A file as it has to be. */
export interface WantedFile {
  readonly path: string;
  readonly content: string | Buffer;
  readonly mode: 0o644 | 0o600;
}

/** A file as it is written: its owner is whoever owned the one before. */
interface OwnedFile extends PlainFile {
  readonly path: string;
}

/**
 * The files of one certificate in one folder. What programs open are links through one link, `.<name>`, to a folder that holds
 * one version of all of them: renaming that link changes certificate and key in one step, as the kubelet does with Secrets.
 * Each step can be repeated: a run that is killed between two of them is finished by the next.
 *
 * A folder may belong to somebody who may do less than we: nothing is read there through links of others, and what is copied may be
 * read by nobody who could not read it before.
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
    const carried = await this.#carried(files);
    const found = await this.#findAll([...files.map(({ path }) => path), ...carried]);
    await this.#adopt(files, found);
    const before = await this.#target(this.#link);
    const { uid, gid } = await stat(this.#folder);
    const version = await this.#build([
      ...files.map((file) => ({
        uid,
        gid,
        ...found.get(file.path),
        ...file,
        content: Buffer.from(file.content),
      })),
      ...carried.flatMap((path) => found.get(path) ?? []),
    ]);
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
    if (before === undefined || !this.#isVersion(before)) return false;
    await this.#point(this.#link, before);
    return true;
  }

  get #link(): string {
    return join(this.#folder, `.${this.#name}`);
  }

  get #previous(): string {
    return join(this.#folder, `.${this.#name}.previous`);
  }

  /** Files that an earlier list had here as well: somebody may go on reading them. */
  async #carried(files: readonly WantedFile[]): Promise<string[]> {
    const paths = (await readdir(this.#folder)).sort().map((name) => join(this.#folder, name));
    const areOurs = await Promise.all(paths.map((path) => this.#leads(path)));
    return paths.filter(
      (path, index) => areOurs[index] && !files.some((file) => basename(file.path) === basename(path)),
    );
  }

  /** What is there, by path. */
  async #findAll(paths: readonly string[]): Promise<Map<string, OwnedFile>> {
    const current = await this.#target(this.#link);
    if (current !== undefined && !this.#isVersion(current))
      throw refused(this.#link, 'a link to elsewhere', 'remove it');
    const found = await Promise.all(paths.map((path) => this.#find(path, current)));
    return new Map(found.flatMap((file) => (file === undefined ? [] : [[file.path, file]])));
  }

  async #find(path: string, current: string | undefined): Promise<OwnedFile | undefined> {
    try {
      const isOurs = await this.#leads(path);
      if (isOurs && current === undefined) return undefined;
      const version = isOurs ? current : await this.#renamedVersion(path);
      const file =
        version === undefined
          ? await readPlain(path, 'refused')
          : await within(join(this.#folder, version), (at) => readPlain(join(at, basename(path)), 'refused'));
      await this.#refuseStranger(file);
      return { path, ...file };
    } catch (error) {
      const { code = '' } = error as NodeJS.ErrnoException;
      if (code === 'ENOENT') return undefined;
      if (error instanceof NoPlainFile) throw refused(path, error.code);
      throw ['ENOTDIR', 'ELOOP'].includes(code) ? refused(path, 'a link to elsewhere') : error;
    }
  }

  /** The new key is given to whoever owned the old one: that must not be just anybody who was there first. */
  async #refuseStranger({ uid }: PlainFile): Promise<void> {
    const folder = await stat(this.#folder);
    const isOfAll = (folder.mode & 0o002) !== 0;
    if (isOfAll && ![folder.uid, process.geteuid?.()].includes(uid))
      throw new NoPlainFile('of somebody else, in a folder that everybody may write to');
  }

  /** Plain files, of a person or of another program, become the version that is there. */
  async #adopt(files: readonly WantedFile[], found: ReadonlyMap<string, OwnedFile>): Promise<void> {
    const areOurs = await Promise.all([...found.keys()].map((path) => this.#leads(path)));
    if (!areOurs.includes(false)) return;
    const modes = new Map(files.map(({ path, mode }) => [path, mode]));
    const present = [...found.values()].map((file) => ({
      ...file,
      mode: file.mode & (modes.get(file.path) ?? 0o644),
    }));
    await this.#point(this.#link, await this.#build(present));
    for (const { path } of present) await this.#lead(path);
  }

  /** A folder with these contents, whole on the disk. What somebody has changed under a name gets another name. */
  async #build(files: readonly OwnedFile[]): Promise<string> {
    for (let attempt = 0; ; attempt += 1) {
      const version = this.#versionOf(files, attempt);
      const folder = join(this.#folder, version);
      if (await holds(folder, files)) return version;
      if (await isTaken(folder)) continue;
      const part = `${folder}.part`;
      await removeFolder(part);
      await mkdir(part, { mode: 0o755 });
      await within(part, async (at, opened) => {
        for (const file of files) await writeNew(join(at, basename(file.path)), file);
        await opened.chmod(0o755);
        await opened.sync();
      });
      await rename(part, folder);
      await sync(this.#folder);
      return version;
    }
  }

  #versionOf(files: readonly OwnedFile[], attempt: number): string {
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

  /** The version to which a path leads under the name that the entry of the list had before. */
  async #renamedVersion(path: string): Promise<string | undefined> {
    const [link = '', file] = ((await this.#target(path)) ?? '').split('/');
    if (!/^\.[a-z0-9-]+$/.test(link) || file !== basename(path)) return undefined;
    const version = await this.#target(join(this.#folder, link));
    return version !== undefined && isVersionOf(link, version) ? version : undefined;
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
    for (const name of await readdir(this.#folder)) {
      const isOurs = this.#isVersion(name.replace(/\.part$/, ''));
      if (isOurs && !kept.includes(name)) await removeFolder(join(this.#folder, name));
    }
  }

  #isVersion(name: string): boolean {
    return isVersionOf(`.${this.#name}`, name);
  }
}

/** Whether a folder is one of those to which a link of ours leads. */
function isVersionOf(link: string, folder: string): boolean {
  return folder.startsWith(`${link}.`) && /^[0-9a-f]{16}$/.test(folder.slice(link.length + 1));
}

/** Told with the reasons of the disk, for it is one of them: somebody has put there what nobody may rely on. */
function refused(path: string, found: string, fix = 'put a plain file there, or remove it'): NoPlainFile {
  return new NoPlainFile(`${basename(path)} is ${found}: ${fix}`);
}

/** Whether a folder is there that has exactly these files, as they have to be. */
async function holds(folder: string, files: readonly OwnedFile[]): Promise<boolean> {
  try {
    return await within(folder, async (at) => {
      const there = await Promise.all(
        files.map(({ path }) => readPlain(join(at, basename(path)), 'refused')),
      );
      return there.every(
        ({ content, mode }, index) => mode === files[index]?.mode && content.equals(files[index].content),
      );
    });
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (error instanceof NoPlainFile || ['ENOENT', 'ENOTDIR', 'ELOOP'].includes(code)) return false;
    throw error;
  }
}

async function isTaken(path: string): Promise<boolean> {
  return await lstat(path).then(
    () => true,
    () => false,
  );
}
