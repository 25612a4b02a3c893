import { isJsonObject, type JsonObject } from './json';

/** Who an object is: the API server keeps one object for each. The version is no part of it. */
export interface Identity {
  readonly group: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

/** Parts that are missing or no text are empty: other rules speak about them. */
export function identityOf(object: JsonObject): Identity {
  const metadata = isJsonObject(object.metadata) ? object.metadata : {};
  const apiVersion = text(object.apiVersion);
  return {
    group: apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '',
    kind: text(object.kind),
    namespace: text(metadata.namespace),
    name: text(metadata.name),
  };
}

/** `Deployment exchange/exchange-manager`, `Namespace exchange`. */
export function formatIdentity({ kind, namespace, name }: Identity): string {
  const where = namespace === '' ? '' : `${namespace}/`;
  return `${kind === '' ? 'object' : kind} ${where}${name === '' ? 'without a name' : name}`;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
