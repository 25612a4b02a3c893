import { MountedFiles, type Workspace } from '@plinth/testing';
import type { RenderedService } from './rendered-service';
import type { Issued } from './service-vault';

/** The folder with certificate, key, authorities and clients of one pod, as the kubelet keeps it. */
export class TlsFolder {
  readonly #mounted: MountedFiles;
  #files: Readonly<Record<string, string>>;

  constructor(
    readonly service: RenderedService,
    workspace: Workspace,
    files: Issued & { readonly 'ca.crt': string },
  ) {
    const { clients } = service.files;
    this.#mounted = new MountedFiles(workspace.file(`${service.name}-tls`));
    this.#files = { ...files, ...(clients !== undefined && { clients }) };
    this.#mounted.write(this.#files);
  }

  get folder(): string {
    return this.#mounted.folder;
  }

  /** What is there now. */
  get files(): Readonly<Record<string, string>> {
    return this.#files;
  }

  /** What it shows to others, and whom it believes. */
  get shown(): { readonly cert: string; readonly key: string; readonly ca: string } {
    const { 'tls.crt': cert = '', 'tls.key': key = '', 'ca.crt': ca = '' } = this.#files;
    return { cert, key, ca };
  }

  /** Replaces some of the files, all at one instant. */
  replace(files: Readonly<Record<string, string>>): void {
    this.#files = { ...this.#files, ...files };
    this.#mounted.write(this.#files);
  }

  /** The rendered variables of the program, with the folder where it is here. */
  get variables(): Readonly<Record<string, string>> {
    return Object.fromEntries(
      Object.entries(this.service.variables).map(([name, value]) => [
        name,
        value.replace(/^\/tls(?=\/)/, this.folder),
      ]),
    );
  }
}
