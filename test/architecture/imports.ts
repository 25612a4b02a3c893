import { posix } from 'node:path';
import type { SourceFile } from './source-tree';
import { identifier, isNode, nodesOf, placeOf, type SyntaxNode, stringValue } from './syntax';

/** One module that a file names, in whichever way. */
export interface Import {
  readonly file: SourceFile;
  /** `path:line`. */
  readonly place: string;
  readonly specifier: string;
  /** Erased by the compiler: it couples what is published, never what is loaded. */
  readonly typeOnly: boolean;
}

const found = new WeakMap<SourceFile, readonly Import[]>();

/** `import`, `import type`, `export … from`, `import()`, `require()`, `require.resolve()` and `typeof import()`. */
export function importsOf(file: SourceFile): readonly Import[] {
  const known = found.get(file);
  if (known !== undefined) return known;
  const imports: Import[] = [];
  for (const node of nodesOf(file)) {
    const specifier = stringValue(sourceOf(node));
    if (specifier === undefined) continue;
    imports.push({ file, place: placeOf(file, node), specifier, typeOnly: isTypeOnly(node) });
  }
  found.set(file, imports);
  return imports;
}

function sourceOf(node: SyntaxNode): unknown {
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ExportNamedDeclaration':
    case 'ExportAllDeclaration':
      return node.source;
    case 'TsImportType':
      return node.argument;
    case 'TsExternalModuleReference':
      return node.expression;
    case 'CallExpression': {
      const [first] = node.arguments as readonly { readonly expression: unknown }[];
      return loads(node.callee) ? first?.expression : undefined;
    }
    default:
      return undefined;
  }
}

function loads(callee: unknown): boolean {
  if (!isNode(callee)) return false;
  if (callee.type === 'Import' || identifier(callee) === 'require') return true;
  return callee.type === 'MemberExpression' && identifier(callee.object) === 'require';
}

function isTypeOnly(node: SyntaxNode): boolean {
  if (node.type === 'TsImportType' || node.typeOnly === true) return true;
  const names = (node.specifiers ?? []) as readonly SyntaxNode[];
  return names.length > 0 && names.every((name) => name.isTypeOnly === true);
}

/** What a relative import leads to, seen from the root; undefined for a package. */
export function relativeTarget(imported: Import): string | undefined {
  if (!/^\.\.?(\/|$)/.test(imported.specifier)) return undefined;
  return posix.normalize(posix.join(posix.dirname(imported.file.path), imported.specifier));
}

/** `@scope/name` or `name` of a package import, without the path behind it; builtins as `node:fs`. */
export function packageOf(specifier: string): string {
  const parts = specifier.split('/');
  return specifier.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? specifier);
}
