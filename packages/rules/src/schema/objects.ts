import { didYouMean, oneOf } from '@plinth/errors';
import { isJsonObject } from '../json';
import type { JsonSchema } from './json-schema';
import { between } from './scalars';
import type { Judge } from './walk';

/** What a schema asks of an object: which fields it has, which it must have, and what is in them. */
export function objectJudges(schema: JsonSchema, compile: (schema: JsonSchema) => Judge): Judge[] {
  const judges: Judge[] = [];
  if (schema.properties !== undefined || schema.additionalProperties !== undefined) {
    judges.push(fieldsJudge(schema, compile));
  }
  if (schema.required !== undefined) judges.push(requiredJudge(schema.required));
  if (schema.minProperties !== undefined || schema.maxProperties !== undefined)
    judges.push(sizeJudge(schema));
  return judges;
}

function fieldsJudge(schema: JsonSchema, compile: (schema: JsonSchema) => Judge): Judge {
  // A Map knows no `constructor` and no `__proto__` that nobody put there.
  const fields = new Map(
    Object.entries(schema.properties ?? {}).map(([name, each]) => [name, compile(each)]),
  );
  const others = otherFieldsJudge(schema.additionalProperties, [...fields.keys()], compile);
  return (value, walk) => {
    if (!isJsonObject(value)) return;
    for (const key of Object.keys(value)) {
      const field = value[key];
      if (field !== undefined) walk.enter(key, field, fields.get(key) ?? others);
    }
  };
}

function otherFieldsJudge(
  allowed: boolean | JsonSchema | undefined,
  known: readonly string[],
  compile: (schema: JsonSchema) => Judge,
): Judge {
  if (typeof allowed === 'object') return compile(allowed);
  if (allowed !== false) return () => undefined;
  return (_, walk) => {
    const name = walk.key;
    if (name === 'status') {
      walk.report('the status', 'what is wanted, not what is', 'delete it: the cluster writes it');
    } else {
      walk.report('an unknown field', knownFields(known), didYouMean(name, known, 'delete it'));
    }
  };
}

function knownFields(known: readonly string[]): string {
  if (known.length === 0) return 'no fields at all';
  return known.length <= 12 ? oneOf(known) : `one of ${known.length} fields`;
}

function requiredJudge(required: readonly string[]): Judge {
  return (value, walk) => {
    if (!isJsonObject(value)) return;
    for (const name of required) {
      if (value[name] !== undefined) continue;
      walk.enter(name, undefined, () => walk.report('nothing', 'a required field', 'add it'));
    }
  };
}

function sizeJudge({ minProperties = 0, maxProperties = Number.POSITIVE_INFINITY }: JsonSchema): Judge {
  return (value, walk) => {
    if (!isJsonObject(value)) return;
    const count = Object.values(value).filter((each) => each !== undefined).length;
    if (count >= minProperties && count <= maxProperties) return;
    const fix = count < minProperties ? 'add one' : 'take some away';
    walk.report(`${count} fields`, `a number of fields: ${between(minProperties, maxProperties)}`, fix);
  };
}
