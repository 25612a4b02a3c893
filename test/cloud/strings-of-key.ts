/** Every text under one of these keys, anywhere in plain data. */
export function stringsOfKey(value: unknown, keys: readonly string[]): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, entry]: [string, unknown]) =>
    typeof entry === 'string' && keys.includes(key) ? [entry] : stringsOfKey(entry, keys),
  );
}
