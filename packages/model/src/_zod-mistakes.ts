import { didYouMean, oneOf, show } from '@plinth/errors';
import type { z } from 'zod';
import type { Mistake, Path } from './report';

type Found = Pick<Mistake, 'code' | 'path' | 'value' | 'allowed' | 'fix'> & { readonly found?: string };

/** What zod found, in our four parts. */
export function zodMistakes(schema: z.ZodType, input: unknown, error: z.ZodError): Found[] {
  return error.issues.flatMap((issue) => fromIssue(schema, input, issue as z.core.$ZodIssue));
}

function fromIssue(schema: z.ZodType, input: unknown, issue: z.core.$ZodIssue): Found[] {
  const path = issue.path.filter((part): part is string | number => typeof part !== 'symbol');
  const value = valueAt(input, path);
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => unknownField(fieldsAt(schema, path), path, key));
    case 'custom': {
      const { allowed, fix } = (issue.params ?? {}) as { allowed: string; fix: string };
      return [{ code: value === undefined ? 'missing-field' : 'invalid-value', path, value, allowed, fix }];
    }
    case 'invalid_key': {
      const [inner] = issue.issues;
      const params = (inner?.code === 'custom' ? inner.params : undefined) as
        | { allowed: string; fix: string }
        | undefined;
      const key = path.at(-1);
      return [
        {
          code: 'invalid-key',
          path,
          found: `the key ${show(key)}`,
          value,
          allowed: params?.allowed ?? 'another key',
          fix: params?.fix ?? 'rename the key',
        },
      ];
    }
    case 'too_small':
      return [
        {
          code: 'too-short',
          path,
          value,
          allowed: 'a list with at least one entry',
          fix: 'add an entry, or leave the field out',
        },
      ];
    case 'invalid_union':
      return [union(path, value, issue)];
    default:
      return [wrongShape(schema, path, value)];
  }
}

function unknownField(fields: readonly string[], path: Path, key: string): Found {
  const known = fields.length === 0 ? 'no fields' : `the fields ${oneOf(fields)}`;
  return {
    code: 'unknown-field',
    path: [...path, key],
    found: `the unknown field ${show(key)}`,
    allowed: known,
    fix: didYouMean(key, fields, 'remove it'),
  };
}

function union(path: Path, value: unknown, issue: z.core.$ZodIssueInvalidUnion): Found {
  return {
    code: 'invalid-value',
    path,
    value,
    allowed: issue.message === 'Invalid input' ? 'one of the documented forms' : issue.message,
    fix: 'use the function that makes it',
  };
}

function wrongShape(schema: z.ZodType, path: Path, value: unknown): Found {
  const fields = fieldsAt(schema, path);
  const allowed = fields.length > 0 ? `a map with the fields ${oneOf(fields)}` : kindAt(schema, path);
  const missing = value === undefined;
  return {
    code: missing ? 'missing-field' : 'invalid-type',
    path,
    value,
    allowed,
    fix: missing ? 'add it' : 'write it in this form',
  };
}

/** The value at a path of what was written; undefined where there is none. */
export function valueAt(input: unknown, path: Path): unknown {
  let value = input;
  for (const part of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined;
    value = (value as Record<string | number, unknown>)[part];
  }
  return value;
}

/** The names of the fields that a schema has at a path; empty where it has no fixed fields. */
export function fieldsAt(schema: z.ZodType, path: Path): readonly string[] {
  const at = schemaAt(schema, path);
  return at?.type === 'object' ? Object.keys(at.shape) : [];
}

function kindAt(schema: z.ZodType, path: Path): string {
  const at = schemaAt(schema, path);
  return at?.type === 'array' ? 'a list' : at?.type === 'record' ? 'a map' : 'another type';
}

interface Definition {
  readonly type: string;
  readonly shape: Readonly<Record<string, z.ZodType>>;
  readonly innerType?: z.ZodType;
  readonly valueType?: z.ZodType;
  readonly element?: z.ZodType;
}

function schemaAt(schema: z.ZodType | undefined, path: Path): Definition | undefined {
  const definition = schema?.def as unknown as Definition | undefined;
  if (definition === undefined) return undefined;
  if (definition.innerType !== undefined) return schemaAt(definition.innerType, path);
  const [head, ...rest] = path;
  if (head === undefined) return definition;
  const next =
    definition.type === 'object'
      ? Object.hasOwn(definition.shape, head)
        ? definition.shape[head]
        : undefined
      : (definition.valueType ?? definition.element);
  return schemaAt(next, rest);
}
