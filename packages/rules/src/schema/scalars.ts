import { didYouMean, oneOf, show } from '@plinth/errors';
import { formats } from './formats';
import type { JsonSchema } from './json-schema';
import type { Judge } from './walk';

/** What a schema asks of text, numbers and booleans, beyond their type. */
export function scalarJudges(schema: JsonSchema): Judge[] {
  const judges: Judge[] = [];
  if (schema.enum !== undefined) judges.push(enumJudge(schema.enum));
  if (schema.minLength !== undefined || schema.maxLength !== undefined || schema.pattern !== undefined) {
    judges.push(textJudge(schema));
  }
  if (schema.minimum !== undefined || schema.maximum !== undefined) judges.push(rangeJudge(schema));
  if (schema.format !== undefined) judges.push(formatJudge(schema.format));
  return judges;
}

function enumJudge(values: readonly (string | number | boolean)[]): Judge {
  const known = new Set<unknown>(values);
  const words = values.map((each) => show(each));
  return (value, walk) => {
    if (known.has(value)) return;
    const otherwise = 'write one of them';
    const fix = typeof value === 'string' ? didYouMean(value, values.map(String), otherwise) : otherwise;
    walk.report(walk.show(value), oneOf(words), fix);
  };
}

/** Length first: a pattern never sees a text that is too long for it. */
function textJudge({ minLength = 0, maxLength = Number.POSITIVE_INFINITY, pattern }: JsonSchema): Judge {
  const expression = pattern === undefined ? undefined : new RegExp(pattern, 'u');
  const bounds = between(minLength, maxLength);
  return (value, walk) => {
    if (typeof value !== 'string') return;
    const length = lengthOf(value);
    if (length < minLength || length > maxLength) {
      const fix = length < minLength ? 'write more' : 'shorten it';
      walk.report(`${walk.show(value)} of ${length} characters`, `${bounds} characters`, fix);
    } else if (expression?.test(value) === false) {
      walk.report(walk.show(value), `text that matches ${pattern}`, 'change it to fit');
    }
  };
}

/** In characters as people count them, as the API server does. */
function lengthOf(text: string): number {
  let length = 0;
  for (const _ of text) length += 1;
  return length;
}

function rangeJudge({
  minimum = Number.NEGATIVE_INFINITY,
  maximum = Number.POSITIVE_INFINITY,
}: JsonSchema): Judge {
  return (value, walk) => {
    if (typeof value !== 'number' || (value >= minimum && value <= maximum)) return;
    const fix = value < minimum ? `write at least ${minimum}` : `write at most ${maximum}`;
    walk.report(walk.show(value), `a number ${between(minimum, maximum)}`, fix);
  };
}

function formatJudge(name: string): Judge {
  const format = formats.get(name);
  if (format === undefined) throw new Error(`no such format: ${name}`);
  return (value, walk) => {
    if (!format.accepts(value)) walk.report(walk.show(value), format.allowed, format.fix);
  };
}

/** `1 to 63`, `at least 1`, `at most 63`. */
export function between(minimum: number, maximum: number): string {
  if (!Number.isFinite(maximum)) return `at least ${minimum}`;
  return Number.isFinite(minimum) && minimum > 0 ? `${minimum} to ${maximum}` : `at most ${maximum}`;
}
