import type { ArrayExpression, Expression, ObjectExpression, Property, PropertyName } from '@swc/core';
import type { ParsedFile } from './_parsed-file';
import type { Place, Sources } from './_sources';
import { type Call, plainKey, spanOf, unwrap } from './_syntax';

/** A property as it is written. */
export interface Entry {
  readonly file: ParsedFile;
  /** Where its key begins; for an element of a list, the element. */
  readonly key: number;
  /** Undefined for a method or an accessor. */
  readonly value: Expression | undefined;
  /** False when something that the text does not tell may have replaced it. */
  readonly certain: boolean;
}

/** `absent`: surely not there. `opaque`: the text does not tell. */
export type Answer = Entry | 'absent' | 'opaque';

type Key = string | number;
type Constant = string | number | boolean | null;

/** Deeper or longer than any declaration that a person writes; what refers to itself ends here. */
const LIMITS = { depth: 64, steps: 5000 };

/** Reads values from the text: what a key holds, what a name stands for. Made anew for every question. */
export class Reader {
  readonly #sources: Sources;
  #depth = 0;
  #steps = 0;

  constructor(sources: Sources) {
    this.#sources = sources;
  }

  /** What stands under a key of an object, a list, a module or the argument of a helper. */
  entry(place: Place, key: Key): Answer {
    return (
      this.#limited(() => {
        const target = this.resolve(place);
        switch (target?.node.type) {
          case 'ObjectExpression':
            return this.#inObject(target.file, target.node, key);
          case 'ArrayExpression':
            return this.#inList(target.file, target.node, key);
          case 'CallExpression':
          case 'NewExpression':
            return this.#inArguments(target.file, target.node, key);
          case 'Module':
            return this.#inModule(target.file, key);
          case 'NullLiteral':
          case 'BooleanLiteral':
            return 'absent';
          default:
            return 'opaque';
        }
      }) ?? 'opaque'
    );
  }

  /** The expression itself, behind wrappers, names, imports and members; undefined when the text does not tell. */
  resolve({ file, node }: Place): Place | undefined {
    if (node.type === 'Module') return { file, node };
    return this.#limited(() => {
      const bare = unwrap(node);
      if (bare.type === 'Identifier') return this.#named(file, bare.value, bare.span.start);
      if (bare.type !== 'MemberExpression') return { file, node: bare };
      const { property } = bare;
      const key =
        property.type === 'Computed'
          ? this.constant({ file, node: property.expression })
          : plainKey(property as PropertyName);
      return typeof key === 'string' || typeof key === 'number'
        ? this.#at({ file, node: bare.object }, [key])
        : undefined;
    });
  }

  /** The value of a literal; undefined for everything that is not one. */
  constant(place: Place): Constant | undefined {
    const target = this.resolve(place);
    switch (target?.node.type) {
      case 'StringLiteral':
      case 'NumericLiteral':
      case 'BooleanLiteral':
        return target.node.value;
      case 'NullLiteral':
        return null;
      case 'UnaryExpression': {
        const operand = this.constant({ file: target.file, node: target.node.argument });
        return target.node.operator === '-' && typeof operand === 'number' ? -operand : undefined;
      }
      case 'TemplateLiteral': {
        const parts = target.node.expressions.map((node) => this.constant({ file: target.file, node }));
        const texts = target.node.quasis.map(({ cooked }) => cooked ?? '');
        return parts.includes(undefined)
          ? undefined
          : texts.map((text, i) => text + (parts[i] ?? '')).join('');
      }
      default:
        return undefined;
    }
  }

  #named(file: ParsedFile, name: string, at: number): Place | undefined {
    const origin = file.origin(name, at);
    if (origin === undefined || origin.kind === 'unknown') return undefined;
    if (origin.kind === 'value') return this.#at({ file, node: origin.node }, origin.path);
    const other = this.#sources.tryImport(file, origin.from);
    if (other === undefined) return undefined;
    if (origin.kind === 'namespace') return { file: other, node: other.program };
    const exported = this.#sources.tryExport(other, origin.exported);
    return exported && this.resolve(exported);
  }

  #at(place: Place, path: readonly Key[]): Place | undefined {
    let current: Place = place;
    for (const key of path) {
      const entry = this.entry(current, key);
      if (typeof entry === 'string' || !entry.certain || entry.value === undefined) return undefined;
      current = { file: entry.file, node: entry.value };
    }
    return this.resolve(current);
  }

  /** From the end: later keys and later spreads win. */
  #inObject(file: ParsedFile, node: ObjectExpression, key: Key): Answer {
    let certain = true;
    const unnamed: Entry[] = [];
    for (const property of node.properties.toReversed()) {
      if (property.type === 'SpreadElement') {
        const entry = this.entry({ file, node: property.arguments }, key);
        if (typeof entry !== 'string') return { ...entry, certain: certain && entry.certain };
        if (entry === 'opaque') certain = false;
        continue;
      }
      const name = this.#nameOf(file, property);
      const written = entryOf(file, property);
      if (name === String(key)) return { ...written, certain };
      if (name === undefined) unnamed.push(written);
    }
    const [only, ...others] = unnamed;
    // The one key that the text does not tell is likely the one asked for: the value at run time decides.
    if (only !== undefined && others.length === 0) return { ...only, certain: false };
    return certain && only === undefined ? 'absent' : 'opaque';
  }

  #nameOf(file: ParsedFile, property: Property): string | undefined {
    if (property.type === 'Identifier') return property.value;
    const plain = plainKey(property.key);
    if (plain !== undefined || property.key.type !== 'Computed') return plain;
    const constant = this.constant({ file, node: property.key.expression });
    return constant === undefined ? undefined : String(constant);
  }

  #inList(file: ParsedFile, node: ArrayExpression, key: Key): Answer {
    let left = Number(key);
    for (const element of node.elements) {
      if (element?.spread) {
        const spread = this.resolve({ file, node: element.expression });
        if (spread?.node.type !== 'ArrayExpression' || spread.node.elements.some((e) => e?.spread))
          return 'opaque';
        const { length } = spread.node.elements;
        if (left < length) return this.#inList(spread.file, spread.node, left);
        left -= length;
      } else {
        if (left === 0 && element)
          return { file, key: spanOf(element.expression).start, value: element.expression, certain: true };
        left -= 1;
      }
    }
    return 'absent';
  }

  /** A helper returns what it was given, under the same keys, or the value at run time tells otherwise. */
  #inArguments(file: ParsedFile, call: Call, key: Key): Answer {
    for (const { expression, spread } of (call.arguments ?? []).toReversed()) {
      if (spread) return 'opaque';
      const target = this.resolve({ file, node: expression });
      if (target === undefined || !HOLDERS.has(target.node.type)) continue;
      const entry = this.entry(target, key);
      if (typeof entry !== 'string') return entry;
    }
    return 'opaque';
  }

  #inModule(file: ParsedFile, key: Key): Answer {
    const place = this.#sources.tryExport(file, String(key));
    if (place === undefined || place.node.type === 'Module') return 'opaque';
    return { file: place.file, key: spanOf(place.node).start, value: place.node, certain: true };
  }

  #limited<T>(step: () => T): T | undefined {
    this.#steps += 1;
    if (this.#depth >= LIMITS.depth || this.#steps > LIMITS.steps) return undefined;
    this.#depth += 1;
    try {
      return step();
    } finally {
      this.#depth -= 1;
    }
  }
}

const HOLDERS = new Set(['ObjectExpression', 'CallExpression', 'NewExpression']);

function entryOf(file: ParsedFile, property: Property): Entry {
  const key = property.type === 'Identifier' ? property : property.key;
  const value =
    property.type === 'Identifier'
      ? property
      : property.type === 'KeyValueProperty'
        ? property.value
        : undefined;
  return { file, key: key.span.start, value, certain: true };
}
