import { load } from 'js-yaml';
import { type Dependencies, packageFiles } from './package-file';
import type { Check } from './source-tree';

const exact = /^(npm:(@[\w.-]+\/)?[\w.-]+@)?\d+\.\d+\.\d+(-[\w.]+)?$/;

/**
 * Every version is chosen by us, once. A peer dependency may be a range: it is a promise to whoever installs
 * the package, not a choice.
 */
export const pinnedVersions: Check = (files) => {
  const declared = packageFiles(files).flatMap(({ path, content }) =>
    [content.dependencies, content.devDependencies, content.optionalDependencies].flatMap((dependencies) =>
      loose(path, dependencies, (version) => /^(catalog:|workspace:\*$)/.test(version)),
    ),
  );
  const workspace = files.find(({ path }) => path === 'pnpm-workspace.yaml');
  if (workspace === undefined) return declared;
  const { catalog } = load(workspace.text) as { catalog?: Dependencies };
  return [...declared, ...loose(`${workspace.path}: catalog`, catalog, () => false)];
};

function loose(
  where: string,
  dependencies: Dependencies | undefined,
  refers: (version: string) => boolean,
): string[] {
  return Object.entries(dependencies ?? {})
    .filter(([, version]) => !exact.test(version) && !refers(version))
    .map(([name, version]) => `${where}: ${name} is ${version}; pin an exact version, or use the catalog`);
}
