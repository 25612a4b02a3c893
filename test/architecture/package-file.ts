import { folderOf, nameOf, type SourceFile } from './source-tree';

/** A package.json, as far as the checks look at it. */
export interface PackageFile {
  readonly path: string;
  readonly folder: string;
  readonly content: {
    readonly name?: string;
    readonly private?: boolean;
    readonly license?: string;
    readonly scripts?: Readonly<Record<string, string>>;
    readonly exports?: Readonly<Record<string, unknown>>;
    readonly publishConfig?: { readonly exports?: unknown };
    readonly dependencies?: Dependencies;
    readonly devDependencies?: Dependencies;
    readonly peerDependencies?: Dependencies;
    readonly optionalDependencies?: Dependencies;
  };
}

export type Dependencies = Readonly<Record<string, string>>;

/** Every package.json of the workspace, the root's first. */
export function packageFiles(files: readonly SourceFile[]): PackageFile[] {
  return files
    .filter(({ path }) => nameOf(path) === 'package.json' && !path.includes('.fixture/'))
    .map(({ path, text }) => ({ path, folder: folderOf(path), content: JSON.parse(text) }))
    .sort((a, b) => a.folder.length - b.folder.length);
}
