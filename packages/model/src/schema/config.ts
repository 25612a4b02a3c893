import { show } from '@plinth/errors';
import { z } from 'zod';
import { isMap } from '../plain-map';
import { leaf } from './_leaf';

/** A value of a configuration file: text stays text, whatever a YAML reader would make of it. */
export type ConfigValue =
  | string
  | number
  | boolean
  | readonly ConfigValue[]
  | { readonly [key: string]: ConfigValue };

const KEY = /^(?!constructor$)[A-Za-z][A-Za-z0-9_.-]{0,62}$/;
const KEY_RULE =
  'a key that starts with a letter and holds up to 63 letters, digits, dots, hyphens and underscores (not "constructor")';

const ALLOWED = 'text, a finite number, true, false, or lists and maps of these (no null)';

interface ConfigMistake {
  readonly path: readonly (string | number)[];
  readonly found: string;
  readonly allowed: string;
  readonly fix: string;
}

/**
 * Every place in a value that a configuration file cannot hold, with what is there; never the text of another place.
 * @param within the lists and maps around it
 */
function* configMistakes(
  value: unknown,
  path: readonly (string | number)[] = [],
  within: readonly unknown[] = [],
): Generator<ConfigMistake> {
  if (within.includes(value)) {
    yield {
      path,
      found: 'a value that contains itself',
      allowed: 'lists and maps that end',
      fix: 'write the values out',
    };
  } else if (Array.isArray(value)) {
    // Not forEach: it skips holes.
    for (let index = 0; index < value.length; index += 1)
      yield* configMistakes(value[index], [...path, index], [...within, value]);
  } else if (isMap(value)) {
    for (const [key, entry] of Object.entries(value)) {
      const at = [...path, key];
      if (KEY.test(key)) yield* configMistakes(entry, at, [...within, value]);
      else yield { path: at, found: `the key ${show(key)}`, allowed: KEY_RULE, fix: 'rename the key' };
    }
  } else if (!isScalar(value)) {
    yield { path, found: described(value), allowed: ALLOWED, fix: fixOf(value) };
  }
}

function isScalar(value: unknown): boolean {
  if (typeof value === 'string') return !/\p{Surrogate}/u.test(value);
  return typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value));
}

function described(value: unknown): string {
  if (typeof value === 'string') return 'text with half a character (a lone surrogate)';
  if (typeof value === 'object' && value !== null) return `an instance of ${value.constructor.name}`;
  return show(value);
}

function fixOf(value: unknown): string {
  if (value === null || value === undefined) return 'leave the key out when it has no value';
  return typeof value === 'string' ? 'write the whole character' : 'write it as text';
}

const configKey = leaf<string>({
  allowed: KEY_RULE,
  fix: 'rename the key',
  json: 'string',
  pattern: KEY,
  parse: (value) => (typeof value === 'string' && KEY.test(value) ? value : undefined),
});

const configValue = z
  .custom<ConfigValue>()
  .meta({ description: ALLOWED })
  .transform((input, context) => {
    const mistakes = [...configMistakes(input)];
    for (const { path, ...params } of mistakes)
      context.issues.push({ code: 'custom', message: params.allowed, input, path: [...path], params });
    return mistakes.length === 0 ? input : z.NEVER;
  });

/** What the program reads from its configuration file. Not for secrets. */
export const config = z.record(configKey, configValue);
