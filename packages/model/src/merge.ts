import { isMap } from './plain-map';

/**
 * An input with a customization laid over it: maps merge by key, anything else is replaced. Neither argument
 * is changed.
 */
export function merge(base: unknown, over: unknown): unknown {
  if (over === undefined) return base;
  if (!isMap(base) || !isMap(over)) return over;
  const laid = Object.entries(over).map(([key, value]) => [
    key,
    merge(Object.hasOwn(base, key) ? base[key] : undefined, value),
  ]);
  // Entries, not assignments: a key such as `__proto__` is data here.
  return Object.fromEntries([...Object.entries(base), ...laid]);
}

/** The paths at which a customization sets something: the ends of its maps. */
export function* leaves(
  value: unknown,
  path: readonly string[] = [],
): Generator<{ path: readonly string[]; value: unknown }> {
  if (!isMap(value)) {
    if (value !== undefined) yield { path, value };
    return;
  }
  for (const [key, entry] of Object.entries(value)) yield* leaves(entry, [...path, key]);
}
