import { type Import, importsOf, packageOf, relativeTarget } from './imports';
import { type Check, folderOf, isCode, nameOf, ownerOf } from './source-tree';

/** A package is entered by its name alone, and a private file is for its own folder. */
export const deepImports: Check = (files) =>
  files
    .filter(({ path }) => isCode(path))
    .flatMap((file) => importsOf(file))
    .flatMap((imported) => {
      const fault = relativeTarget(imported) === undefined ? packageFault(imported) : relativeFault(imported);
      return fault === undefined ? [] : [`${imported.place}: imports ${imported.specifier}; ${fault}`];
    });

function packageFault({ specifier }: Import): string | undefined {
  const name = packageOf(specifier);
  if (!/^@(plinth|acme)\//.test(name) || specifier === name) return undefined;
  return specifier === `${name}/package.json`
    ? undefined
    : `import ${name}, and export there what is missing`;
}

function relativeFault(imported: Import): string | undefined {
  const target = relativeTarget(imported) ?? '';
  const from = ownerOf(imported.file.path);
  // Stacks and environments publish nothing: tests and tools reach them by path.
  const reachable = ['test', 'tools'].includes(from) && !target.startsWith('packages/');
  const isBeside = from === '' && !target.includes('/');
  if (ownerOf(`${target}/`) !== from && !reachable && !isBeside) {
    return `it leaves ${from || 'the root'}; import the package by its name`;
  }
  if (nameOf(target).startsWith('_') && folderOf(target) !== folderOf(imported.file.path)) {
    return `${nameOf(target)} is private to ${folderOf(target)}`;
  }
  return undefined;
}
