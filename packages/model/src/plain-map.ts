/** A map that a person wrote: a plain object, neither a list nor a value object. */
export function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  // An object of another realm, as test runners make them, has another Object.prototype.
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
