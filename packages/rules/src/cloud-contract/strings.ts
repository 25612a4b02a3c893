import { isJsonObject, type JsonObject } from '../json';

export interface FoundString {
  /** `spec.addresses[0].value` */
  readonly path: string;
  /** The key under which it stands; of an entry of a list, the list's. */
  readonly key: string;
  readonly value: string;
  /** The map in which it stands, for what is said beside it. */
  readonly beside: JsonObject;
  /** The map around that one. */
  readonly around: JsonObject;
}

/** Every text in plain data, with its place. */
export function* stringsIn(
  value: unknown,
  path = '',
  key = '',
  maps: Maps = NO_MAPS,
): Generator<FoundString> {
  if (typeof value === 'string') yield { path, key, value, ...maps };
  else if (Array.isArray(value))
    for (const [index, entry] of value.entries()) yield* stringsIn(entry, `${path}[${index}]`, key, maps);
  else if (isJsonObject(value))
    for (const [name, entry] of Object.entries(value))
      yield* stringsIn(entry, path === '' ? name : `${path}.${name}`, name, {
        beside: value,
        around: maps.beside,
      });
}

type Maps = Pick<FoundString, 'beside' | 'around'>;

const NO_MAPS: Maps = { beside: {}, around: {} };
