import type { z } from 'zod';
import { valueAt } from '../value-at';

/** The parts of a zod schema's definition that tell what may stand at a place. */
export interface Definition {
  readonly type: string;
  readonly shape: Readonly<Record<string, z.ZodType>>;
  readonly innerType?: z.ZodType;
  readonly valueType?: z.ZodType;
  readonly element?: z.ZodType;
  readonly options?: readonly z.ZodType[];
  readonly discriminator?: string;
  readonly values?: readonly unknown[];
}

type Path = readonly (string | number)[];

/** The definition of a schema itself, behind what makes it optional. */
export function optionAt(schema: z.ZodType): Definition {
  const definition = schema.def as unknown as Definition;
  return definition.innerType === undefined ? definition : optionAt(definition.innerType);
}

/** The names of the fields that a schema has at a path; empty where it has no fixed fields. */
export function fieldsAt(schema: z.ZodType, path: Path, input: unknown): readonly string[] {
  const at = schemaAt(schema, path, input);
  const form = at?.options === undefined ? at : formWithFields(at, valueAt(input, path));
  return form?.type === 'object' ? Object.keys(form.shape) : [];
}

/**
 * What a schema says at a path.
 * @param input what was written: it tells which form of several is meant
 */
export function schemaAt(schema: z.ZodType, path: Path, input: unknown): Definition | undefined {
  const definition = optionAt(schema);
  const [head, ...rest] = path;
  if (head === undefined) return definition;
  const form = definition.options === undefined ? definition : formWithFields(definition, input);
  const next =
    form?.type === 'object'
      ? Object.hasOwn(form.shape, head)
        ? form.shape[head]
        : undefined
      : (form?.valueType ?? form?.element);
  return next && schemaAt(next, rest, valueAt(input, [head]));
}

/** The form of a union that has fields and, where one field tells them apart, that field's value. */
function formWithFields({ options = [], discriminator }: Definition, input: unknown): Definition | undefined {
  return options
    .map(optionAt)
    .find(
      ({ type, shape }) =>
        type === 'object' &&
        (discriminator === undefined ||
          optionAt(shape[discriminator] as z.ZodType).values?.includes(valueAt(input, [discriminator]))),
    );
}
