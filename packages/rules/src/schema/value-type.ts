import { oneOf } from '@plinth/errors';
import { isJsonObject } from '../json';
import type { TypeName } from './json-schema';
import type { Walk } from './walk';

interface ValueType {
  readonly accepts: (value: unknown) => boolean;
  readonly words: string;
}

const valueTypes: Readonly<Record<TypeName, ValueType>> = {
  object: { accepts: isJsonObject, words: 'an object' },
  array: { accepts: Array.isArray, words: 'a list' },
  string: { accepts: (value) => typeof value === 'string', words: 'a string' },
  integer: { accepts: Number.isInteger, words: 'a whole number' },
  number: { accepts: Number.isFinite, words: 'a number' },
  boolean: { accepts: (value) => typeof value === 'boolean', words: 'true or false' },
  null: { accepts: (value) => value === null, words: 'null' },
};

/** True when the value has one of the types; reports it otherwise. */
export type TypeTest = (value: unknown, walk: Walk) => boolean;

export function typeTest(type: TypeName | readonly TypeName[] | undefined): TypeTest {
  if (type === undefined) return () => true;
  const names = typeof type === 'string' ? [type] : type;
  const [first, ...others] = names.map((name) => valueTypes[name].accepts);
  if (first === undefined) throw new Error('a schema without a type');
  return (value, walk) => {
    if (first(value) || others.some((accepts) => accepts(value))) return true;
    walk.report(
      walk.show(value),
      oneOf(names.map((name) => valueTypes[name].words)),
      fixFor(value, names, walk),
    );
    return false;
  };
}

/** Most often somebody forgot quotes, or wrote too many. */
function fixFor(value: unknown, names: readonly TypeName[], walk: Walk): string {
  if (value === null) return 'leave the field out';
  if (names.includes('string') && (typeof value === 'number' || typeof value === 'boolean')) {
    return `quote it: ${walk.show(String(value))}`;
  }
  const isNumeric = names.includes('integer') || names.includes('number');
  if (isNumeric && typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value))
    return 'write it without quotes';
  if (names.includes('boolean') && (value === 'true' || value === 'false')) return 'write it without quotes';
  if (names.includes('array')) return 'write a list';
  return `write ${oneOf(names.map((name) => valueTypes[name].words))}`;
}
