import { isBuiltin } from 'node:module';
import { importsOf, packageOf, relativeTarget } from './imports';
import { packageFiles } from './package-file';
import { type Check, isProduct, ownerOf } from './source-tree';

/**
 * What a package imports stands in its own package.json. The workspace root links everything, so a missing
 * line is noticed by nobody but whoever installs the published package.
 */
export const declaredImports: Check = (files) => {
  const packages = new Map(packageFiles(files).map((file) => [file.folder, file]));
  const problems = new Set<string>();
  for (const file of files.filter(({ path }) => isProduct(path))) {
    const owner = packages.get(ownerOf(file.path));
    if (owner === undefined || owner.folder === '') continue;
    const { name, dependencies, peerDependencies, optionalDependencies } = owner.content;
    const declared = { ...dependencies, ...peerDependencies, ...optionalDependencies };
    for (const imported of importsOf(file)) {
      const wanted = packageOf(imported.specifier);
      if (relativeTarget(imported) !== undefined || isBuiltin(wanted)) continue;
      if (wanted in declared || wanted === name) continue;
      problems.add(`${imported.place}: imports ${wanted}, which ${owner.path} does not declare`);
    }
  }
  return [...problems];
};
