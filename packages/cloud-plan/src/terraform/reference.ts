import type { PlannedResource } from '../plan';
import { listName } from './property-name';

/** Where a planned resource is found in a configuration. */
export interface TerraformAddress {
  readonly type: string;
  readonly name: string;
}

const SYMBOL = /\$\{([a-z][\w-]*:[\w/.-]+:\w+)\.([^}]+)\.([^.}]+)\}/g;

/**
 * Makes `${google_kms_crypto_key.main.id}` of `${gcp:kms/cryptoKey:CryptoKey.main.id}`. A symbol of what this configuration does not
 * have (a resource of another stack, a cluster's own objects) becomes plain text, as does any other `${` of a person.
 */
export function referencesIn(
  resources: readonly PlannedResource[],
  addresses: ReadonlyMap<PlannedResource, TerraformAddress>,
): (text: string) => string {
  const known = new Map<string, string>();
  for (const resource of resources) {
    const address = addresses.get(resource);
    const key = `${resource.type}.${resource.name}`;
    if (address !== undefined && !known.has(key)) known.set(key, `${address.type}.${address.name}`);
  }
  return (text) => {
    let end = 0;
    let converted = '';
    for (const match of text.matchAll(SYMBOL)) {
      const [symbol, type, name, attribute = ''] = match;
      const address = known.get(`${type}.${name}`);
      const shown = address === undefined ? symbol.slice(2, -1) : `\${${address}.${listName(attribute)}}`;
      converted += escaped(text.slice(end, match.index)) + shown;
      end = match.index + symbol.length;
    }
    return converted + escaped(text.slice(end));
  };
}

/** `${` and `%{` begin a template in Terraform; doubled, they are themselves. */
function escaped(text: string): string {
  return text.replace(/[$%](?=\{)/g, '$&$&');
}
