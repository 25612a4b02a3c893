import type { Json, JsonObject } from '@plinth/manifest';
import { faultOf, isPlain, MAX_DEPTH, NotJson } from './_not-json';
import { keyText, stringText, valueText } from './_scalar';

const STEP = '  ';

/**
 * Documents as one YAML stream that every parser in use reads alike, whichever version of YAML it follows
 * (docs/adr/0004). Each begins with `---`, because files get concatenated. Keys keep their order, a key
 * whose value is undefined is absent, nothing is folded, anchored or tagged. No documents give no text.
 *
 * Plain JSON only: value objects are refused even when they have a `toJSON`, since the constructs that
 * hold them choose how they are printed (a `Cpu` is a quantity in one field and a number in another).
 *
 * @throws Error naming the path of what is not JSON (a function, a symbol, a bigint, NaN, an infinity,
 * undefined in a list, a class instance, a cycle): our bug, never the user's, whose input is checked before.
 */
export function emitYaml(documents: readonly JsonObject[]): string {
  try {
    let text = '';
    for (const document of documents) text += `---\n${mapText(plain(document), '')}`;
    return text;
  } catch (error) {
    if (error instanceof NotJson) throw faultOf(documents);
    throw error;
  }
}

/** A map whose first key stands where the caller has stopped; every line ends with a newline. */
function mapText(map: JsonObject, indent: string): string {
  if (indent.length >= MAX_DEPTH * STEP.length) throw new NotJson();
  let text = '';
  for (const key of Object.keys(map)) {
    const value = map[key];
    if (value === undefined) continue;
    const line = keyText(key, indent) + valueLines(value, indent);
    text += text === '' ? line : indent + line;
  }
  return text === '' ? '{}\n' : text;
}

/** What follows `key:`, from the blank or the line break on. */
function valueLines(value: Json, indent: string): string {
  if (typeof value === 'string') return ` ${stringText(value, indent + STEP)}\n`;
  if (typeof value !== 'object' || value === null) return ` ${valueText(value)}\n`;
  const inner = indent + STEP;
  if (Array.isArray(value)) return value.length === 0 ? ' []\n' : `\n${inner}${listText(value, inner)}`;
  const text = mapText(plain(value), inner);
  return text === '{}\n' ? ' {}\n' : `\n${inner}${text}`;
}

/** A list of at least one item whose first dash stands where the caller has stopped. */
function listText(list: readonly Json[], indent: string): string {
  if (indent.length >= MAX_DEPTH * STEP.length) throw new NotJson();
  let text = '';
  // By index, for a loop over values would skip the holes of a sparse list.
  for (let index = 0; index < list.length; index++) {
    text += `${index === 0 ? '' : indent}- ${itemText(list[index], indent + STEP)}`;
  }
  return text;
}

function itemText(value: Json | undefined, indent: string): string {
  if (typeof value === 'string') return `${stringText(value, indent)}\n`;
  if (typeof value !== 'object' || value === null) return `${valueText(value)}\n`;
  if (Array.isArray(value)) return value.length === 0 ? '[]\n' : listText(value, indent);
  return mapText(plain(value), indent);
}

function plain(value: Json): JsonObject {
  if (isPlain(value)) return value as JsonObject;
  throw new NotJson();
}
