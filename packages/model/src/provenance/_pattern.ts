import type { Expression, ObjectPatternProperty, Pattern, Span } from '@swc/core';
import { plainKey } from './_syntax';

/** Where the value behind a name comes from. Parameters, functions and everything that can change are `unknown`. */
export type Origin =
  | { readonly kind: 'value'; readonly node: Expression; readonly path: readonly (string | number)[] }
  | { readonly kind: 'import'; readonly from: string; readonly exported: string }
  | { readonly kind: 'namespace'; readonly from: string }
  | { readonly kind: 'unknown' };

/** The part of a file in which a name is visible. */
export type Scope = Pick<Span, 'start' | 'end'>;

export type Declare = (name: string, scope: Scope, origin: Origin) => void;

/** Binds the names of a pattern: `{ small: { cpu } }` of x is x.small.cpu. Without x, what they hold is unknown. */
export function bind(
  pattern: Pattern,
  scope: Scope,
  declare: Declare,
  node?: Expression,
  path: readonly (string | number)[] = [],
): void {
  const inside = (part: Pattern, key: string | number) => bind(part, scope, declare, node, [...path, key]);
  const unknown = (part: Pattern) => bind(part, scope, declare);
  switch (pattern.type) {
    case 'Identifier':
      declare(pattern.value, scope, node === undefined ? { kind: 'unknown' } : { kind: 'value', node, path });
      break;
    case 'ArrayPattern':
      pattern.elements.forEach((element, index) => {
        if (element) inside(element, index);
      });
      break;
    case 'ObjectPattern':
      for (const property of pattern.properties) {
        bindProperty(property, inside, unknown);
      }
      break;
    // A default may or may not apply.
    case 'AssignmentPattern':
      unknown(pattern.left);
      break;
    case 'RestElement':
      unknown(pattern.argument);
      break;
  }
}

function bindProperty(
  property: ObjectPatternProperty,
  inside: (part: Pattern, key: string) => void,
  unknown: (part: Pattern) => void,
): void {
  if (property.type === 'RestElement') unknown(property.argument);
  else if (property.type === 'AssignmentPatternProperty') {
    if (property.value) unknown(property.key);
    else inside(property.key, property.key.value);
  } else {
    const key = plainKey(property.key);
    if (key === undefined) unknown(property.value);
    else inside(property.value, key);
  }
}
