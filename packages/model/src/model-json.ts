import { MODEL_VERSION, type ResolvedEnvironment } from './resolved';

/**
 * The resolved model for programs that are not ours: quantities as text, keys in the order of the alphabet,
 * so that two versions can be compared as text.
 */
export function modelJson(environment: ResolvedEnvironment): string {
  const { version: _, ...rest } = environment;
  // Twice: quantities become text first, then every map is sorted.
  const plain: unknown = JSON.parse(JSON.stringify({ version: MODEL_VERSION, environment: rest }));
  return `${JSON.stringify(plain, sorted, 2)}\n`;
}

function sorted(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
