import { z } from 'zod';
import { choice, text } from './_leaf';
import { serviceName } from './name';

/** The name of a secret's file. */
export const secretName = text(
  /^(?=.{1,40}$)[a-z0-9](?:-?[a-z0-9])*$/,
  'a file name of 1 to 40 lower-case letters, digits and single hyphens',
  'write for example "api-key"',
);

/** Segments of letters, digits and hyphens: no wildcard, no way up, nothing that a policy could read as more than one path. */
const path = text(
  /^(?=.{3,200}$)[a-z0-9](?:-?[a-z0-9])*(?:\/[a-z0-9](?:-?[a-z0-9])*)+$/,
  'a path of lower-case letters, digits, single hyphens and slashes that begins with the squad, without wildcard and without the environment',
  'write for example "exchange/ledger/audit-key"',
);

const field = text(
  /^[A-Za-z][A-Za-z0-9_-]{0,62}$/,
  'the name of a field of the secret: 1 to 63 letters, digits, hyphens and underscores that start with a letter',
  'write for example "password"',
);

/** Asked with POST on the program's own health port when the file has changed. */
const reload = text(
  /^\/(?!\/)[A-Za-z0-9/._~-]{1,199}$/,
  'a path of the health port, such as "/-/reload"',
  'write a path that starts with one slash, without host and query',
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
  /** Services of the same database whose tables it reads. @default none */
  reads: z.array(serviceName).min(1).optional(),
  /** `json`: address, names and password as an object; `url`: a connection string. @default "json" */
  format: choice(['json', 'url']).optional(),
  reload: reload.optional(),
});

/** A credential that Vault makes for each holder and takes back, or a value that a person has put there. */
export const secret = z.discriminatedUnion('engine', [kv, database], {
  error: () => 'vault.database(dependency) or vault.kv(path)',
});
