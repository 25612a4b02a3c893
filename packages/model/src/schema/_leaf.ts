import { UserError } from '@plinth/errors';
import { z } from 'zod';

/** What one written value may be; the texts become the error message and the description in the JSON Schema. */
export interface LeafSpec<O> {
  readonly allowed: string;
  readonly fix: string;
  /** JSON types that a person may write. */
  readonly json: 'string' | 'number' | 'integer' | 'boolean' | readonly ('string' | 'number')[];
  /** Undefined means: not allowed. */
  readonly parse: (value: unknown) => O | undefined;
  /** What is wrong with a value, where it must not be shown or a word says more. @default the value, shown */
  readonly mistake?: (value: unknown) => { readonly found: string; readonly fix?: string } | undefined;
  readonly pattern?: RegExp;
  readonly choices?: readonly string[];
  readonly bounds?: { readonly minimum: number; readonly maximum: number };
}

/** A value of one form, with an error that says what is allowed and what to do. */
export function leaf<I, O = I>(spec: LeafSpec<O>): z.ZodType<O, I> {
  return z
    .custom<I>()
    .meta({
      description: spec.allowed,
      type: spec.json,
      ...(spec.pattern && { pattern: spec.pattern.source }),
      ...(spec.choices && { enum: spec.choices }),
      ...spec.bounds,
    })
    .transform((value, context) => {
      const parsed = spec.parse(value);
      if (parsed !== undefined) return parsed;
      const told = { allowed: spec.allowed, fix: spec.fix, ...spec.mistake?.(value) };
      context.issues.push({ code: 'custom', message: told.allowed, input: value, params: told });
      return z.NEVER;
    });
}

/** A quantity of `@plinth/units`, whose own error tells what is allowed. */
export function quantity<I, O>(
  parse: (value: unknown) => O,
  json: LeafSpec<O>['json'],
  description: string,
): z.ZodType<O, I> {
  return z
    .custom<I>()
    .meta({ description, type: json })
    .transform((value, context) => {
      try {
        return parse(value);
      } catch (error) {
        const problem = UserError.isUserError(error) ? error.problems[0] : undefined;
        if (problem === undefined) throw error;
        context.issues.push(issue(value, problem.allowed, problem.fix));
        return z.NEVER;
      }
    });
}

/** What a parser of `@plinth/units` makes of a value, for rules that go further; undefined when it is none. */
export function tryParse<O>(parse: () => O): O | undefined {
  try {
    return parse();
  } catch (error) {
    if (UserError.isUserError(error)) return undefined;
    throw error;
  }
}

/** Text of one pattern. */
export function text(pattern: RegExp, allowed: string, fix: string): z.ZodType<string, string> {
  return leaf<string>({
    allowed,
    fix,
    json: 'string',
    pattern,
    parse: (value) => (typeof value === 'string' && pattern.test(value) ? value : undefined),
  });
}

/** A whole number within bounds. */
export function whole(min: number, max: number, noun: string): z.ZodType<number, number> {
  return leaf<number>({
    allowed: `${noun}: a whole number from ${min} to ${max}`,
    fix: `write for example ${Math.min(max, Math.max(min, 3))}`,
    json: 'integer',
    bounds: { minimum: min, maximum: max },
    parse: (value) =>
      typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max
        ? value + 0 // -0 is 0
        : undefined,
  });
}

/** A sentence for people: printable, on one line, more than blanks. */
export function sentence(min: number, max: number, fix: string): z.ZodType<string, string> {
  return leaf<string>({
    allowed: `a sentence of ${min} to ${max} printable characters`,
    fix,
    json: 'string',
    parse: (value) =>
      typeof value === 'string' &&
      /^\P{C}*$/u.test(value) &&
      value.trim().length >= min &&
      value.length <= max
        ? value
        : undefined,
  });
}

/** One of a few words. */
export function choice<const C extends string>(choices: readonly C[]): z.ZodType<C, C> {
  return leaf<C>({
    allowed: choices.map((word) => JSON.stringify(word)).join(' or '),
    fix: 'choose one of these',
    json: 'string',
    choices,
    parse: (value) => choices.find((word) => word === value),
  });
}

/** On or off, said. */
export const flag = leaf<boolean>({
  allowed: 'true or false',
  fix: 'write true or false, without quotes',
  json: 'boolean',
  parse: (value) => (typeof value === 'boolean' ? value : undefined),
});

function issue(input: unknown, allowed: string, fix: string) {
  return { code: 'custom' as const, message: allowed, input, params: { allowed, fix } };
}
