import { indexFiles } from './index-files';
import { sourceTree } from './source-tree';

test('lets an index name its exports', () => {
  const files = sourceTree({
    'packages/a/src/index.ts': "/** A. */\nexport { a, type B } from './a';\nexport type { C } from './c';",
    'packages/b/src/index.ts': 'export {};',
    'environments/index.ts': 'export const order = [];',
  });

  expect(indexFiles(files)).toEqual([]);
});

test.each([
  ['export all', "export * from './a';"],
  ['export all under a name', "export * as a from './a';"],
  ['a constant', 'export const a = 1;'],
  ['a function', 'export function a() {}'],
  ['a name from elsewhere in the file', 'export { a };'],
  ['a default', 'export default 1;'],
  ['an import', "import { a } from './a';"],
  ['an effect', 'register();'],
])('fails when an index holds %s', (_, code) => {
  const files = sourceTree({ 'packages/a/src/index.ts': `export { b } from './b';\n${code}` });

  expect(indexFiles(files)).toEqual([expect.stringContaining('packages/a/src/index.ts:2: ')]);
});
