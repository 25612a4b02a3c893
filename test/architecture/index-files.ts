import { type Check, isGenerated, nameOf } from './source-tree';
import { placeOf, type SyntaxNode, statementsOf } from './syntax';

/** The index of a package is its table of contents: named exports from elsewhere, one by one. */
export const indexFiles: Check = (files) =>
  files
    .filter(({ path }) => path.startsWith('packages/') && nameOf(path) === 'index.ts' && !isGenerated(path))
    .flatMap((file) =>
      statementsOf(file).flatMap((statement) => {
        const fault = faultOf(statement);
        return fault === undefined ? [] : [`${placeOf(file, statement)}: ${fault}`];
      }),
    );

function faultOf(statement: SyntaxNode): string | undefined {
  if (statement.type === 'ExportAllDeclaration') return '`export *` hides what is public; name each export';
  if (statement.type !== 'ExportNamedDeclaration')
    return 'an index only exports; move this to a file of its own';
  const names = statement.specifiers as readonly SyntaxNode[];
  if (names.some(({ type }) => type === 'ExportNamespaceSpecifier')) {
    return '`export * as` hides what is public; name each export';
  }
  // `export {}` makes an empty file a module.
  const imported = statement.source !== null || names.length === 0;
  return imported ? undefined : 'export directly from the file that defines it: `export { x } from`';
}
