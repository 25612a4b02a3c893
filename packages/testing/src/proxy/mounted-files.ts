import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const DATA = '..data';

/**
 * Files in a folder as the kubelet mounts Secrets, ConfigMaps and projected volumes: each is a link through the link
 * `..data`, which is moved, so that all files change at one instant. Programs that watch a file alone see nothing.
 * @see https://pkg.go.dev/k8s.io/kubernetes/pkg/volume/util#AtomicWriter
 */
export class MountedFiles {
  #current: string | undefined;
  #generation = 0;

  constructor(readonly folder: string) {
    mkdirSync(folder, { recursive: true });
  }

  /** The path by which programs open a file. */
  path(name: string): string {
    return join(this.folder, name);
  }

  /** Replaces all files, as when the object behind the volume changes. */
  write(files: Readonly<Record<string, string>>): void {
    const previous = this.#current;
    this.#generation += 1;
    this.#current = `..${this.#generation}`;
    for (const [name, text] of Object.entries(files)) {
      const path = join(this.folder, this.#current, name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text, { mode: 0o600 });
    }
    symlinkSync(this.#current, join(this.folder, '..data_tmp'));
    renameSync(join(this.folder, '..data_tmp'), join(this.folder, DATA));
    for (const name of Object.keys(files)) this.#link(name);
    if (previous !== undefined) rmSync(join(this.folder, previous), { recursive: true });
  }

  #link(name: string): void {
    try {
      symlinkSync(join(DATA, name), this.path(name));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}
