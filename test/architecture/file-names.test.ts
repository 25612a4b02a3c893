import { fileNames } from './file-names';
import { sourceTree } from './source-tree';

test.each([
  ['utils', 'packages/a/src/utils.ts'],
  ['helpers', 'packages/a/src/_helpers.ts'],
  ['common', 'packages/a/src/common/label.ts'],
  ['misc', 'stacks/platform/misc.ts'],
  ['types', 'packages/a/src/types.d.ts'],
  ['utils', 'test/golden/yaml-utils.test.ts'],
])('fails when a file or folder is called %s: %s', (word, path) => {
  expect(fileNames(sourceTree({ [path]: '' }))).toEqual([
    `${path}: is named "${word}"; name it after its concept`,
  ]);
});

test('lets words that only contain one of them be', () => {
  const files = sourceTree({
    'packages/a/src/common-name.ts': '',
    'packages/a/src/prototypes.ts': '',
    'docs/types.md': '',
    'test/model/overlay-types.test.ts': '',
    'packages/crds/src/generated/types.ts': '',
  });

  expect(fileNames(files)).toEqual([]);
});
