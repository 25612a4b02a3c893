import type { ImportDeclaration, Module, Pattern, VariableDeclaration } from '@swc/core';
import { bind, type Declare, type Origin, type Scope } from './_pattern';
import type { Call } from './_syntax';

export interface Name {
  readonly scope: Scope;
  readonly origin: Origin;
}

/** Nodes that hide the names declared inside; functions are known by their parameters. */
const SCOPES = new Set([
  'BlockStatement',
  'ForStatement',
  'ForOfStatement',
  'ForInStatement',
  'CatchClause',
  'SwitchStatement',
  'TsModuleBlock',
]);

/** Types hold no values: half of the tree that need not be walked. */
const TYPES = new Set([
  'span',
  'typeAnnotation',
  'typeParameters',
  'typeArguments',
  'typeParams',
  'returnType',
]);

/** A node as the walk sees it: whatever has children. */
type AnyNode = Readonly<Record<string, unknown>> & { readonly type?: string; readonly span?: Scope };

/** Every name that a file declares, with the part of the file in which it is visible. Meets every call on the way. */
export function collectNames(program: Module, onCall: (call: Call) => void): Map<string, Name[]> {
  const names = new Map<string, Name[]>();
  const declare = (name: string, scope: Scope, origin: Origin): void => {
    const known = names.get(name);
    if (known === undefined) names.set(name, [{ scope, origin }]);
    else known.push({ scope, origin });
  };
  const visit = (node: AnyNode, outer: Scope): void => {
    const scope = isScope(node) ? (node.span ?? outer) : outer;
    if (Array.isArray(node.params))
      for (const parameter of node.params) bind(bare(parameter), scope, declare);
    switch (node.type) {
      case 'VariableDeclaration':
        bindVariables(node as unknown as VariableDeclaration, scope, declare);
        break;
      case 'ImportDeclaration':
        bindImports(node as unknown as ImportDeclaration, scope, declare);
        break;
      case 'CatchClause':
        if (node.param) bind(node.param as Pattern, scope, declare);
        break;
      case 'FunctionDeclaration':
      case 'ClassDeclaration':
      case 'TsEnumDeclaration':
        // Its parameters are inside, its name is outside.
        bind((node.identifier ?? node.id) as Pattern, outer, declare);
        break;
      case 'CallExpression':
      case 'NewExpression':
        onCall(node as unknown as Call);
        break;
    }
    for (const key in node) if (!TYPES.has(key)) visitChild(node[key], scope);
  };
  const visitChild = (child: unknown, scope: Scope): void => {
    if (typeof child !== 'object' || child === null) return;
    if (Array.isArray(child)) for (const one of child) visitChild(one, scope);
    else visit(child as AnyNode, scope);
  };
  visit(program as unknown as AnyNode, { start: 0, end: Number.POSITIVE_INFINITY });
  return names;
}

function isScope(node: AnyNode): boolean {
  return SCOPES.has(node.type ?? '') || Array.isArray(node.params);
}

function bindVariables(node: VariableDeclaration, scope: Scope, declare: Declare): void {
  for (const { id, init } of node.declarations) {
    // What `let` and `var` hold at the time of the call cannot be read from the text.
    bind(id, scope, declare, node.kind === 'const' && init ? init : undefined);
  }
}

function bindImports(node: ImportDeclaration, scope: Scope, declare: Declare): void {
  const from = node.source.value;
  for (const specifier of node.specifiers) {
    const name = specifier.local.value;
    if (specifier.type === 'ImportNamespaceSpecifier') declare(name, scope, { kind: 'namespace', from });
    else if (specifier.type === 'ImportDefaultSpecifier')
      declare(name, scope, { kind: 'import', from, exported: 'default' });
    else
      declare(name, scope, { kind: 'import', from, exported: (specifier.imported ?? specifier.local).value });
  }
}

/** Parameters of functions and of constructors come wrapped. */
function bare(parameter: { pat?: Pattern; param?: Pattern } & Pattern): Pattern {
  return parameter.pat ?? parameter.param ?? parameter;
}
