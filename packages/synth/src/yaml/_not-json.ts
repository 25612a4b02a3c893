/**
 * Deeper than any Kubernetes object goes (the schema of a CRD reaches some forty), and what js-yaml reads
 * by default. Also how a cycle is noticed without paying for it on every object.
 */
export const MAX_DEPTH = 100;

/** Thrown where emission meets what is not JSON; `faultOf` then finds out where that was. */
export class NotJson extends Error {}

/**
 * True for an object without prototype or directly under a root prototype, which need not be this realm's:
 * `structuredClone` in a test sandbox hands out objects of the outer one.
 */
export function isPlain(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return (
    prototype === Object.prototype ||
    prototype === null ||
    Object.getPrototypeOf(prototype as object) === null
  );
}

/** The error for the first thing that is not JSON. A second walk, so that the first carries no path. */
export function faultOf(documents: readonly unknown[]): Error {
  for (const [index, document] of documents.entries()) {
    const path = `documents[${index}]`;
    const isObject = typeof document === 'object' && document !== null && !Array.isArray(document);
    const fault = isObject ? find(document, path, []) : `${path} is not an object`;
    if (fault !== undefined) return new Error(`cannot be written as YAML: ${fault}`);
  }
  return new Error('cannot be written as YAML, for a reason that a second look does not find');
}

interface Ancestor {
  readonly value: object;
  readonly path: string;
}

function find(value: unknown, path: string, ancestors: readonly Ancestor[]): string | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? undefined : `${path} is ${value}`;
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return undefined;
  if (value === undefined) return `${path} is undefined`;
  if (typeof value !== 'object') return `${path} is a ${typeof value}`;
  const seen = ancestors.find((ancestor) => ancestor.value === value);
  if (seen !== undefined) return `${path} leads back to ${seen.path}`;
  if (ancestors.length >= MAX_DEPTH) return `${path} lies deeper than ${MAX_DEPTH} levels`;
  return findWithin(value, path, [...ancestors, { value, path }]);
}

function findWithin(value: object, path: string, ancestors: readonly Ancestor[]): string | undefined {
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) {
      const fault = find(value[index], `${path}[${index}]`, ancestors);
      if (fault !== undefined) return fault;
    }
    return undefined;
  }
  if (!isPlain(value)) return `${path} is an instance of ${value.constructor.name}`;
  for (const [key, child] of Object.entries(value)) {
    const fault = child === undefined ? undefined : find(child, path + step(key), ancestors);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function step(key: string): string {
  return /^[\w-]+$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
}
