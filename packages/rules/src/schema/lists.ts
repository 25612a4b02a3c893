import { isJsonObject } from '../json';
import type { JsonSchema } from './json-schema';
import { between } from './scalars';
import type { Judge } from './walk';

/** What a schema asks of a list: its entries, their number, and that none is there twice. */
export function listJudges(schema: JsonSchema, compile: (schema: JsonSchema) => Judge): Judge[] {
  const judges: Judge[] = [];
  if (schema.items !== undefined) judges.push(itemsJudge(compile(schema.items)));
  if (schema.minItems !== undefined || schema.maxItems !== undefined) judges.push(lengthJudge(schema));
  if (schema.uniqueItems === true) judges.push(uniqueJudge('value', (item) => JSON.stringify(item)));
  if (schema.uniqueBy !== undefined) judges.push(uniqueByJudge(schema.uniqueBy));
  return judges;
}

function itemsJudge(judge: Judge): Judge {
  return (value, walk) => {
    if (!Array.isArray(value)) return;
    for (let index = 0; index < value.length; index += 1) walk.enter(index, value[index], judge);
  };
}

function lengthJudge({ minItems = 0, maxItems = Number.POSITIVE_INFINITY }: JsonSchema): Judge {
  return (value, walk) => {
    if (!Array.isArray(value) || (value.length >= minItems && value.length <= maxItems)) return;
    const fix = value.length < minItems ? 'add an entry' : 'take entries away';
    walk.report(`${value.length} entries`, `a number of entries: ${between(minItems, maxItems)}`, fix);
  };
}

function uniqueByJudge(keys: NonNullable<JsonSchema['uniqueBy']>): Judge {
  const entries = Object.entries(keys);
  const what = entries.map(([name]) => name).join(' and ');
  return uniqueJudge(what, (item) => {
    if (!isJsonObject(item)) return undefined;
    let key = '';
    for (const [name, absent] of entries) key += `${String(item[name] ?? absent)}\n`;
    return key;
  });
}

/** Kubernetes merges such lists by key: of two entries with one key, one is lost or the whole is refused. */
function uniqueJudge(what: string, keyOf: (item: unknown) => string | undefined): Judge {
  return (value, walk) => {
    if (!Array.isArray(value) || value.length < 2) return;
    const seen = new Map<string, number>();
    for (let index = 0; index < value.length; index += 1) {
      const key = keyOf(value[index]);
      const first = key === undefined ? undefined : seen.get(key);
      if (first !== undefined) walk.enter(index, undefined, sameAs(first, what));
      else if (key !== undefined) seen.set(key, index);
    }
  };
}

function sameAs(first: number, what: string): Judge {
  return (_, walk) =>
    walk.report(
      `the same ${what} as entry [${first}]`,
      `each ${what} once`,
      'delete or change one of the two',
    );
}
