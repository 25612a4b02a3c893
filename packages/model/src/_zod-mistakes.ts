import { didYouMean, oneOf, show } from '@plinth/errors';
import type { z } from 'zod';
import { isMap } from './plain-map';
import type { Mistake, Path } from './report';
import { type Definition, fieldsAt, optionAt, schemaAt } from './schema/inspect';
import { valueAt } from './value-at';

type Found = Pick<Mistake, 'code' | 'path' | 'value' | 'allowed' | 'fix'> & { readonly found?: string };
type Issue = z.core.$ZodIssue;

/** What a leaf of our schemas says about a value that it refuses. */
interface LeafParams {
  readonly allowed: string;
  readonly fix: string;
  readonly found?: string;
}

/** A value checked against its schema: its parsed form, or what is wrong with it in our four parts. */
export function check<S extends z.ZodType>(
  schema: S,
  input: unknown,
): { readonly value: z.output<S> | undefined; readonly mistakes: readonly Found[] } {
  const hidden = prototypeKeys(input);
  const result = schema.safeParse(input);
  if (result.success && hidden.length === 0) return { value: result.data, mistakes: [] };
  const issues = (result.error?.issues ?? []) as Issue[];
  const seen = issues
    .flatMap((issue) => fromIssue(schema, input, issue))
    .filter(({ path }) => !path.includes('__proto__'));
  return { value: undefined, mistakes: [...hidden, ...seen] };
}

/**
 * Keys named `__proto__`, at any depth: JSON.parse makes them, zod passes over them in silence, and whoever
 * copies the object next gives it another prototype.
 */
function prototypeKeys(input: unknown, path: Path = [], within: readonly unknown[] = []): Found[] {
  if (typeof input !== 'object' || input === null || within.includes(input)) return [];
  const inside = [...within, input];
  if (Array.isArray(input))
    return input.flatMap((item, index) => prototypeKeys(item, [...path, index], inside));
  if (!isMap(input)) return [];
  return Object.keys(input).flatMap((key) =>
    key === '__proto__'
      ? [
          {
            code: 'unknown-field',
            path: [...path, key],
            found: 'the unknown field "__proto__"',
            allowed: 'fields that are no part of the language',
            fix: 'remove it',
          },
        ]
      : prototypeKeys(input[key], [...path, key], inside),
  );
}

function fromIssue(schema: z.ZodType, input: unknown, issue: Issue, around: Path = []): Found[] {
  const inner = issue.path.filter((part): part is string | number => typeof part !== 'symbol');
  const path = [...around, ...inner];
  const value = valueAt(input, path);
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => unknownField(fieldsAt(schema, path, input), path, key));
    case 'custom': {
      const { allowed, fix, found } = (issue.params ?? {}) as unknown as LeafParams;
      const code = value === undefined && found === undefined ? 'missing-field' : 'invalid-value';
      return [{ code, path, value, ...(found !== undefined && { found }), allowed, fix }];
    }
    case 'invalid_key':
      return [invalidKey(path, issue)];
    case 'too_small':
      return [
        {
          code: 'too-short',
          path,
          value,
          ...tooShort(Number(issue.minimum)),
        },
      ];
    case 'invalid_union':
      return fromUnion(schema, input, issue, path);
    default:
      return schemaAt(schema, path, input)?.type === 'union'
        ? [noForm(issue.message, path, value)]
        : [wrongShape(schema, path, value, input)];
  }
}

/** One entry is what a list is for; more than one is what the field is for. */
function tooShort(least: number): Pick<Found, 'allowed' | 'fix'> {
  return least === 1
    ? { allowed: 'a list with at least one entry', fix: 'add an entry, or leave the field out' }
    : { allowed: `a list with at least ${least} entries`, fix: 'add entries' };
}

function invalidKey(path: Path, issue: z.core.$ZodIssueInvalidKey): Found {
  const [inner] = issue.issues;
  const params = (inner?.code === 'custom' ? inner.params : undefined) as LeafParams | undefined;
  return {
    code: 'invalid-key',
    path,
    found: `the key ${show(path.at(-1))}`,
    allowed: params?.allowed ?? 'another key',
    fix: params?.fix ?? 'rename the key',
  };
}

function unknownField(fields: readonly string[], path: Path, key: string): Found {
  return {
    code: 'unknown-field',
    path: [...path, key],
    found: `the unknown field ${show(key)}`,
    allowed: fields.length === 0 ? 'no fields' : `the fields ${oneOf(fields)}`,
    fix: didYouMean(key, fields, 'remove it'),
  };
}

/** Of several forms, the one that was meant speaks: a map means the form with fields, anything else the other. */
function fromUnion(
  schema: z.ZodType,
  input: unknown,
  issue: z.core.$ZodIssueInvalidUnion,
  path: Path,
): Found[] {
  const options = schemaAt(schema, path, input)?.options ?? [];
  const value = valueAt(input, path);
  const meant = options.findIndex((option) => (optionAt(option).type === 'object') === isMap(value));
  const issues = issue.errors[meant];
  const takesValue = isMap(value) || typeof value === 'string';
  if (issues !== undefined && takesValue)
    return issues.flatMap((one) => fromIssue(schema, input, one as Issue, path));
  return [noForm(issue.message, path, value)];
}

function noForm(message: string, path: Path, value: unknown): Found {
  const missing = value === undefined;
  return {
    code: missing ? 'missing-field' : 'invalid-value',
    path,
    value,
    allowed: message === 'Invalid input' ? 'one of the documented forms' : message,
    fix: missing ? 'add it' : 'write one of these forms',
  };
}

function wrongShape(schema: z.ZodType, path: Path, value: unknown, input: unknown): Found {
  const missing = value === undefined;
  return {
    code: missing ? 'missing-field' : 'invalid-type',
    path,
    value,
    allowed: formOf(schemaAt(schema, path, input)),
    fix: missing ? 'add it' : 'write it in this form',
  };
}

function formOf(at: Definition | undefined): string {
  switch (at?.type) {
    case 'object':
      return `a map with the fields ${oneOf(Object.keys(at.shape))}`;
    case 'literal':
      return (at.values ?? []).map((value) => show(value)).join(' or ');
    case 'array':
      return 'a list';
    case 'record':
      return 'a map';
    default:
      return 'another type';
  }
}
