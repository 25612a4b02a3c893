import { keysIn, notShown, type Problem } from '@plinth/errors';
import { MASKED } from '../plan';
import { type ConfigKey, type ConfigType, configSection, longKey } from './config-schema';
import { isRecord, type YamlFile } from './yaml-file';

/** Configuration as a program gets it: text by long key. */
export interface ConfigValues {
  readonly config: { readonly [key: string]: string };
  /** Keys whose values are secrets. */
  readonly secretKeys: readonly string[];
}

/**
 * Lays the values of a stack over those of the project. Nothing is decrypted: a secret is a placeholder of its type.
 * Every mistake goes to `problems`; no message repeats a value that should have been secret.
 */
export function configValues(
  schema: ReadonlyMap<string, ConfigKey>,
  file: YamlFile,
  project: string,
  problems: Problem[],
): ConfigValues {
  const config: Record<string, string> = {};
  const secretKeys: string[] = [];
  const take = (key: string, value: unknown, place: string, declared: ConfigKey | undefined): void => {
    const problem = problemOf(key, value, place, declared);
    if (problem !== undefined) problems.push(problem);
    if (holdsCiphertext(value)) secretKeys.push(key);
    config[key] = isCiphertext(value) ? placeholder(declared?.type) : textOf(withoutCiphertext(value));
  };
  for (const [key, declared] of schema) {
    if (declared.fallback !== undefined) take(key, declared.fallback, declared.place, declared);
  }
  const written = new Set<string>();
  for (const [name, value] of Object.entries(configSection(file, problems))) {
    const key = longKey(name, project);
    if (written.has(key)) problems.push(twice(key, `${file.place('config', name)}: config.${name}`));
    written.add(key);
    take(key, value, file.place('config', name), schema.get(key));
  }
  for (const [key, declared] of schema) {
    if (config[key] === undefined) problems.push(missing(key, file, declared));
  }
  return { config, secretKeys: [...new Set(secretKeys)].sort() };
}

function twice(key: string, where: string): Problem {
  return {
    code: 'duplicate-config',
    where,
    found: `${key} for the second time`,
    allowed: 'each key once, with or without its project',
    fix: 'remove one of the two',
  };
}

function missing(key: string, file: YamlFile, { place, type, secret }: ConfigKey): Problem {
  return {
    code: 'missing-config',
    where: `${file.place('config')}: config`,
    found: `no ${key}`,
    allowed: `a value of type ${type ?? 'string'}, as ${place} declares it`,
    fix: secret ? `run: pulumi config set --secret ${key}` : `add the line "${key}: …" under config`,
  };
}

function problemOf(
  key: string,
  value: unknown,
  place: string,
  declared: ConfigKey | undefined,
): Problem | undefined {
  if (declared?.secret === true && !isAllCiphertext(value)) {
    return {
      code: 'plain-secret',
      where: `${place}: config.${key}`,
      found: 'a secret in plain text',
      allowed: `ciphertext, because ${declared.place} says "secret: true"`,
      fix: `replace the secret where it is used, then run: pulumi config set --secret ${key}`,
    };
  }
  for (const { kind } of keysIn(withoutCiphertext(value), [key])) {
    return {
      code: 'plain-secret',
      where: `${place}: config.${key}`,
      found: notShown(kind),
      allowed: 'ciphertext for what is a secret',
      fix: `replace the secret where it is used, then run: pulumi config set --secret ${key}`,
    };
  }
  const type = declared?.type;
  if (type === undefined || isCiphertext(value) || fits[type](value)) return undefined;
  return {
    code: 'config-type',
    where: `${place}: config.${key}`,
    found: kindOf(value),
    allowed: `a value of type ${type}, as ${declared?.place} declares it`,
    fix: 'correct the value or the type',
  };
}

/** As the engine: scalars travel as text, so a number written as text is a number. */
const fits: Readonly<Record<ConfigType, (value: unknown) => boolean>> = {
  string: (value) => typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean',
  integer: (value) => Number.isInteger(value) || (typeof value === 'string' && /^[+-]?\d+$/.test(value)),
  boolean: (value) => typeof value === 'boolean' || value === 'true' || value === 'false',
  array: (value) => Array.isArray(value),
  object: isRecord,
};

function kindOf(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  return isRecord(value) ? 'a mapping' : `${typeof value} ${JSON.stringify(value)}`;
}

function isCiphertext(value: unknown): boolean {
  return isRecord(value) && typeof value.secure === 'string' && Object.keys(value).length === 1;
}

function holdsCiphertext(value: unknown): boolean {
  if (isCiphertext(value)) return true;
  return typeof value === 'object' && value !== null && Object.values(value).some(holdsCiphertext);
}

function isAllCiphertext(value: unknown): boolean {
  if (isCiphertext(value)) return true;
  return typeof value === 'object' && value !== null && Object.values(value).every(isAllCiphertext);
}

/** What a program can parse as the type that it asks for. */
function placeholder(type: ConfigType | undefined): string {
  switch (type) {
    case 'integer':
      return '0';
    case 'boolean':
      return 'false';
    case 'array':
      return '[]';
    case 'object':
      return '{}';
    default:
      return MASKED;
  }
}

function withoutCiphertext(value: unknown): unknown {
  if (isCiphertext(value)) return MASKED;
  if (Array.isArray(value)) return value.map(withoutCiphertext);
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, below]) => [key, withoutCiphertext(below)]));
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
