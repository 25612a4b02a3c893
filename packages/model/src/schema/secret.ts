import { z } from 'zod';
import { text } from './_leaf';

const path = text(
  /^[a-z0-9](?:[a-z0-9-]*)(?:\/[a-z0-9][a-z0-9-]*)*$/,
  'a path of lower-case letters, digits, hyphens and single slashes, without wildcard and without the environment',
  'write for example "exchange/api-key"',
);

/** A credential that Vault makes for each holder and takes back, or a value that a person has put there. */
export const secret = z.discriminatedUnion(
  'engine',
  [
    z.strictObject({ engine: z.literal('database'), role: path }),
    z.strictObject({ engine: z.literal('kv'), path }),
  ],
  { error: () => 'vault.database(role) or vault.kv(path)' },
);
