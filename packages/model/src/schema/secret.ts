import { show } from '@plinth/errors';
import { z } from 'zod';
import { choice, leaf, text } from './_leaf';
import { serviceName } from './name';

/** The name of a secret's file. */
export const secretName = text(
  /^(?=.{1,40}$)[a-z0-9](?:-?[a-z0-9])*$/,
  'a file name of 1 to 40 lower-case letters, digits and single hyphens',
  'write for example "api-key"',
);

const PATH = /^(?=.{3,200}$)[a-z0-9](?:-?[a-z0-9])*(?:\/[a-z0-9](?:-?[a-z0-9])*)+$/;

/** Segments of letters, digits and hyphens: no wildcard, no way up, nothing that a policy could read as more than one path. */
const path = leaf<string>({
  allowed:
    'a path of lower-case letters, digits, single hyphens and slashes that begins with the squad, without wildcard and without the environment',
  fix: 'write for example "exchange/ledger/audit-key"',
  json: 'string',
  pattern: PATH,
  parse: (value) => (typeof value === 'string' && PATH.test(value) ? value : undefined),
  mistake: pathMistake,
});

/** The forms of a wrong path, the first of which is told. */
const FORMS: readonly (readonly [RegExp, found: string, fix?: string])[] = [
  [/^$/, 'an empty path'],
  [
    /[*+]/,
    'a path with a wildcard',
    'name each secret by itself: a service reads what it declares, and nothing else',
  ],
  [
    /(?:^|\/)\.{1,2}(?:\/|$)/,
    'a path that leads elsewhere',
    'write the path from the squad on, without "." and ".."',
  ],
  [/^\//, 'a path that begins with a slash', 'remove the slash'],
  [/\/$/, 'a path that ends with a slash', 'remove the slash, or write the name of the secret behind it'],
  [/\/\//, 'a path with two slashes in a row', 'remove one of them'],
  [/^\s|\s$/, 'a path with a blank at an end', 'remove the blank'],
  [/\s/, 'a path with a blank', 'write a hyphen in its place'],
  [/^[^/]*$/, 'a path of one part', 'write the squad in front, as in "exchange/audit-key"'],
  [/[A-Z]/, 'a path with upper-case letters', 'write it in lower case'],
  [/^.{201}/s, 'a path of more than 200 characters', 'shorten it'],
];

/** In words: somebody may have written the secret itself. */
function pathMistake(value: unknown) {
  if (value === undefined) return undefined;
  if (typeof value !== 'string')
    return { found: `a ${Array.isArray(value) ? 'list' : typeof value}, not shown` };
  const isShown = isLikePath(value);
  const [, form = otherCharacter(value, isShown), fix] = FORMS.find(([one]) => one.test(value)) ?? [];
  return { found: isShown ? `${show(value)}, ${form}` : form, ...(fix !== undefined && { fix }) };
}

/** What may be shown has two parts, which words and passwords have not, and no capitals, which base64 has. A key is shown nowhere. */
function isLikePath(value: string): boolean {
  return /[^/]\/[^/]/.test(value) && !/[A-Z]/.test(value);
}

function otherCharacter(value: string, isShown: boolean): string {
  const [character] = /[^a-z0-9/-]/u.exec(value) ?? [];
  const which = isShown && character !== undefined ? `: ${show(character)}` : '';
  return `a path with another character${which}`;
}

const field = text(
  /^[A-Za-z][A-Za-z0-9_-]{0,62}$/,
  'the name of a field of the secret: 1 to 63 letters, digits, hyphens and underscores that start with a letter',
  'write for example "password"',
);

/** Asked with POST on the program's own health port when the file has changed. */
const reload = text(
  /^\/(?!\/)(?!(?:.*\/)?\.{1,2}(?:\/|$))[A-Za-z0-9/._~-]{1,199}$/,
  'a path of the health port, such as "/-/reload"',
  'write a path that starts with one slash, without host, query, "." and ".."',
);

/** A value that people have put into Vault's store of versions, as a file. */
const kv = z.strictObject({
  engine: z.literal('kv'),
  path,
  /** The field that becomes the file. @default "value" */
  field: field.optional(),
  /** `json`: all fields, as one JSON object. @default one field, as it is */
  format: choice(['json']).optional(),
  reload: reload.optional(),
});

/** An account of a database, made for each pod and taken back with it. */
const database = z.strictObject({
  engine: z.literal('database'),
  /** The dependency in Cloud SQL; the service calls it. There it owns the schema of its own name. */
  database: serviceName,
  /** Services of its squad in the same database, whose tables it reads. @default none */
  reads: z.array(serviceName).min(1).optional(),
  /** `json`: address, names and password as an object; `url`: a connection string. @default "json" */
  format: choice(['json', 'url']).optional(),
  reload: reload.optional(),
});

/** A credential that Vault makes for each holder and takes back, or a value that a person has put there. */
export const secret = z.discriminatedUnion('engine', [kv, database], {
  error: () => 'vault.database(dependency) or vault.kv(path)',
});

/** Secrets by the name of their file. */
export const secrets = z
  .record(secretName, secret)
  .meta({ minProperties: 1 })
  .refine((declared) => Object.keys(declared).length > 0, {
    params: {
      found: 'no secret',
      allowed: 'at least one secret',
      fix: 'declare one, or leave `secrets` out',
    },
  });
