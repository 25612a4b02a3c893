import { ambientState } from './ambient-state';
import { fileCycles, packageCycles } from './cycles';
import { declaredImports } from './declared-imports';
import { deepImports } from './deep-imports';
import { environmentNames, environmentNamesInCode } from './environment-names';
import { externalPackages } from './external-packages';
import { fileNames } from './file-names';
import { fileSize } from './file-size';
import { importTable } from './import-table';
import { indexFiles } from './index-files';
import { machineTraces } from './machine-traces';
import { packageMetadata } from './package-metadata';
import { pinnedVersions } from './pinned-versions';
import { readRepository, thisMachine } from './repository';
import { singleInstance } from './single-instance';
import type { Check } from './source-tree';

const repository = readRepository();

const promises: readonly [string, Check][] = [
  ['packages import only what the import table allows', importTable],
  ['cdk8s-plus-27, Pulumi, the compiler and the file system have their places', externalPackages],
  ['no package needs itself', packageCycles],
  ['no file needs itself to load', fileCycles],
  ['what a package imports stands in its package.json', declaredImports],
  ['packages are entered by name, private files from their own folder', deepImports],
  ['an index holds named exports alone', indexFiles],
  ['environments are named under environments/ alone', environmentNamesInCode],
  ['settings, time and chance enter at the edge', ambientState],
  ['a file is read in one sitting', fileSize],
  ['a file is named after a concept', fileNames],
  ['every package has its README, licence and entries', packageMetadata],
  ['every version is pinned', pinnedVersions],
  ['Pulumi, cdk8s and constructs exist once', singleInstance],
  ['nothing names a registry or somebody’s machine', machineTraces(thisMachine())],
];

test.each(promises)('%s', (_, check) => {
  expect(check(repository)).toEqual([]);
});

test('the repository was read: it has environments and packages', () => {
  expect(environmentNames(repository).length).toBeGreaterThan(1);
  expect(repository.filter(({ path }) => path.startsWith('packages/')).length).toBeGreaterThan(50);
});
