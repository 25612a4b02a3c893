import { z } from 'zod';
import { leaf } from './_leaf';

/** A value of a configuration file: text stays text, whatever a YAML reader would make of it. */
export type ConfigValue =
  | string
  | number
  | boolean
  | readonly ConfigValue[]
  | { readonly [key: string]: ConfigValue };

const KEY = /^[A-Za-z][A-Za-z0-9_.-]{0,62}$/;

function isConfigValue(value: unknown): value is ConfigValue {
  if (typeof value === 'string' || typeof value === 'boolean') return true;
  if (typeof value === 'number') return Number.isFinite(value);
  if (Array.isArray(value)) return value.every(isConfigValue);
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.entries(value).every(([key, entry]) => KEY.test(key) && isConfigValue(entry))
  );
}

const configValue = leaf<ConfigValue>({
  allowed: 'text, a finite number, true, false, or lists and maps of these (no null)',
  fix: 'leave the key out when it has no value',
  json: ['string', 'number'],
  parse: (value) => (isConfigValue(value) ? value : undefined),
}).meta({ type: undefined });

const configKey = leaf<string>({
  allowed:
    'a key that starts with a letter and holds up to 63 letters, digits, dots, hyphens and underscores',
  fix: 'rename the key',
  json: 'string',
  pattern: KEY,
  parse: (value) =>
    typeof value === 'string' && KEY.test(value) && value !== 'constructor' ? value : undefined,
});

/** What the program reads from its configuration file. Not for secrets. */
export const config = z.record(configKey, configValue);
