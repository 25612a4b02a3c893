import type { CallExpression, Expression, HasSpan, Module, NewExpression, PropertyName } from '@swc/core';

export type Call = CallExpression | NewExpression;

/** The expression without what changes only its type or its reading: parentheses, `as`, `satisfies`, `!`. */
export function unwrap(node: Expression): Expression {
  switch (node.type) {
    case 'ParenthesisExpression':
    case 'TsAsExpression':
    case 'TsConstAssertion':
    case 'TsSatisfiesExpression':
    case 'TsNonNullExpression':
    case 'TsTypeAssertion':
    case 'TsInstantiation':
      return unwrap(node.expression);
    case 'OptionalChainingExpression':
      return unwrap(node.base as Expression);
    default:
      return node;
  }
}

/** The name of a key that is written out; undefined for a computed one. */
export function plainKey(key: PropertyName): string | undefined {
  switch (key.type) {
    case 'Identifier':
    case 'StringLiteral':
      return key.value;
    case 'NumericLiteral':
    case 'BigIntLiteral':
      return String(key.value);
    default:
      return undefined;
  }
}

/** Where a node begins and ends; the published types leave it out for some. */
export function spanOf(node: Call['callee'] | Module): HasSpan['span'] {
  return (node as HasSpan).span;
}
