/** A file of the repository, or of a fixture. Paths are relative to the root, with forward slashes. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/**
 * One promise of the repository about itself: every place that breaks it, as `path:line: what and why`.
 * Pure, so that each check is tested with a tree that breaks it.
 */
export type Check = (files: readonly SourceFile[]) => string[];

/** A tree in memory: paths and texts. */
export function sourceTree(texts: Readonly<Record<string, string>>): SourceFile[] {
  return Object.entries(texts).map(([path, text]) => ({ path, text }));
}

/** TypeScript and JavaScript. */
export function isCode(path: string): boolean {
  return /\.[cm]?[jt]s$/.test(path) && !path.startsWith('docs/');
}

/** Written by a generator and never edited. */
export function isGenerated(path: string): boolean {
  return path.split('/').includes('generated');
}

/** Code that proves the product and is not part of it. */
export function isTest(path: string): boolean {
  return (
    /\.test\.[cm]?[jt]s$/.test(path) ||
    /(^|\/)fixtures\/|\.fixture\//.test(path) ||
    /^(test|packages\/testing)\//.test(path)
  );
}

/** Code of the product, written by hand. */
export function isProduct(path: string): boolean {
  return isCode(path) && !isTest(path) && !isGenerated(path);
}

/**
 * The folder that a file belongs to, within which it may import by relative path: `packages/model`,
 * `stacks/platform`, `environments`, `test`. Files at the root belong to an owner without a name.
 */
export function ownerOf(path: string): string {
  const [top = '', name = ''] = path.split('/');
  if (top === 'packages' || top === 'stacks') return `${top}/${name}`;
  return path.includes('/') ? top : '';
}

/** The folder of a file. */
export function folderOf(path: string): string {
  return path.split('/').slice(0, -1).join('/');
}

/** The last part of a path. */
export function nameOf(path: string): string {
  return path.split('/').at(-1) ?? path;
}
